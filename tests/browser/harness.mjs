// What the browser tests share: the program under test, a browser, and checks that name what failed.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A port of 127.0.0.1 that is free now. */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts `himaya serve` on a store and waits for its first answer. */
export async function serve(himaya, store) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const child = spawn(himaya, ['--store', store, 'serve', '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let tries = 0; ; tries++) {
    try {
      await fetch(address + '/');
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return { address, stop: () => child.kill('SIGTERM'), alive: () => child.exitCode === null };
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** A fresh page that remembers everything that went wrong in it. */
export async function open(browser, options = {}) {
  const context = await browser.newContext({
    locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options,
  });
  const page = await context.newPage();
  page.troubles = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.troubles.push(message.text());
  });
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  page.on('requestfailed', (request) => page.troubles.push(`not loaded: ${request.url()}`));
  return page;
}

/** Serious and critical faults of accessibility, as sentences. */
export async function accessibilityFaults(page) {
  // The page's own policy forbids foreign script; the test brings axe in beside it.
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return result.violations
    .filter((v) => ['serious', 'critical'].includes(v.impact))
    .map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join('; ')}`);
}

/** Collects tests and runs them one after the other; prints the closing line. */
export class Tests {
  #tests = [];

  add(name, run) {
    this.#tests.push({ name, run });
  }

  async run(only) {
    let passed = 0;
    let failed = 0;
    for (const { name, run } of this.#tests) {
      if (only && !name.includes(only)) continue;
      try {
        await run();
        passed++;
      } catch (error) {
        failed++;
        console.log(`FAIL ${name}\n  ${String(error?.message ?? error).split('\n').slice(0, 12).join('\n  ')}`);
      }
    }
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0;
  }
}

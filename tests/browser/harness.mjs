// What the browser tests share: the program under test, a browser, and checks that name what failed.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { awake, freePort } from '../lib/staff.mjs';

export { Tests } from '../lib/tests.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Starts `himaya serve` on a store and waits for its first answer. */
export async function serve(himaya, store) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const child = spawn(himaya, ['--store', store, 'serve', '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await awake(address);
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
  // What was still loading when the page was left is no trouble.
  page.on('requestfailed', (request) => request.failure()?.errorText === 'net::ERR_ABORTED'
    || page.troubles.push(`not loaded: ${request.url()}`));
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

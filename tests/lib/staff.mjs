// The example country with staff who can sign in: a store, a server, and its people. For tests.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, oneTimeCode } from './client.mjs';

/** The program's own table of routes: [{method, who, name, pattern, reaches, parameters: {name: {place, example}}}]. */
export function routeTable(program) {
  return execFileSync(program).toString().trim().split('\n').map((line) => {
    const [method, who, name, pattern, reaches, ...rest] = line.split('\t');
    const parameters = Object.fromEntries(rest.map((p) => {
      const [parameter, place, ...example] = p.split(':');
      return [parameter, { place, example: example.join(':') }];
    }));
    return { method, who, name, pattern, reaches, parameters };
  });
}

/** A port of 127.0.0.1 that is free now. */
export function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Waits for the first answer of a server. */
export async function awake(address) {
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(address + '/');
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Everybody's password in the example (tools/dev/code). */
export const PASSWORD = 'wet-harbour-seven-kettles';

/** The seed of somebody's one-time codes, as `./dev code` makes it. */
export function seedOf(name) {
  const digest = createHash('sha256').update(`himaya example ${name}`).digest('hex').slice(0, 32);
  return digest.toUpperCase().replace(/[0189]/g, (c) => ({ 0: 'G', 1: 'H', 8: 'I', 9: 'J' })[c]);
}

export class Example {
  #lastStep = new Map();
  #clients = new Map();

  /** A room of its own with the example whose staff can sign in (staff_store of ./dev), served. */
  static async make(himaya, { from = '.dev/staff.db' } = {}) {
    const e = new Example();
    e.himaya = himaya;
    e.room = mkdtempSync(join(tmpdir(), 'himaya-'));
    e.store = join(e.room, 'himaya.db');
    e.log = join(e.room, 'log');
    for (const end of ['', '.keys']) copyFileSync(from + end, e.store + end);
    await e.start();
    return e;
  }

  async start() {
    this.address ??= `http://127.0.0.1:${await freePort()}`;
    const log = createWriteStream(this.log, { flags: 'a' });
    this.server = spawn(this.himaya, ['--store', this.store, 'serve', '--listen', this.address.slice(7)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.server.stdout.pipe(log);
    this.server.stderr.pipe(log);
    await awake(this.address);
  }

  async stop() {
    const gone = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill('SIGTERM');
    await gone;
  }

  async restart() {
    await this.stop();
    await this.start();
  }

  alive() {
    return this.server.exitCode === null && this.server.signalCode === null;
  }

  async end() {
    if (this.alive()) await this.stop();
    rmSync(this.room, { recursive: true, force: true });
  }

  run(...args) {
    return execFileSync(this.himaya, ['--store', this.store, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  }

  /** Changes the store behind the program's back. */
  sql(text) {
    execFileSync('sqlite3', ['-cmd', '.timeout 5000', this.store, text]);
  }

  rows(text) {
    return execFileSync('sqlite3', ['-readonly', '-separator', '\t', '-cmd', '.timeout 5000', this.store, text])
      .toString().split('\n').filter(Boolean).map((line) => line.split('\t'));
  }

  /** A code of the person that was not used before; waits for one when there is none. */
  async code(name) {
    const now = () => Math.floor(Date.now() / 30000);
    const step = Math.max(now(), (this.#lastStep.get(name) ?? 0) + 1);
    while (step > now() + 1) await new Promise((resolve) => setTimeout(resolve, 500));
    this.#lastStep.set(name, step);
    return oneTimeCode(seedOf(name), step - now());
  }

  async signIn(client, name, { path = '/en/sign-in' } = {}) {
    let page = await client.fill(await client.page(path), { name, password: PASSWORD });
    page = await client.fill(page, { code: await this.code(name) });
    // The first code may be the one with which the store was made a moment ago.
    if (/\/sign-in\/code/.test(page.path)) page = await client.fill(page, { code: await this.code(name) });
    if (/\/sign-in/.test(page.path)) throw new Error(`${name} is not signed in: ${page.status} at ${page.path}`);
    return page;
  }

  /** Somebody signed in; the same session each time, unless a fresh one is asked for. */
  async client(name, { fresh = false } = {}) {
    if (!fresh && this.#clients.has(name)) return this.#clients.get(name);
    const client = new Client(this.address);
    await this.signIn(client, name);
    if (!fresh) this.#clients.set(name, client);
    return client;
  }
}

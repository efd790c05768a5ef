// The example country with staff who can sign in: a store, a server, and its people. For tests.
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** The same password for everybody of an example; long, and in no list. */
export const PASSWORD = 'wet-harbour-seven-kettles';

/** A seed of one-time codes that is always the same for a name. */
export function seedOf(name) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let state = 7;
  let seed = '';
  for (let i = 0; i < 32; i++) {
    state = (state * 31 + name.charCodeAt(i % name.length) + i) >>> 0;
    seed += alphabet[(state >>> 7) & 31];
  }
  return seed;
}

/** Gives a member of the staff a password and one-time codes. */
export function giveSignIn(himaya, store, name) {
  execFileSync(himaya, ['--store', store, 'user', 'password', name, '--from-input'], { input: PASSWORD + '\n', stdio: ['pipe', 'ignore', 'inherit'] });
  execFileSync(himaya, ['--store', store, 'user', 'codes', name, '--seed', seedOf(name)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

export class Example {
  #lastStep = new Map();
  #clients = new Map();

  /** A room with the filled store of the example (copied from `./dev`'s), served. */
  static async make(himaya, names = [], { store: given } = {}) {
    const e = new Example();
    e.himaya = himaya;
    e.room = mkdtempSync(join(tmpdir(), 'himaya-'));
    e.store = join(e.room, 'himaya.db');
    e.log = join(e.room, 'log');
    const from = given ?? '.dev/staff.db';
    for (const end of ['', '.keys']) if (existsSync(from + end)) copyFileSync(from + end, e.store + end);
    for (const name of names) giveSignIn(himaya, e.store, name);
    await e.start();
    return e;
  }

  async start() {
    this.address = `http://127.0.0.1:${await freePort()}`;
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
    for (const client of this.#clients.values()) client.address = this.address;
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

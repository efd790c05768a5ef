// usage: web.mjs HIMAYA FOLDER: measures the staff application beside its peers, in one run on one
// machine: wrk, one thread, 16 connections, 6 s, three rounds in turn; medians. BENCH_SECONDS and
// BENCH_ROUNDS make it shorter.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, oneTimeCode } from '../../tests/lib/client.mjs';
import { PASSWORD, awake, seedOf } from '../../tests/lib/staff.mjs';

const [himaya, folder] = process.argv.slice(2).map((p) => resolve(p));
const here = dirname(fileURLToPath(import.meta.url));
const SECONDS = Number(process.env.BENCH_SECONDS ?? 6);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const port = { himaya: 8441, normal: 8442, full: 8443, nginx: 8444 };
const children = [];

const say = (text) => process.stderr.write(`${text}\n`);
const run = (...command) => execFileSync(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] }).toString();
const store = `${folder}/himaya.db`;

// --- the same records for everybody ---

function fill() {
  const csv = `${folder}/csv`;
  if (!existsSync(csv)) run(process.execPath, `${here}/data.mjs`, csv);
  const stamp = String(statSync(himaya).mtimeMs);
  const stampFile = `${folder}/stamp`;
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp || !existsSync(store)) {
    say('filling the store with 100,000 complaints and 60,000 violations');
    for (const name of readdirSync(folder)) if (name.startsWith('himaya.db')) rmSync(`${folder}/${name}`, { recursive: true });
    run(himaya, '--store', store, 'init', '--pack', 'az');
    for (const type of ['office', 'user', 'employer', 'complaint', 'violation'])
      run(himaya, '--store', store, 'import', 'records', type, `${csv}/${type}.csv`);
    writeFileSync(stampFile, stamp);
  }
  if (!existsSync(`${folder}/peer.db`)) run(process.execPath, `${here}/fastify.mjs`, `${folder}/peer.db`, 'load', csv);
}

// --- servers ---

function start(...command) {
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
}

/** Adds somebody who is then signed in; {client, token}. */
async function addStaff(address, name, role) {
  const first = run(himaya, '--store', store, 'user', 'add', name, '--role', role, '--agency', 'SLIS', '--office', 'B-007').trim().split('\n').pop();
  run(himaya, '--store', store, 'user', 'codes', name, '--seed', seedOf(name));
  const client = new Client(address);
  await client.fill(await client.page('/en/sign-in'), { name, password: first });
  await client.fill(await client.page('/en/sign-in/code'), { code: oneTimeCode(seedOf(name)) });
  await client.fill(await client.page('/en/account/password'), { new_password: PASSWORD, again: PASSWORD });
  if ((await client.ask('GET', '/en/work')).status !== 200) throw new Error(`${name} is not signed in`);
  return { client, token: run(himaya, '--store', store, 'token', 'add', name, '--for', 'bench', '--write').trim().split('\n').pop() };
}

function nginx() {
  mkdirSync(`${folder}/www`, { recursive: true });
  writeFileSync(`${folder}/nginx.conf`, `worker_processes 2; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
daemon off;
events { worker_connections 1024; }
http { access_log off; keepalive_requests 100000000; sendfile on; open_file_cache max=100; types { text/html html; }
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3;
  uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server { listen 127.0.0.1:${port.nginx}; root ${folder}/www; } }`);
  return start('/usr/sbin/nginx', '-c', `${folder}/nginx.conf`, '-e', `${folder}/nginx.log`);
}

/** Memory of a process and its children, MiB: what it holds now (and the most so far, of one process). */
function memory(child) {
  const of = (pid, key) => Number(new RegExp(`${key}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
  const all = [child.pid, ...readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').filter(Boolean)];
  return Math.round(all.reduce((sum, pid) => sum + of(pid, 'VmRSS'), 0));
}

// --- measuring ---

function wrk({ address, script = `${here}/requests.lua` }, args) {
  const out = spawnSync('wrk', ['-t1', '-c16', `-d${SECONDS}s`, '--latency', '-s', script, address, '--', ...args]).stdout.toString();
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1] ?? 0);
  const [, number, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(out) ?? [0, NaN, 'ms'];
  const bad = Number(/Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1] ?? 0);
  const errors = /Socket errors: (.*)/.exec(out)?.[1];
  return { rate, p99: Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit], bad, errors };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Each contender in turn, round after round, so that a busy minute falls on all of them. */
function compare(title, contenders) {
  const results = contenders.map(() => []);
  for (let round = 0; round < ROUNDS; round++)
    contenders.forEach((c, i) => results[i].push(wrk(c, c.args(round))));
  console.log(`\n${title}`);
  const ours = median(results[0].map((r) => r.rate));
  contenders.forEach((c, i) => {
    const rate = median(results[i].map((r) => r.rate));
    const p99 = median(results[i].map((r) => r.p99));
    const bad = results[i].reduce((sum, r) => sum + r.bad, 0);
    const errors = results[i].map((r) => r.errors).filter(Boolean).join(' | ');
    console.log(`  ${c.name.padEnd(44)} ${rate.toFixed(0).padStart(8)} requests/s   p99 ${p99.toFixed(1).padStart(7)} ms`
      + `   ${String(memory(c.process)).padStart(4)} MiB${i ? `   we are ${(ours / rate).toFixed(2)} x` : ''}`
      + `${bad ? `   ${bad} ANSWERS WERE ERRORS` : ''}${errors ? `   socket errors: ${errors}` : ''}`);
  });
}

const file = (name, lines) => {
  writeFileSync(`${folder}/${name}`, lines.join('\n') + '\n');
  return `${folder}/${name}`;
};
const range = (n, make) => Array.from({ length: n }, (_, i) => make(i));

async function main() {
  fill();
  const us = start(himaya, '--store', store, 'serve', '--listen', `127.0.0.1:${port.himaya}`);
  const address = `http://127.0.0.1:${port.himaya}`;
  await awake(address);
  // Who oversees reads every record; an inspector those of the own office and district, and records new ones.
  const stamp = Date.now().toString(36);
  const staff = await addStaff(address, `bench.all.${stamp}`, 'coordinator');
  const inspector = await addStaff(address, `bench.one.${stamp}`, 'inspector');

  const ids = run('sqlite3', '-readonly', store, 'SELECT id FROM complaint ORDER BY number LIMIT 2000').trim().split('\n');
  const offices = run('sqlite3', '-readonly', store, 'SELECT id FROM office WHERE code LIKE \'B-%\' ORDER BY code').trim().split('\n');
  const employer = run('sqlite3', '-readonly', store, 'SELECT id FROM employer WHERE tax_id = \'8000000001\'').trim();
  const list = (query) => `/en/records/complaint${query}`;

  const client = staff.client;
  const listPage = await client.page(list(`?office=${offices[7]}`));
  const recordPage = await client.page(`/en/records/complaint/${ids[7]}`);
  for (const page of [listPage, recordPage]) if (page.status !== 200) throw new Error(`${page.path}: ${page.status}`);
  const rows = (html) => (html.match(/<tr\b/g) ?? []).length;
  console.log(`list page: ${listPage.html.length} bytes, ${rows(listPage.html)} rows; record page: ${recordPage.html.length} bytes, ${rows(recordPage.html)} rows`);
  mkdirSync(`${folder}/www`, { recursive: true });
  writeFileSync(`${folder}/www/list.html`, listPage.html);
  writeFileSync(`${folder}/www/record.html`, recordPage.html);

  const web = nginx();
  const sizes = [Buffer.byteLength(listPage.html), Buffer.byteLength(recordPage.html)].map(String);
  const fastify = (at, synchronous) => start(process.execPath, `${here}/fastify.mjs`, `${folder}/peer.db`, String(at), synchronous, ...sizes);
  const normal = fastify(port.normal, 'NORMAL');
  const full = fastify(port.full, 'FULL');
  for (const p of [port.normal, port.full]) await awake(`http://127.0.0.1:${p}/list?office=B-007`);
  await awake(`http://127.0.0.1:${port.nginx}/list.html`);

  const ourAt = (name, path, cookie) => ({ name, process: us, address, args: () => [path, cookie] });
  const peerAt = (name, process, at, path) => ({ name, process, address: `http://127.0.0.1:${at}`, args: () => [path, '-'] });
  const nginxAt = (page) => peerAt('nginx, the same bytes from disk', web, port.nginx, file(`nginx-${page}`, [`/${page}.html`]));
  const peerName = 'Fastify + better-sqlite3, 2 workers, NORMAL';

  compare('list of 50, an office filter with 200 matching of 100,000, 2,000 addresses in turn: made anew each time', [
    ourAt('himaya, signed in', file('ours-office', range(2000, (i) => list(`?office=${offices[i % 500]}&page=${Math.floor(i / 500) + 1}`))), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-office', range(2000, (i) => `/list?office=B-${String(i % 500).padStart(3, '0')}&page=${Math.floor(i / 500) + 1}`))),
    nginxAt('list'),
  ]);
  compare('list of 50, an office filter, the same address again: kept for its reader', [
    ourAt('himaya, signed in', file('ours-again', [list(`?office=${offices[7]}`)]), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-again', ['/list?office=B-007&page=1'])),
    nginxAt('list'),
  ]);
  compare('list of 50 of all 100,000 (its first 20 pages in turn: kept for their reader)', [
    ourAt('himaya, signed in', file('ours-all', range(20, (i) => list(`?page=${i + 1}`))), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-all', range(20, (i) => `/list?page=${i + 1}`))),
    nginxAt('list'),
  ]);
  compare('list as an inspector sees it, without a filter (own office and district alone; 4 pages, kept)', [
    ourAt('himaya, signed in as an inspector', file('ours-own', range(4, (i) => list(`?page=${i + 1}`))), inspector.client.cookie()),
    peerAt(`${peerName} (an office)`, normal, port.normal, file('peer-own', range(4, (i) => `/list?office=B-007&page=${i + 1}`))),
  ]);
  compare('record with 30 related ones (2,000 records in turn: made anew each time)', [
    ourAt('himaya, signed in', file('ours-record', ids.map((id) => `/en/records/complaint/${id}`)), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-record', range(2000, (i) => `/record/B-${String(i).padStart(6, '0')}`))),
    nginxAt('record'),
  ]);
  writeFileSync(`${folder}/create.lua`, `WRAPPED = true\nOFFICE = "${offices[7]}"\nEMPLOYER = "${employer}"\n${readFileSync(`${here}/requests.lua`)}`);
  compare('create by JSON, on disk before the answer (FULL)', [
    { name: 'himaya, token, history and audit', process: us, address, script: `${folder}/create.lua`, args: (round) => ['post', '/api/v1/records/complaint', `Bearer ${inspector.token}`, `H${stamp}${round}`] },
    { name: 'Fastify + better-sqlite3, 2 workers, FULL', process: full, address: `http://127.0.0.1:${port.full}`, args: (round) => ['post', '/create', '-', `F${stamp}${round}`] },
  ]);
  console.log(`\n${ROUNDS} rounds of ${SECONDS} s each, wrk -t1 -c16, medians; memory after the last round; answers are not compressed.`);
}

try {
  await main();
} finally {
  for (const child of children) child.kill('SIGTERM');
}

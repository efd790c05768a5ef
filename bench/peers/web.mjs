// usage: web.mjs HIMAYA FOLDER: measures the staff application beside its peers, in one run on one
// machine: wrk, one thread, 16 connections, 5 s, three rounds in turn; medians; about seven minutes.
// BENCH_SECONDS and BENCH_ROUNDS make it shorter. A table for docs/performance.md ends it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { awake } from '../../tests/lib/staff.mjs';
import { addStaff, fill, here, known, run, settled } from './stage.mjs';

const [himaya, folder] = process.argv.slice(2).map((p) => resolve(p));
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const port = { himaya: 8441, normal: 8442, full: 8443, nginx: 8444 };
const children = [];

const store = `${folder}/himaya.db`;

// --- servers ---

function start(...command) {
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
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
const table = [];
function compare(title, brief, contenders) {
  const results = contenders.map(() => []);
  for (let round = 0; round < ROUNDS; round++)
    contenders.forEach((c, i) => results[i].push(wrk(c, c.args(round))));
  console.log(`\n${title}`);
  const rates = results.map((all) => median(all.map((r) => r.rate)));
  const slowest = results.map((all) => median(all.map((r) => r.p99)));
  const held = contenders.map((c) => memory(c.process));
  contenders.forEach((c, i) => {
    const bad = results[i].reduce((sum, r) => sum + r.bad, 0);
    const errors = results[i].map((r) => r.errors).filter(Boolean).join(' | ');
    console.log(`  ${c.name.padEnd(44)} ${rates[i].toFixed(0).padStart(8)} requests/s   p99 ${slowest[i].toFixed(1).padStart(7)} ms`
      + `   ${String(held[i]).padStart(4)} MiB${i ? `   we are ${(rates[0] / rates[i]).toFixed(2)} x` : ''}`
      + `${bad ? `   ${bad} ANSWERS WERE ERRORS` : ''}${errors ? `   socket errors: ${errors}` : ''}`);
  });
  const beside = (i) => (rates[i] ? `${(rates[0] / rates[i]).toFixed(2)} (${rates[i].toFixed(0)}, ${slowest[i].toFixed(1)} ms)` : '-');
  table.push(`| ${brief} | ${rates[0].toFixed(0)} | ${slowest[0].toFixed(1)} ms | ${beside(1)} | ${beside(2)} | ${held[0]} MiB |`);
}

const file = (name, lines) => {
  writeFileSync(`${folder}/${name}`, lines.join('\n') + '\n');
  return `${folder}/${name}`;
};
const range = (n, make) => Array.from({ length: n }, (_, i) => make(i));

async function main() {
  fill(himaya, folder);
  if (!existsSync(`${folder}/peer.db`)) run(process.execPath, `${here}/fastify.mjs`, `${folder}/peer.db`, 'load', `${folder}/csv`);
  const us = start(himaya, '--store', store, 'serve', '--listen', `127.0.0.1:${port.himaya}`);
  const address = `http://127.0.0.1:${port.himaya}`;
  await awake(address);
  // Who oversees reads every record; an inspector those of the own office and district, and records new ones.
  const stamp = Date.now().toString(36);
  const stage = { himaya, store, address };
  const staff = await addStaff(stage, `bench.all.${stamp}`, 'coordinator');
  const inspector = await addStaff(stage, `bench.one.${stamp}`, 'inspector');
  await settled(store);

  const { ids, offices, employer } = known(store);
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

  compare('list of 50, an office filter with 200 matching of 100,000, 2,000 addresses in turn: made anew each time', 'list of 50 of an office, made anew', [
    ourAt('himaya, signed in', file('ours-office', range(2000, (i) => list(`?office=${offices[i % 500]}&page=${Math.floor(i / 500) + 1}`))), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-office', range(2000, (i) => `/list?office=B-${String(i % 500).padStart(3, '0')}&page=${Math.floor(i / 500) + 1}`))),
    nginxAt('list'),
  ]);
  compare('list of 50, an office filter, the same address again: kept for its reader', 'the same list again, kept', [
    ourAt('himaya, signed in', file('ours-again', [list(`?office=${offices[7]}`)]), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-again', ['/list?office=B-007&page=1'])),
    nginxAt('list'),
  ]);
  compare('list of 50 of all 100,000 (its first 20 pages in turn: kept for their reader)', 'list of 50 of all 100,000, kept', [
    ourAt('himaya, signed in', file('ours-all', range(20, (i) => list(`?page=${i + 1}`))), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-all', range(20, (i) => `/list?page=${i + 1}`))),
    nginxAt('list'),
  ]);
  compare('list as an inspector sees it, without a filter (own office and district alone; 4 pages, kept)', "an inspector's own list, kept", [
    ourAt('himaya, signed in as an inspector', file('ours-own', range(4, (i) => list(`?page=${i + 1}`))), inspector.client.cookie()),
    peerAt(`${peerName} (an office)`, normal, port.normal, file('peer-own', range(4, (i) => `/list?office=B-007&page=${i + 1}`))),
  ]);
  compare('record with 30 related ones (2,000 records in turn: made anew each time)', 'record with 30 related ones, made anew', [
    ourAt('himaya, signed in', file('ours-record', ids.map((id) => `/en/records/complaint/${id}`)), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-record', range(2000, (i) => `/record/B-${String(i).padStart(6, '0')}`))),
    nginxAt('record'),
  ]);
  compare('record with 30 related ones, the same one again: kept for its reader', 'the same record again, kept', [
    ourAt('himaya, signed in', file('ours-record-again', [`/en/records/complaint/${ids[7]}`]), client.cookie()),
    peerAt(peerName, normal, port.normal, file('peer-record-again', ['/record/B-000007'])),
    nginxAt('record'),
  ]);
  writeFileSync(`${folder}/create.lua`, `WRAPPED = true\nOFFICE = "${offices[7]}"\nEMPLOYER = "${employer}"\n${readFileSync(`${here}/requests.lua`)}`);
  compare('create by JSON, on disk before the answer (FULL)', 'create, on disk before the answer (FULL on both)', [
    { name: 'himaya, token, history and audit', process: us, address, script: `${folder}/create.lua`, args: (round) => ['post', '/api/v1/records/complaint', `Bearer ${inspector.token}`, `H${stamp}${round}`] },
    { name: 'Fastify + better-sqlite3, 2 workers, FULL', process: full, address: `http://127.0.0.1:${port.full}`, args: (round) => ['post', '/create', '-', `F${stamp}${round}`] },
  ]);
  console.log(`\n| what | requests/s | p99 | beside Fastify (its rate, p99) | beside nginx (its rate, p99) | memory |
|---|---|---|---|---|---|
${table.join('\n')}

${ROUNDS} rounds of ${SECONDS} s each, wrk -t1 -c16, medians; memory after the last round; answers are not compressed; load ${loadavg()[1].toFixed(1)} in the last five minutes.
Reading, Fastify has synchronous=NORMAL; creating, synchronous=FULL on both. Fastify has no sign-in, rights, history or audit; its memory is of both workers.`);
}

try {
  await main();
} finally {
  for (const child of children) child.kill('SIGTERM');
}

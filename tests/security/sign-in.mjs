// usage: sign-in.mjs HIMAYA TRIES CROWD: does the time of a refused sign-in tell whether the name exists? And
// what do so many sign-ins at once do to memory and to everybody else's pages?
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { Client, formsOf, valuesOf } from '../lib/client.mjs';
import { Tests } from '../lib/tests.mjs';
import { Example } from '../lib/staff.mjs';

const [himaya, tries = '100', crowd = '100'] = process.argv.slice(2);
const tests = new Tests();
const example = await Example.make(himaya);
const { address } = example;

/** A connection to the store that stays open: forgets failed tries, so that none has to wait. */
const sqlite = spawn('sqlite3', ['-batch', example.store], { stdio: ['pipe', 'pipe', 'inherit'] });
async function forgetFailures() {
  sqlite.stdin.write('.timeout 5000\nDELETE FROM attempt;\nSELECT 1;\n');
  await once(sqlite.stdout, 'data');
}

async function ready() {
  const client = new Client(address);
  const page = await client.page('/en/sign-in');
  const form = formsOf(page.html).find((f) => f.fields.some((field) => field.name === 'password'));
  return { client, action: form.action || '/en/sign-in', values: valuesOf(form) };
}

const mean = (xs) => xs.reduce((a, b) => a + b, 0) / xs.length;
const variance = (xs) => xs.reduce((a, b) => a + (b - mean(xs)) ** 2, 0) / (xs.length - 1);
const sorted = (xs) => [...xs].sort((a, b) => a - b);

/** Two-sided p of a normal deviate (Abramowitz and Stegun 7.1.26); with hundreds of tries t is one. */
function twoSided(t) {
  const x = Math.abs(t) / Math.SQRT2;
  const k = 1 / (1 + 0.3275911 * x);
  return k * (0.254829592 + k * (-0.284496736 + k * (1.421413741 + k * (-1.453152027 + k * 1.061405429)))) * Math.exp(-x * x);
}

/** Welch's test of two samples: {t, p}. */
function welch(a, b) {
  const t = (mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length);
  return { t, p: twoSided(t) };
}

tests.add('the control: a difference of 3 % would be seen', () => {
  const noise = () => 100 + 6 * (Math.random() + Math.random() + Math.random() - 1.5);
  const [a, b] = [0, 3].map((more) => Array.from({ length: Number(tries) }, () => noise() + more));
  const { p } = welch(a, b);
  assert.ok(p < 0.01, `p ${p}`);
});

tests.add('an unknown name and a wrong password are refused alike, and as slowly', async () => {
  const known = ['a.mammadova', 'r.huseynov', 's.karimova', 'k.rzayev'];
  const { client, action, values } = await ready();
  const times = { unknown: [], wrong: [] };
  const answers = { unknown: new Set(), wrong: new Set() };
  const began = Date.now();
  for (let i = 0; i < Number(tries); i++) {
    // Each pair in the order of a coin, so that what else the machine does falls on both.
    const pair = Math.random() < 0.5 ? ['unknown', 'wrong'] : ['wrong', 'unknown'];
    for (const kind of pair) {
      const name = kind === 'wrong' ? known[i % 4] : `${'xyzw'[i % 4]}.nobody${i % 10}`;
      await forgetFailures();
      const from = process.hrtime.bigint();
      const answer = await client.ask('POST', action, { form: { ...values, name, password: `not-the-password-${i}` } });
      const html = await answer.text();
      times[kind].push(Number(process.hrtime.bigint() - from) / 1e6);
      answers[kind].add(`${answer.status} ${html.replaceAll(name, 'NAME').replace(/value="[^"]*"/g, '').replace(/\d+(?= seconds)/g, 'N')}`);
    }
  }
  const { t, p } = welch(times.unknown, times.wrong);
  console.log(`  ${tries} pairs in ${((Date.now() - began) / 1000).toFixed(0)} s: unknown name ${mean(times.unknown).toFixed(2)} ms`
    + ` (median ${sorted(times.unknown)[times.unknown.length >> 1].toFixed(2)}), wrong password ${mean(times.wrong).toFixed(2)} ms`
    + ` (median ${sorted(times.wrong)[times.wrong.length >> 1].toFixed(2)}); Welch t = ${t.toFixed(2)}, p = ${p.toFixed(3)}`);
  assert.deepEqual([...answers.unknown], [...answers.wrong], 'the answers differ');
  assert.equal(answers.unknown.size, 1);
  assert.ok(p > 0.01, `the times differ: t = ${t.toFixed(2)}, p = ${p.toFixed(4)}`);
});

tests.add(`${crowd} sign-ins at once leave memory and other people’s pages alone`, async () => {
  const names = Array.from({ length: Number(crowd) }, (_, i) => `crowd.${i}`);
  const csv = `${example.room}/crowd.csv`;
  writeFileSync(csv, `name,full_name,agency,office,state\n${names.map((n) => `${n},Crowd ${n.slice(6)},SLIS,SLIS-BA,active`).join('\n')}\n`);
  example.run('import', 'records', 'user', csv);
  const passwords = names.map((name) => execFileSync(himaya, ['--store', example.store, 'user', 'password', name]).toString().trim().split('\n').pop());
  await example.restart();
  const reader = await example.client('a.mammadova');
  const doors = await Promise.all(names.map(async () => {
    const client = new Client(example.address);
    const page = await client.page('/en/sign-in');
    const form = formsOf(page.html).find((f) => f.fields.some((field) => field.name === 'password'));
    return { client, action: form.action || '/en/sign-in', values: valuesOf(form) };
  }));
  let going = true;
  const waits = [];
  const others = ['/en/work', '/en/records/complaint', '/en/', '/en/countries/AZ/2019'];
  const reading = (async () => {
    for (let i = 0; going; i++) {
      const from = process.hrtime.bigint();
      const answer = await reader.ask('GET', others[i % others.length]);
      await answer.text();
      waits.push(Number(process.hrtime.bigint() - from) / 1e6);
      assert.equal(answer.status, 200, others[i % others.length]);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const began = Date.now();
  const statuses = await Promise.all(doors.map(async ({ client, action, values }, i) => {
    const answer = await client.ask('POST', action, { form: { ...values, name: names[i], password: passwords[i] } });
    await answer.text();
    return answer.status;
  }));
  const took = (Date.now() - began) / 1000;
  going = false;
  await reading;
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${example.server.pid}/status`, 'utf8'))[1]) / 1024;
  const p99 = sorted(waits)[Math.floor(waits.length * 0.99)];
  const counted = Object.entries(statuses.reduce((all, s) => ({ ...all, [s]: (all[s] ?? 0) + 1 }), {})).map(([s, n]) => `${n} x ${s}`).join(', ');
  console.log(`  ${crowd} sign-ins at once: ${counted} in ${took.toFixed(1)} s; most memory ${peak.toFixed(0)} MiB;`
    + ` ${waits.length} pages of somebody else meanwhile: median ${sorted(waits)[waits.length >> 1].toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`);
  assert.ok(statuses.every((s) => s === 303), counted);
  assert.ok(peak < 512, `${peak} MiB`);
  assert.ok(waits.length >= 20, `only ${waits.length} pages`);
  assert.ok(p99 < 500, `p99 ${p99} ms`);
});

const ok = await tests.run();
sqlite.stdin.end();
await example.end();
process.exitCode = ok ? 0 : 1;

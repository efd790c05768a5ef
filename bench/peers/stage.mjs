// What the measurements of the staff application share: the store of 100,000 complaints and people signed in.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, oneTimeCode } from '../../tests/lib/client.mjs';
import { PASSWORD, seedOf } from '../../tests/lib/staff.mjs';

export const here = dirname(fileURLToPath(import.meta.url));
export const say = (text) => process.stderr.write(`${text}\n`);
export const run = (...command) =>
  execFileSync(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 }).toString();

/** The store of the folder, made by this program; the path. Anew when the program changed, unless `keep`. */
export function fill(himaya, folder, keep = false) {
  const csv = `${folder}/csv`, store = `${folder}/himaya.db`, stampFile = `${folder}/stamp`;
  if (!existsSync(csv)) run(process.execPath, `${here}/data.mjs`, csv);
  const stamp = String(statSync(himaya).mtimeMs);
  if (existsSync(store) && (keep || (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp))) return store;
  say('filling the store with 100,000 complaints and 60,000 violations');
  for (const name of readdirSync(folder)) if (name.startsWith('himaya.db')) rmSync(`${folder}/${name}`, { recursive: true });
  run(himaya, '--store', store, 'init', '--pack', 'az');
  for (const type of ['office', 'user', 'employer', 'complaint', 'violation'])
    run(himaya, '--store', store, 'import', 'records', type, `${csv}/${type}.csv`);
  writeFileSync(stampFile, stamp);
  return store;
}

/** Adds somebody who is then signed in; {client, token}. */
export async function addStaff({ himaya, store, address }, name, role) {
  const first = run(himaya, '--store', store, 'user', 'add', name, '--role', role, '--agency', 'SLIS', '--office', 'B-007').trim().split('\n').pop();
  run(himaya, '--store', store, 'user', 'codes', name, '--seed', seedOf(name));
  const client = new Client(address);
  await client.fill(await client.page('/en/sign-in'), { name, password: first });
  await client.fill(await client.page('/en/sign-in/code'), { code: oneTimeCode(seedOf(name)) });
  await client.fill(await client.page('/en/account/password'), { new_password: PASSWORD, again: PASSWORD });
  if ((await client.ask('GET', '/en/work')).status !== 200) throw new Error(`${name} is not signed in`);
  return { client, token: run(himaya, '--store', store, 'token', 'add', name, '--for', 'bench', '--write').trim().split('\n').pop() };
}

/** What is asked for: ids of 2,000 complaints, of the offices, of an employer. */
export function known(store) {
  const ask = (sql) => run('sqlite3', '-readonly', store, sql).trim().split('\n');
  return {
    ids: ask('SELECT id FROM complaint ORDER BY number LIMIT 2000'),
    offices: ask('SELECT id FROM office WHERE code LIKE \'B-%\' ORDER BY code'),
    employer: ask('SELECT id FROM employer WHERE tax_id = \'8000000001\'')[0],
  };
}

/** Waits until the first walk along the chain of changes is over, which a new store gets in the background. */
export async function settled(store) {
  const open = "SELECT count(*) FROM job WHERE kind = 'verify_chain' AND state IN ('waiting', 'running')";
  for (let tries = 0; tries < 60; tries++) {
    if (run('sqlite3', '-readonly', store, open).trim() === '0') return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

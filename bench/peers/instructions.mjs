// usage: instructions.mjs HIMAYA FOLDER [WHAT…]: instructions of one request under callgrind (the whole server
// process, all its threads), which a busy machine does not change. WHAT: list (made
// anew with names and totals known), cold (as after a change), kept, all, record, create.
// The profile of each stays in FOLDER/callgrind.WHAT.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { awake } from '../../tests/lib/staff.mjs';
import { addStaff, fill, known } from './stage.mjs';

const [himaya, folder] = process.argv.slice(2, 4).map((p) => resolve(p));
const wanted = process.argv.slice(4);
const TIMES = Number(process.env.BENCH_TIMES ?? 40);
const WARM = 20;
const address = 'http://127.0.0.1:8446';

const store = fill(himaya, folder, true);
const server = spawn('valgrind', ['--tool=callgrind', '--instr-atstart=no', '--fair-sched=yes',
  `--callgrind-out-file=${folder}/callgrind.out`, himaya, '--store', store, 'serve', '--listen', '127.0.0.1:8446'],
{ stdio: 'ignore' });
const control = (...options) => execFileSync('callgrind_control', [...options, String(server.pid)], { stdio: 'ignore' });

/** Instructions of all dumps since the last call; the files are renamed. */
function collected(name) {
  let sum = 0;
  for (const file of readdirSync(folder).filter((f) => f.startsWith('callgrind.out'))) {
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    sum += Number(/^(?:totals): (\d+)/m.exec(text)?.[1] ?? 0);
    execFileSync('mv', [`${folder}/${file}`, `${folder}/callgrind.${name}`]);
  }
  return sum;
}

async function count(name, ask, warm = ask) {
  if (wanted.length && !wanted.includes(name)) return;
  for (let i = 0; i < WARM + TIMES; i++) if (i < WARM || warm !== ask) await warm(i);
  control('-i', 'on');
  for (let i = 0; i < TIMES; i++) await ask(WARM + i);
  control('-i', 'off');
  control('-d');
  console.log(`${name.padEnd(8)} ${Math.round(collected(name) / TIMES).toLocaleString('en')} instructions a request`);
}

async function main() {
  for (let tries = 0; ; tries++)
    try { await awake(address); break; } catch (error) { if (tries > 5) throw error; }
  const stamp = Date.now().toString(36);
  const stage = { himaya, store, address };
  const { client } = await addStaff(stage, `count.all.${stamp}`, 'coordinator');
  const { token } = await addStaff(stage, `count.one.${stamp}`, 'inspector');
  const { ids, offices, employer } = known(store);
  const cookie = { Cookie: client.cookie() };
  const get = async (path) => {
    const answer = await fetch(address + path, { headers: { ...cookie, 'Accept-Encoding': 'identity' } });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  };
  const post = async (i) => {
    const values = { number: `C${stamp}-${i}`, received_on: `2026-03-${String(i % 28 + 1).padStart(2, '0')}`, channel: 'hotline',
      employer, district: 'GA', allegation: 'wages', office: offices[7] };
    const answer = await fetch(`${address}/api/v1/records/complaint`, { method: 'POST', body: JSON.stringify({ values }),
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', 'Accept-Encoding': 'identity' } });
    const said = await answer.text();
    if (answer.status !== 201) throw new Error(`create: ${answer.status} ${said}`);
  };
  for (const file of readdirSync(folder)) if (file.startsWith('callgrind.out')) rmSync(`${folder}/${file}`);
  // The other order of the address is another address, so that the page is made anew with names and totals known.
  await count('list', (i) => get(`/en/records/complaint?page=1&office=${offices[i]}`),
    (i) => get(`/en/records/complaint?office=${offices[i]}&page=1`));
  await count('cold', (i) => get(`/en/records/complaint?office=${offices[200 + i]}`));
  await count('kept', () => get(`/en/records/complaint?office=${offices[7]}`));
  await count('all', (i) => get(`/en/records/complaint?page=${i + 1}`));
  await count('record', (i) => get(`/en/records/complaint/${ids[i]}`));
  await count('create', post);
}

try {
  await main();
} finally {
  server.kill('SIGTERM');
}

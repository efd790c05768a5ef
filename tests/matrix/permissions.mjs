// permissions.mjs HIMAYA [--flip N] [--seed N]: the permission matrix on a running server. Every role, every
// record type, records that stand in every way, every channel, both ways, against model/permissions.yaml
// read independently. With --flip, N times one word of one rule is changed for the server alone, and the
// matrix must notice.
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awake, freePort } from '../lib/staff.mjs';
import { Channels } from './channels.mjs';
import { Country } from './country.mjs';
import { readPermissions, readTypes } from './declaration.mjs';
import { Flips } from './flips.mjs';

const [program, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(name) ? Number(rest[rest.indexOf(name) + 1]) : otherwise);
const himaya = realpathSync(program);
const project = realpathSync(fileURLToPath(new URL('../..', import.meta.url)));
const declaration = readFileSync(join(project, 'model/permissions.yaml'), 'utf8');
const permissions = readPermissions(declaration);
const types = readTypes(project);
const roles = readFileSync(join(project, 'model/lists/roles.csv'), 'utf8').trim().split('\n').slice(1)
  .map((line) => line.split(',')[0]).filter((role) => role !== 'operator');
const names = Object.keys(types).filter((t) => !types[t].internal);

/** A server on the store, with another declaration when one is given. */
async function serve(country, text) {
  const port = await freePort();
  const env = { ...process.env, LC_ALL: 'C' };
  if (text) {
    env.HIMAYA_RESOURCES = join(country.room, 'flipped');
    mkdirSync(join(env.HIMAYA_RESOURCES, 'model'), { recursive: true });
    writeFileSync(join(env.HIMAYA_RESOURCES, 'model/permissions.yaml'), text);
  }
  const child = spawn(himaya, ['--store', country.store, 'serve', '--listen', `127.0.0.1:${port}`], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data) => { said += data; });
  const ended = new Promise((resolve) => { child.on('exit', resolve); });
  const address = `http://127.0.0.1:${port}`;
  const first = await Promise.race([awake(address), ended.then(() => null)]);
  return { address, env: text ? { HIMAYA_RESOURCES: env.HIMAYA_RESOURCES } : {}, refused: first ? '' : said || 'it ended',
    stop: async () => { child.kill('SIGTERM'); await ended; } };
}

/** A command takes longer than a request: types that stand for the others. */
const COMMANDS = ['complaint', 'person', 'penalty', 'referral', 'criminal_case', 'employer', 'user', 'webhook', 'figure', 'import_run'];

/** Everything about one role and one type. */
async function pair(channels, role, type, commands = COMMANDS.includes(type)) {
  const samples = channels.samples(role, type);
  await channels.list(role, type);
  await channels.listPage(role, type);
  for (const r of samples) {
    await channels.record(role, type, r);
    await channels.search(role, type, r);
    await channels.delete(role, type, r);
    await channels.open(role, type, r);
  }
  await channels.export(role, type);
  await channels.write(role, type);
  await channels.create(role, type);
  if (!commands) return;
  await channels.import(role, type);
  if (samples.length) await channels.show(role, type, samples[0]);
}

function tellWrong(wrong, most = 40) {
  for (const w of wrong.slice(0, most)) console.log(`  ${w.role}, ${w.type}, ${w.channel}: ${w.what}: the declaration says ${w.wanted}, the server ${w.got}`);
  if (wrong.length > most) console.log(`  and ${wrong.length - most} more`);
}

const country = new Country(himaya, project, types, roles, permissions);
let good = true;
try {
  let began = Date.now();
  const seconds = () => ((Date.now() - began) / 1000).toFixed(0);
  country.make();
  console.log(`a store with ${roles.length} people and ${Object.values(country.records).flat().length} records, ${seconds()} s`);
  began = Date.now();
  const only = rest.find((a) => a.startsWith('--only='))?.slice(7).split(',');
  const server = await serve(country);
  const channels = new Channels(country, permissions, server.address);
  const waiting = roles.flatMap((role) => names.map((type) => [role, type])).filter(([r, t]) => !only || (only.includes(r) || only.includes(t)));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await pair(channels, ...next);
  };
  await Promise.all([work(), work(), work()]);
  for (const role of roles) await channels.things(role);
  for (const type of names) await channels.import('operator', type);
  await server.stop();
  const cells = Object.values(channels.cells).reduce((a, b) => a + b, 0);
  tellWrong(channels.wrong);
  console.log(`${cells} cells (${Object.entries(channels.cells).map(([c, n]) => `${c} ${n}`).join(', ')}), ${channels.wrong.length} mismatches, ${seconds()} s`);
  good = channels.wrong.length === 0;

  const wanted = option('--flip', 0);
  if (wanted) {
    began = Date.now();
    const flips = new Flips(declaration, permissions, country, option('--seed', 20261122));
    let caught = 0;
    let refused = 0;
    for (let n = 0; n < wanted; n++) {
      const flip = flips.next();
      const changed = await serve(country, flip.text);
      if (changed.refused) {
        refused++;
        n--;
        continue;
      }
      const tried = new Channels(country, permissions, changed.address);
      tried.env = changed.env;
      for (const [role, type] of flip.pairs) if (!tried.wrong.length) await pair(tried, role, type, flip.commands);
      await changed.stop();
      if (process.env.SHOW) console.log(seconds(), flip.what, flip.pairs.length, tried.wrong.length);
      if (tried.wrong.length) caught++;
      else console.log(`  not noticed: ${flip.what}`);
    }
    console.log(`${wanted} rules changed one at a time: ${caught} noticed; ${refused} more were refused when the server began, ${seconds()} s`);
    good = good && caught === wanted;
  }
} finally {
  if (!rest.includes('--keep')) rmSync(country.room, { recursive: true, force: true });
  else console.log(country.room);
}
process.exitCode = good ? 0 : 1;

// usage: canary.mjs HIMAYA: two hundred people with names that nobody else has live through everything
// the application does; then no byte of a name, number, address or story of theirs may stand in clear
// in the database, its log, a backup, what the server wrote, or any file it left.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client, formsOf } from '../lib/client.mjs';
import { Tests } from '../lib/tests.mjs';
import { Example, PASSWORD } from '../lib/staff.mjs';

const himaya = resolve(process.argv[2]);
const tests = new Tests();
// Every value holds this; its letters stay what they are when names are folded for search.
const MARK = 'Bomulanit';
const PEOPLE = 200;

const example = await Example.make(himaya);
// Files that are there for a moment are put where they can be looked through.
mkdirSync(join(example.room, 'tmp'));
process.env.TMPDIR = join(example.room, 'tmp');
process.env.HIMAYA_PASSPHRASE = 'wet harbour seven kettles'; // of the backup
await example.restart();

const tail = (n) => [...String(n).padStart(3, '0')].map((d) => 'bdmnrtlaou'[Number(d)]).join('');
const person = (n) => ({
  reference: `CANARY-${n}`, sex: n % 2 ? 'female' : 'male', district: 'BA', document_status: 'pending',
  family_name: `${MARK}${tail(n)}ov`, given_name: `${MARK}${tail(n)}ə`, patronymic: `${MARK}${tail(n)} oğlu`, birth_date: `200${n % 10}-0${1 + n % 9}-11`,
  pin: `${MARK}${n}`, phone: `+994 ${MARK} ${n}`, address: `${MARK} küçəsi ${n}`, story: `She said that ${MARK}${tail(n)} and ${MARK.toUpperCase()} carried boxes.`,
});

// --- what is looked for, and where ---

const forms = (() => {
  const texts = [MARK, MARK.toLowerCase(), MARK.toUpperCase()];
  const found = [];
  for (const text of texts) {
    const bytes = Buffer.from(text, 'utf8');
    found.push(['plain', bytes], ['UTF-16 LE', Buffer.from(text, 'utf16le')], ['UTF-16 BE', Buffer.from(text, 'utf16le').swap16()]);
    found.push(['hex', Buffer.from(bytes.toString('hex'))], ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())]);
    found.push(['backwards', Buffer.from(bytes).reverse()]);
    // base64 at each of its three places: only the letters that depend on nothing before or after.
    for (let before = 0; before < 3; before++) {
      const code = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
      const whole = code.slice(before ? before + 1 : 0, Math.floor(((before + bytes.length) * 8) / 6));
      found.push([`base64 at ${before}`, Buffer.from(whole)], [`base64url at ${before}`, Buffer.from(whole.replaceAll('+', '-').replaceAll('/', '_'))]);
    }
  }
  return found;
})();

/** Where the mark stands in some bytes: ["base64 at 1 at byte 812", …]. */
function traces(bytes) {
  return forms.map(([how, form]) => [how, bytes.indexOf(form), form]).filter(([, at]) => at >= 0)
    .map(([how, at]) => `${how} at byte ${at}: ${JSON.stringify(bytes.subarray(Math.max(0, at - 30), at + 40).toString('latin1'))}`);
}

function filesOf(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesOf(path) : statSync(path).isFile() ? [path] : [];
  });
}

// --- a life with everything in it ---

const clean = (response) => response.text();
const social = await example.client('s.karimova');
const shelter = await example.client('z.orucova');
const inspector = await example.client('a.mammadova');
const privacy = await example.client('h.bayramova');
const tokenOf = async (client, path = '/en/account') =>
  formsOf((await client.page(path)).html).flatMap((f) => f.fields).find((f) => f.name === 'form_token').value;
const json = (client, method, path, body, headers = {}) => client.ask(method, path, { json: body, headers });
let exercised = 0;
const did = (answer, ...wanted) => {
  exercised++;
  assert.ok(wanted.includes(answer.status), `${answer.url}: ${answer.status}`);
  return answer;
};

tests.add('two hundred people live through everything', async () => {
  // In by a file at the terminal, half of them; the file itself is then removed.
  const columns = Object.keys(person(0));
  const csv = join(example.room, 'people.csv');
  const line = (p) => [...columns.map((c) => (/[",]/.test(p[c]) ? `"${p[c]}"` : p[c])), 'SSA-BA', 's.karimova'].join();
  writeFileSync(csv, [[...columns, 'office', 'assigned_to'].join(), ...Array.from({ length: PEOPLE / 2 }, (_, n) => line(person(n)))].join('\n') + '\n');
  example.run('import', 'records', 'person', csv);
  rmSync(csv);
  // The others as JSON and in forms.
  const ids = [];
  for (let n = PEOPLE / 2; n < PEOPLE - 5; n++) {
    const made = await json(social, 'POST', '/api/v1/records/person', { values: person(n), reason: 'canary' }, { 'Himaya-Form-Token': await tokenOnce(social) });
    assert.equal(made.status, 201, await made.clone().text());
    ids.push((await made.json()).id);
    exercised++;
  }
  for (let n = PEOPLE - 5; n < PEOPLE; n++) {
    const p = person(n);
    const [year, month, day] = p.birth_date.split('-');
    const { birth_date: _, ...rest } = p;
    // First with a mistake: the page shows what was typed, and nothing of it may stay anywhere.
    const wrong = await social.fill(await social.page('/en/records/person/new'), { ...rest, 'birth_date.day': '41', 'birth_date.month': month, 'birth_date.year': year });
    assert.equal(wrong.status, 422);
    assert.match(wrong.html, new RegExp(MARK));
    const saved = await social.fill(wrong, { ...rest, 'birth_date.day': day, 'birth_date.month': month, 'birth_date.year': year });
    assert.equal(saved.status, 200, saved.path);
    ids.push(saved.path.split('/').pop());
    exercised += 2;
  }
  assert.equal(example.rows(`SELECT count(*) FROM person WHERE reference LIKE 'CANARY-%'`)[0][0], String(PEOPLE));

  // Read, opened, changed, in conflict, found, exported.
  for (const id of ids.slice(0, 20)) {
    did(await social.ask('GET', `/en/records/person/${id}`), 200);
    const opened = await social.fill(await social.page(`/en/records/person/${id}`), { reason: 'The visit of tomorrow is being prepared' });
    assert.match(opened.html, new RegExp(MARK), 'opened on the page');
    const now = await (await social.ask('GET', `/api/v1/records/person/${id}`)).json();
    const token = await tokenOnce(social);
    did(await json(social, 'POST', `/api/v1/records/person/${id}/open`, { reason: 'The visit of tomorrow is being prepared' }, { 'Himaya-Form-Token': token }), 200);
    did(await json(social, 'PATCH', `/api/v1/records/person/${id}`, { values: { story: `Now ${MARK} goes to school.`, phone: `${MARK}-77` } }, { 'If-Match': `"${now.version}"`, 'Himaya-Form-Token': token }), 200);
    did(await json(social, 'PATCH', `/api/v1/records/person/${id}`, { values: { family_name: `${MARK}too late` } }, { 'If-Match': `"${now.version}"`, 'Himaya-Form-Token': token }), 412);
    did(await social.ask('GET', `/en/records/person/${id}/history`), 200);
    did(await social.ask('GET', `/api/v1/records/person/${id}/history`), 200);
    did(await social.ask('GET', `/en/records/person/${id}/edit`), 200);
  }
  for (const words of [MARK, `${MARK}${tail(150)}ov`, person(150).pin, `${MARK}${tail(150)}ov ${MARK}${tail(150)}ə 2000`, `"${MARK}' OR 1=1`])
    for (const path of ['/en/find?q=', '/api/v1/find?q=', '/en/search?q=', '/en/records/person?reference='])
      did(await social.ask('GET', path + encodeURIComponent(words)), 200, 303);
  for (const path of [`/en/records/person?family_name=${MARK}`, `/api/v1/records/person?story=${MARK}`, `/en/${MARK}`, `/en/records/${MARK}`, `/en/records/person/${MARK}`])
    did(await social.ask('GET', path), 400, 403, 404, 422, 200);
  for (const format of ['csv', 'xlsx', 'json']) did(await social.ask('GET', `/en/records/person/export/${format}`), 200, 403);
  did(await social.ask('POST', '/api/v1/records/person', { body: `{"values": {"family_name": "${MARK}", `, headers: { 'Content-Type': 'application/json' } }), 400, 403);
  did(await new Client(example.address).ask('POST', '/en/sign-in', { form: { name: MARK, password: MARK } }), 400, 403, 422);

  // Where children are safe, by the shelter; a complaint with who complained; an emergency; a refusal.
  const housed = await json(shelter, 'POST', '/api/v1/records/person', { values: { reference: 'CANARY-S' } }, { 'Himaya-Form-Token': await tokenOnce(shelter) });
  if (did(housed, 201, 403, 422).status === 201) {
    const { id, version } = await housed.json();
    did(await json(shelter, 'PATCH', `/api/v1/records/person/${id}`, { values: { safe_place: `${MARK} house`, safe_contact: `Ask ${MARK}` } }, { 'If-Match': `"${version}"`, 'Himaya-Form-Token': await tokenOnce(shelter) }), 200);
  }
  const intake = await example.client('n.hasanova');
  did(await json(intake, 'POST', '/api/v1/records/complaint', { values: { number: 'CANARY-C', received_on: '2026-11-20', story: `${MARK} says that children work.`, complainant_name: MARK, complainant_contact: `${MARK}@example.az` } }, { 'Himaya-Form-Token': await tokenOnce(intake) }), 201);
  did(await inspector.ask('GET', `/en/records/person/${ids[0]}`), 200, 404);
  const curious = did(await inspector.ask('POST', `/en/records/person/${ids[0]}/open`, { form: { form_token: await tokenOf(inspector), reason: 'Only to see whether it can be' } }), 200, 403, 404, 422);
  assert.doesNotMatch(await curious.text(), new RegExp(MARK), 'who may only see that a field is filled in opens nothing');

  // A file through the pages: looked at, imported, taken back.
  const supervisor = await example.client('f.abbasov');
  const upload = new FormData();
  upload.set('form_token', await tokenOf(supervisor, '/en/records/complaint/import'));
  upload.set('file', new Blob([`number,received_on,story\nCANARY-F,2026-11-20,"${MARK} wrote"\nCANARY-G,2026-02-31,${MARK}\n`], { type: 'text/csv' }), 'complaints.csv');
  const looked = await fetch(`${example.address}/en/records/complaint/import`, { method: 'POST', body: upload, headers: { Cookie: supervisor.cookie(), Origin: example.address }, redirect: 'manual' });
  did(looked, 200, 303, 422);
  await clean(looked);

  // What oversees all this.
  for (const path of ['/en/audit', '/audit/export/csv', '/en/audit?action=read', '/en/admin/health', '/metrics', '/en/work', '/api/v1/audit'])
    await clean(await privacy.ask('GET', path.startsWith('/en') || path.startsWith('/api') || path === '/metrics' ? path : `/en${path}`));
  const erased = await privacy.page(`/en/records/person/${ids[30]}/erase`);
  if (erased.status === 200) {
    const done = await privacy.fill(erased, { reason: 'Asked for by the family', password: PASSWORD });
    assert.equal(done.status, 200);
    exercised++;
  }
  did(await social.ask('GET', `/en/records/person/${ids[30]}`), 200, 404);
  console.log(`  ${PEOPLE} people; ${exercised} requests that wrote or read of them`);
});

const tokens = new Map();
async function tokenOnce(client) {
  if (!tokens.has(client)) tokens.set(client, await tokenOf(client));
  return tokens.get(client);
}

/** Copies that the program makes of the store. */
function copies() {
  const made = [];
  for (const args of [['backup', join(example.room, 'backup')], ['copy', example.store, join(example.room, 'copy.db')], ['keys', 'rotate'], ['audit', 'verify']]) {
    execFileSync(himaya, ['--store', example.store, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: example.room });
    made.push(args.join(' ').split('/')[0].trim());
  }
  return made;
}

function search() {
  const hits = [];
  let bytes = 0;
  const files = filesOf(example.room);
  for (const file of files) {
    const content = readFileSync(file);
    bytes += content.length;
    for (const trace of traces(content)) hits.push(`${file.slice(example.room.length + 1)}: ${trace}`);
  }
  return { hits, bytes, files };
}

tests.add('nothing of them stands in clear anywhere', async () => {
  const made = copies();
  const running = search();
  await example.stop();
  const stopped = search();
  const names = [...new Set([...running.files, ...stopped.files].map((f) => f.slice(example.room.length + 1)))];
  console.log(`  looked in ${names.length} files (${names.slice(0, 12).join(', ')}), ${running.bytes + stopped.bytes} bytes, while the server ran and after; ${made.join(', ')} done; ${forms.length} ways of writing`);
  assert.deepEqual([...running.hits, ...stopped.hits], []);
});

tests.add('the control: what does stand in clear is found', () => {
  const planted = { 'log': Buffer.from(`a line with ${MARK}`), 'tmp/upload': Buffer.from(`xy${Buffer.from(`{"n":"${MARK}ov"}`).toString('base64')}`), 'wide': Buffer.from(`..${MARK}`, 'utf16le'), 'hex': Buffer.from(Buffer.from(`z${MARK.toLowerCase()}`).toString('hex')) };
  for (const [name, content] of Object.entries(planted)) {
    writeFileSync(join(example.room, name), content);
    assert.ok(search().hits.some((hit) => hit.startsWith(`${name}:`)), name);
    rmSync(join(example.room, name));
  }
  // An open field of the same records is there to be seen, so the right files are looked at.
  const open = Buffer.concat(filesOf(example.room).filter((f) => /himaya\.db/.test(f)).map((f) => readFileSync(f)));
  assert.ok(open.includes('CANARY-150'));
});

const ok = await tests.run();
await example.end();
process.exitCode = ok ? 0 : 1;

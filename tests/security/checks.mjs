// usage: checks.mjs BUILD [part of a test's name]: what must hold of every route, tried on a live
// server with the example country: headers, forged forms, sessions, other people's records, redirects,
// cookies. The routes are the program's own table (BUILD/tools/list-routes).
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import net from 'node:net';
import { createHmac, randomBytes } from 'node:crypto';
import { Client, formsOf } from '../lib/client.mjs';
import { Tests } from '../lib/tests.mjs';
import { Example, routeTable } from '../lib/staff.mjs';

const [build, only] = process.argv.slice(2);
const tests = new Tests();
const example = await Example.make(`${build}/himaya`);
const { address } = example;
const routes = routeTable(`${build}/tools/list-routes`);
const inspector = await example.client('a.mammadova');
const other = await example.client('r.huseynov');

const nobody = new Client(address);
const randomId = () => [...randomBytes(26)].map((b) => '0123456789abcdefghjkmnpqrstvwxyz'[b & 31]).join('');

// --- addresses of every route ---

const mine = example.rows(`SELECT r.id FROM complaint r JOIN "user" u ON u.id = r.assigned_to
  WHERE u.name = 'a.mammadova' AND r.closed_on IS NULL ORDER BY r.number DESC`).map(([id]) => id);
const examples = { type: 'complaint', id: mine[0], country: 'AZ', year: '2019', format: 'csv' };

/** The addresses of a route, with and without /api. */
function addressesOf(route) {
  const filled = route.pattern.replace(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(examples[name] ?? (route.parameters[name]?.example || 'x')));
  const prefixes = { people: ['/en'], programs: ['/api/v1'], both: ['/en', '/api/v1'] }[route.reaches];
  return prefixes.map((p) => (p + filled).replace(/(.)\/$/, '$1'));
}
const everywhere = routes.flatMap((route) => addressesOf(route).map((path) => ({ route, path })));
const changing = everywhere.filter(({ route }) => !['GET', 'HEAD'].includes(route.method));

// --- headers: S12 ---

const strict = {
  'content-security-policy': /^default-src 'none';(?!.*unsafe)(?!.*https?:)/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'x-frame-options': /^DENY$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /./,
  'cache-control': /./,
};

function headersHold(answer, html, path, privately) {
  for (const [name, wanted] of Object.entries(strict))
    assert.match(answer.headers.get(name) ?? '(none)', wanted, `${path}: ${name}`);
  assert.equal(answer.headers.get('access-control-allow-origin'), null, path);
  assert.equal(answer.headers.get('server'), null, `${path}: says what it is`);
  if (privately) assert.match(answer.headers.get('cache-control'), /no-store/, `${path}: may be kept`);
  if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) return;
  assert.match(answer.headers.get('content-type'), /charset=utf-8/i, path);
  assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)/i, `${path}: script in the page`);
  assert.doesNotMatch(html, /<[^>]*\son[a-z]+\s*=\s*["']/i, `${path}: a handler in the page`);
  assert.doesNotMatch(html, /<[^>]*\sstyle\s*=|<style\b/i, `${path}: style in the page`);
  assert.doesNotMatch(html, /<(?:script|link|img|iframe|form|source|video|object|embed)\b[^>]*\s(?:src|href|action)="(?:https?:)?\/\//i,
    `${path}: something of another host`);
}

tests.add('headers are strict on every route and every error', async () => {
  let count = 0;
  const look = async (client, method, path, options, privately) => {
    const answer = await client.ask(method, path, options);
    headersHold(answer, await answer.text(), `${method} ${path} (${answer.status})`, privately);
    count++;
  };
  for (const { route, path } of everywhere) {
    const signedIn = route.who !== 'everybody';
    // No POST that would go through: those come without the token of a form.
    await look(nobody, route.method, path, {}, signedIn);
    if (route.name !== 'sign_out') await look(inspector, route.method, path, {}, signedIn);
    await look(nobody, 'PUT', path, {}, true);
    await look(nobody, 'GET', `${path}?no_such_parameter=1`, {}, false);
  }
  for (const path of ['/', '/xx', '/en/nothing', '/api/v1/nothing', '/api/openapi.json', '/static/nothing', '/%zz', '/en/records/complaint/nothing', '/../etc/passwd', '/metrics'])
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])
      if (method !== 'TRACE') await look(inspector, method, path, {}, false);
  console.log(`  ${count} answers of ${routes.length} routes looked at`);
});

/** What comes back for some bytes. */
const raw = (bytes) => new Promise((resolve) => {
  const socket = net.connect(Number(new URL(address).port), '127.0.0.1', () => socket.write(bytes));
  let text = '';
  socket.on('data', (part) => (text += part.toString('latin1'))).on('close', () => resolve(text)).on('error', () => resolve(text));
  setTimeout(() => socket.destroy(), 3000);
});

tests.add('of one person two large files wait at once, and nobody else’s at all', async () => {
  const client = await example.client('f.abbasov');
  const begin = (cookie) => {
    const socket = net.connect(Number(new URL(address).port), '127.0.0.1');
    const answered = new Promise((resolve) => {
      socket.on('data', (part) => resolve(part.toString('latin1').split('\r\n')[0])).on('error', () => resolve('closed')).on('close', () => resolve('closed'));
      setTimeout(() => resolve('waits'), 1500);
    });
    socket.write(`POST /en/records/complaint/import HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 2000000\r\n\r\n--x`);
    return { socket, answered };
  };
  const all = [];
  for (const cookie of [client.cookie(), client.cookie(), client.cookie(), '']) {
    all.push(begin(cookie));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const answers = await Promise.all(all.map((one) => one.answered));
  all.forEach((one) => one.socket.destroy());
  assert.deepEqual(answers.map((answer) => answer.replace(/^HTTP\/1.1 (\d+).*/, '$1')), ['waits', 'waits', '429', '413']);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const after = begin(client.cookie());
  assert.equal(await after.answered, 'waits', 'places are given back');
  after.socket.destroy();
});

tests.add('what is no request is refused by us with strict headers, or without a word of it', async () => {
  const mark = '<script>Qwzx</script>';
  const host = 'Host: x\r\n';
  const bad = [`${mark}\r\n\r\n`, `GET ${mark}\r\n\r\n`, `GET /${mark} HTTP/1.1\r\n${host}\r\n`, `GET / HTTP/9.9\r\n${host}\r\n`, `GET / ${mark}\r\n${host}\r\n`,
    `GET / HTTP/1.1\r\n\r\n`, `GET / HTTP/1.1\r\n${host}${host}\r\n`, `GET / HTTP/1.1\r\n${host}X: ${mark}${'a'.repeat(70000)}\r\n\r\n`,
    `GET /${'a'.repeat(70000)} HTTP/1.1\r\n${host}\r\n`, `POST /en/sign-in HTTP/1.1\r\n${host}Content-Length: ${mark}\r\n\r\n`,
    `POST /en/sign-in HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`, `POST /en/sign-in HTTP/1.1\r\n${host}Content-Length: 99999999999999999999999\r\n\r\n`,
    `POST /en/sign-in HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nzz${mark}\r\n`, `POST /en/sign-in HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\nabc`,
    `${mark} / HTTP/1.1\r\n${host}\r\n`, `GET / HTTP/1.1\r\n${host}${mark}: 1\r\n\r\n`, `GET / HTTP/1.1\r\n${host} folded\r\n\r\n`,
    `GET /\0 HTTP/1.1\r\n${host}\r\n`, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', `GET / HTTP/1.1\nHost: x\n\n`];
  let ours = 0;
  for (const bytes of bad) {
    const answer = await raw(bytes);
    assert.doesNotMatch(answer, /<script>Qwzx|Set-Cookie|^Server:/im, JSON.stringify(bytes.slice(0, 60)));
    if (/^content-security-policy: default-src 'none'/im.test(answer)) ours++;
    else assert.match(answer, /^(HTTP\/1\.[01] (4\d\d|5\d\d) [\s\S]*)?$/, JSON.stringify(bytes.slice(0, 60)));
  }
  assert.ok(example.alive());
  console.log(`  ${bad.length} broken requests: ${ours} answered by us, the others by the library or not at all`);
});

// --- forged forms: S10 ---

const changes = () => example.rows(`SELECT count(*) FROM store_audit WHERE action IN ('insert', 'update', 'delete', 'erase')
  AND type NOT IN ('sign_in', 'attempt', 'credential')`)[0][0];

/** A body that a form of this route might have. */
const someForm = { name: 'x', reason: 'because it is a test', version: '1', password: 'x', number: 'FORGED-1', received_on: '2026-01-01' };

/** Sends forged requests to each of some addresses; gives how many, and those that were not refused. */
async function forge(addresses) {
  const page = await inspector.page(`/en/records/complaint/${mine[0]}/edit`);
  const token = formsOf(page.html).flatMap((f) => f.fields).find((f) => f.name === 'form_token')?.value;
  const foreign = formsOf((await other.page('/en/account')).html).flatMap((f) => f.fields).find((f) => f.name === 'form_token')?.value;
  const anonymous = formsOf((await nobody.page('/en/sign-in')).html).flatMap((f) => f.fields).find((f) => f.name === 'form_token')?.value;
  assert.ok(token && foreign && anonymous, 'forms carry a token');
  assert.notEqual(token, foreign);
  const invented = selfMade(inspector.cookies.get('__Host-himaya'), token.split('.')[1]);
  const taken = [];
  let tries = 0;
  for (const { route, path } of addresses) {
    const api = path.startsWith('/api/');
    const body = api ? { json: someForm } : { form: someForm };
    const forged = [
      ['no token', body],
      ['an invented token', { form: { ...someForm, form_token: 'AAAA' } }],
      ['a token made from the cookie', { form: { ...someForm, form_token: invented } }],
      ['another person’s token', { form: { ...someForm, form_token: foreign } }],
      ['a visitor’s token', { form: { ...someForm, form_token: anonymous } }],
      ['another origin', { form: { ...someForm, form_token: token }, headers: { Origin: 'http://evil.example' } }],
      ['another site', { form: { ...someForm, form_token: token }, headers: { Origin: null, 'Sec-Fetch-Site': 'cross-site' } }],
      ['a text body', { body: JSON.stringify(someForm), headers: { 'Content-Type': 'text/plain' } }],
      ['another person’s token in the header', { ...body, headers: { 'Himaya-Form-Token': foreign } }],
      ['the right token in the header, from another origin', { ...body, headers: { 'Himaya-Form-Token': token, Origin: 'http://evil.example' } }],
      ['JSON from another origin', { json: someForm, headers: { Origin: 'http://evil.example' } }],
    ];
    for (const [how, options] of forged) {
      const answer = await inspector.ask(route.method, path, options);
      tries++;
      // The sign-in page says the same to everybody; all others refuse by name.
      if (![400, 401, 403, 405, 413, 415, 422].includes(answer.status)) taken.push(`${route.method} ${path} with ${how}: ${answer.status}`);
    }
  }
  return { tries, taken };
}

/** What csrf_token would make of a session's cookie, were there no key that only the server has. */
const selfMade = (cookie, user) => `${createHmac('sha256', cookie).update(`form\0${user}`).digest('base64url')}.${user}`;

tests.add('no change is taken without its form’s token, with another’s, or from another site', async () => {
  const before = changes();
  const { tries, taken } = await forge(changing);
  assert.deepEqual(taken, []);
  for (const { path } of changing) {
    const got = await inspector.ask('GET', path);
    assert.ok(got.status < 500, `GET ${path}: ${got.status}`);
  }
  assert.equal(changes(), before, 'nothing was changed');
  console.log(`  ${tries} forged requests to ${changing.length} addresses`);
});

// Of a build with a planted hole: `./dev security` believes the test above only when this one passes.
const planted = changing.filter(({ route }) => route.name === 'planted_change');
if (planted.length) tests.add('the control: a route that does not look at the form’s token is noticed', async () => {
  const { tries, taken } = await forge(planted);
  assert.equal(taken.length, tries, 'each forged request was taken');
  assert.deepEqual((await forge(changing.filter(({ route }) => route.name === 'bulk'))).taken, []);
  console.log(`  ${taken.length} of ${tries} forged requests noticed`);
});

tests.add('a form that no session of ours signed is not kept for anybody', async () => {
  const user = example.rows(`SELECT id FROM "user" WHERE name = 'a.mammadova'`)[0][0];
  const cookie = randomBytes(32).toString('base64url');
  const client = new Client(address);
  client.cookies.set('__Host-himaya', cookie);
  const answer = await client.ask('POST', '/en/records/complaint/new', { form: { ...someForm, form_token: selfMade(cookie, user) } });
  assert.equal(answer.status, 303);
  assert.doesNotMatch(answer.headers.get('location'), /kept/);
});

tests.add('a token of an ended session is refused', async () => {
  const client = await example.client('t.ismayilov', { fresh: true });
  const page = await client.page('/en/account');
  const token = formsOf(page.html).flatMap((f) => f.fields).find((f) => f.name === 'form_token').value;
  const old = client.cookie();
  await client.fill(page, {});
  const out = await client.ask('POST', '/en/sign-out', { form: { form_token: token } });
  assert.ok([200, 303].includes(out.status), `sign out: ${out.status}`);
  const before = changes();
  for (const { route, path } of changing) {
    const answer = await nobody.ask(route.method, path, { form: { ...someForm, form_token: token }, headers: { Cookie: old } });
    assert.ok([303, 400, 401, 403, 405, 415, 422].includes(answer.status), `${path}: ${answer.status}`);
    if (answer.status === 303) assert.match(answer.headers.get('location'), /\/sign-in/, path);
  }
  const page2 = await nobody.ask('GET', '/en/work', { headers: { Cookie: old } });
  assert.equal(page2.status, 303, 'the cookie of an ended session opens nothing');
  assert.equal(changes(), before);
});

// --- who may come in at all ---

tests.add('nobody who is not signed in gets past a staff route', async () => {
  for (const { route, path } of everywhere.filter(({ route: r }) => r.who !== 'everybody')) {
    for (const headers of [{}, { Cookie: '__Host-himaya=' + 'A'.repeat(43) }, { Authorization: 'Bearer ' + 'A'.repeat(43) }]) {
      // As a proxy hands it on: what programs of this machine may see is not for others.
      const answer = await nobody.ask(route.method, path, { headers: { ...headers, 'X-Forwarded-For': '203.0.113.7' } });
      const text = await answer.text();
      assert.ok([303, 400, 401, 403].includes(answer.status), `${route.method} ${path}: ${answer.status}`);
      if (answer.status === 303) assert.match(answer.headers.get('location'), /\/sign-in/, path);
      assert.doesNotMatch(text, /C-2026-000|Abdullayeva/, path);
    }
  }
});

// --- sessions ---

tests.add('a session begins anew at sign-in, and cookies are bound to this host and hidden from script', async () => {
  const client = new Client(address);
  const planted = 'B'.repeat(43);
  client.cookies.set('__Host-himaya', planted);
  const lines = [];
  const ask = client.ask.bind(client);
  client.ask = async (...args) => {
    const answer = await ask(...args);
    lines.push(...answer.headers.getSetCookie());
    return answer;
  };
  await example.signIn(client, 'h.bayramova');
  assert.notEqual(client.cookies.get('__Host-himaya'), planted, 'a session that somebody planted');
  assert.ok(lines.length > 0);
  for (const line of lines) {
    assert.match(line, /^__Host-/, line);
    assert.match(line, /;\s*Secure/i, line);
    assert.match(line, /;\s*HttpOnly/i, line);
    assert.match(line, /;\s*SameSite=(Strict|Lax)/i, line);
    assert.match(line, /;\s*Path=\/(;|$)/i, line);
    assert.doesNotMatch(line, /;\s*Domain=/i, line);
  }
});

tests.add('a session that was idle for 16 minutes, or is 13 hours old, is over', async () => {
  for (const [column, seconds] of [['seen_at', 16 * 60], ['ends_at', 60]]) {
    const client = await example.client('m.sultanov', { fresh: true });
    assert.equal((await client.ask('GET', '/en/work')).status, 200);
    const past = new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19) + 'Z';
    example.sql(`UPDATE sign_in SET "${column}" = '${past}' WHERE "user" = (SELECT id FROM "user" WHERE name = 'm.sultanov')`);
    await example.restart(); // what the server remembers of sessions is gone, as after its few seconds
    client.address = example.address;
    const answer = await client.ask('GET', '/en/work');
    assert.equal(answer.status, 303, column);
    assert.match(answer.headers.get('location'), /sign-in/);
  }
});

// --- other people's records: S9 ---

const PAIRS = 60;

function same(text, ids) {
  for (const id of ids) text = text.replaceAll(id, 'ID');
  return text.replace(/name="form_token" value="[^"]*"/g, 'TOKEN').replace(/"instance":\s*"[^"]*"/g, 'INSTANCE');
}

tests.add('a record of somebody else and one that never was answer alike, at the same pace', async () => {
  const client = await example.client('s.karimova');
  const foreign = example.rows('SELECT id FROM complaint ORDER BY number LIMIT 20').map(([id]) => id);
  const objects = everywhere.filter(({ route, path }) => route.who === 'staff' && /\{id\}/.test(route.pattern) && path.includes('complaint'));
  assert.ok(objects.length > 0, 'there are routes of one record');
  const account = await client.page('/en/account');
  const token = formsOf(account.html).flatMap((f) => f.fields).find((f) => f.name === 'form_token')?.value;
  const slow = [];
  for (const { route, path } of objects) {
    const options = route.method === 'GET' ? {} : path.startsWith('/api/')
      ? { json: { reason: 'to see whether it is there' }, headers: { 'If-Match': '"1"' } }
      : { form: { form_token: token ?? '', version: '1', reason: 'to see whether it is there' } };
    const ids = foreign;
    {
      const pairs = [];
      for (let i = 0; i < PAIRS; i++) {
        const asked = [[0, ids[i % ids.length]], [1, randomId()]];
        const times = [];
        const answers = [];
        for (const [which, id] of i % 2 ? asked : asked.reverse()) {
          const began = process.hrtime.bigint();
          const answer = await client.ask(route.method, path.replace(examples.id, id), options);
          const text = await answer.text();
          times[which] = Number(process.hrtime.bigint() - began) / 1e6;
          answers[which] = { status: answer.status, body: same(text, [id]), type: answer.headers.get('content-type') };
        }
        pairs.push(times);
        assert.deepEqual(answers[0], answers[1], `${route.method} ${path}`);
        assert.ok(answers[0].status >= 400 || route.method !== 'GET', `${path}: ${answers[0].status}`);
      }
      const [there, never] = [0, 1].map((w) => pairs.map((t) => t[w]).sort((a, b) => a - b)[PAIRS >> 1]);
      // Of pairs asked one after the other each should be the slower one half of the times.
      const longer = pairs.filter(([a, b]) => a > b).length;
      const deviation = Math.abs(longer - PAIRS / 2) / Math.sqrt(PAIRS / 4);
      if (deviation > 4 && Math.abs(there - never) > 0.05 * never)
        slow.push(`${route.method} ${path}: medians ${there.toFixed(2)} and ${never.toFixed(2)} ms, slower ${longer} of ${PAIRS} times`);
    }
  }
  console.log(`  ${objects.length} routes of one record, ${PAIRS} pairs each`);
  assert.deepEqual(slow, [], 'the time tells');
});

// --- redirects ---

tests.add('sign-in leads to addresses of this place alone', async () => {
  const wrong = ['//evil.example/', 'https://evil.example', '/\\evil.example', '/%2fevil.example', '/%5cevil.example', '\\\\evil.example',
    'javascript:alert(1)', '/..//evil.example', '/\tevil.example', 'data:text/html,x', '/en//evil.example', '@evil.example'];
  for (const next of wrong) {
    for (const client of [nobody, inspector])
      for (const path of [`/en/sign-in?next=${encodeURIComponent(next)}`, `/sign-in?next=${encodeURIComponent(next)}`, `/en//evil.example`, `//evil.example/en`]) {
        const answer = await client.ask('GET', path);
        const to = answer.headers.get('location');
        if (to) assert.equal(new URL(to, address).origin, address, `${path} leads to ${to}`);
        const html = await answer.text();
        for (const [, href] of html.matchAll(/\s(?:href|action)="([^"]*)"/g))
          assert.ok(new URL(href.replaceAll('&amp;', '&'), address).origin === address || /^https?:\/\/(?!evil)/.test(href), `${path}: ${href}`);
      }
  }
  const names = ['a.mammadova', 'r.huseynov', 's.karimova'];
  for (const [i, next] of ['//evil.example/', '/\\evil.example', 'https://evil.example/'].entries()) {
    const client = new Client(example.address);
    const seen = [];
    const ask = client.ask.bind(client);
    client.ask = async (...args) => {
      const answer = await ask(...args);
      if (answer.headers.get('location')) seen.push(answer.headers.get('location'));
      return answer;
    };
    await example.signIn(client, names[i], { path: `/en/sign-in?next=${encodeURIComponent(next)}` });
    for (const to of seen) assert.equal(new URL(to, example.address).origin, example.address, `${next} leads to ${to}`);
  }
});

tests.add('a normal build has no planted hole', () => {
  const names = execFileSync('sh', ['-c', `grep -c planted_hole "${build}/himaya" || true`]).toString().trim();
  assert.equal(names, '0');
  assert.ok(!routes.some((r) => r.name === 'planted'));
});

const ok = await tests.run(only);
await example.end();
process.exitCode = ok ? 0 : 1;

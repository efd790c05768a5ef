// usage: scan.mjs HIMAYA quick|full|control [sqlmap|wapiti]: wapiti and sqlmap against the signed-in application. They
// must find nothing; "control" runs them on a build with a planted hole, where both must find it. Each
// scanner has a server and a store of its own, and both run at once. Quick: one record and one query of
// each kind of page, and of a form one field of each kind of input, since all of them go one way.
import { execFile } from 'node:child_process';
import http from 'node:http';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Example, routeTable } from '../lib/staff.mjs';
import { formsOf, valuesOf } from '../lib/client.mjs';

const [himaya, depth, only = ''] = process.argv.slice(2);
const full = depth === 'full';
const control = depth === 'control';
const folder = `.dev/security/${depth}${only && `-${only}`}`;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const roles = control ? ['a.mammadova'] : full
  ? ['a.mammadova', 'n.hasanova', 'f.abbasov', 'k.rzayev', 's.karimova', 'z.orucova', 'i.nabiyev', 'v.safarova', 'o.tagiyev', 'h.bayramova', 'm.sultanov']
  : ['a.mammadova', 'm.sultanov', 's.karimova'];
const example = await Example.make(himaya);
const beside = control ? example : await Example.make(himaya); // what wapiti tries
const { address } = example;

/** Runs a program to its end, however it ends; its output. */
const run = (program, args, seconds) => new Promise((resolve) => {
  const child = execFile(program, args, { timeout: seconds * 1000, maxBuffer: 1 << 28, env: { ...process.env, HOME: folder } },
    (error, stdout, stderr) => resolve({ text: `${stdout}\n${stderr}`, ended: !error?.killed }));
  child.stdin.end(); // sqlmap would wait for more
});

// --- what there is to try ---

const patterns = routeTable('build/tools/list-routes').map((r) => r.pattern).sort((a, b) => a.split('{').length - b.split('{').length)
  .map((pattern) => ({ pattern, fits: new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`) }));

/** The kind of an address: the route that answers it, with the names of its parameters. Forms have each
 * type's own fields. */
function kindOf(path) {
  const url = new URL(path, address);
  const place = url.pathname.replace(/^\/(en|api\/v1)(?=\/|$)/, '') || '/';
  const found = patterns.find(({ fits }) => fits.test(place))?.pattern ?? place;
  const type = full && /\/(new|edit)$/.test(found) ? place.split('/')[2] : '';
  return `${found} ${type}?${[...new Set(url.searchParams.keys())].sort().join('&')}`;
}

/** Follows links of one person's pages: one address of each kind, and every form. */
async function crawl(client, most) {
  const seen = new Map();
  const forms = new Map();
  const queue = ['/en/work', '/en/records', '/en/find?q=Baku', '/en/account', '/en/audit', '/en/admin', '/en/records/complaint', '/en/records/complaint?received_on=2019&district=BA&number=C&sort=number&columns=number,district&page=1',
    '/en/audit?actor=a&action=read&type=complaint&record=x&from=2026-01&until=2026-12',
    '/en/records/person', '/en/records/complaint/new', '/en/records/complaint/import', '/en/search?q=Baku', '/en/countries?q=a&year=2019&level=minimal_advancement',
    '/en/compare?one=AZ&one_year=2018&two=AZ&two_year=2019', '/en/countries/AZ/2019?basis=computed', '/en/countries/AZ/figures/labor_inspectors?of=2018'];
  while (queue.length && seen.size < most) {
    const path = queue.shift();
    const kind = kindOf(path);
    // What has no other parameters than an address that was looked at already brings nothing new.
    const [place, names] = kind.split('?');
    const less = [...seen.keys()].some((other) => other.startsWith(`${place}?`)
      && names.split('&').filter(Boolean).every((n) => other.split('?')[1].split('&').includes(n)));
    if (seen.has(kind) || (less && names) || /\/sign-out|\/static\/|\/download\/|\/file$/.test(path)) continue;
    const answer = await client.ask('GET', path);
    seen.set(kind, path);
    if (answer.status === 303) queue.unshift(new URL(answer.headers.get('location'), address + path).pathname);
    if (answer.status !== 200 || !/html/.test(answer.headers.get('content-type'))) {
      if (answer.status >= 400) seen.delete(kind);
      continue;
    }
    const html = await answer.text();
    for (const [, href] of html.matchAll(/\shref="([^"#]*)/g)) {
      const url = new URL(href.replaceAll('&amp;', '&'), address + path);
      if (url.origin === address && /^\/en(\/|$)/.test(url.pathname)) queue.push(url.pathname + url.search);
    }
    for (const form of formsOf(html)) {
      const action = new URL(form.action || path, address + path);
      const to = action.pathname + action.search;
      const names = [...new Set(form.fields.map((f) => f.name))].sort().join('&');
      if (/sign-out/.test(to) || form.multipart) continue;
      if (form.method === 'get') queue.push(`${action.pathname}?${new URLSearchParams(valuesOf(form))}`);
      else forms.set(`${kindOf(to)} ${names}`, { to, form });
    }
  }
  return { pages: [...seen.values()], forms: [...forms.values()] };
}

// --- sqlmap: a request with a star behind everything that may be tried ---

const starred = (values, chosen) => Object.entries(values).map(([name, value]) =>
  `${encodeURIComponent(name)}=${encodeURIComponent(value || '1')}${name !== 'form_token' && (!chosen || chosen.has(name)) ? '*' : ''}`).join('&');

/** The names of a form's fields that are tried: quick, one of each kind of input. */
function chosenOf(form) {
  const kinds = new Map();
  for (const f of form.fields) {
    const part = f.name.split('.').pop();
    const kind = part === f.name ? f.type : part;
    if (f.name !== 'form_token' && !kinds.has(full ? f.name : kind)) kinds.set(full ? f.name : kind, f.name);
  }
  return new Set(kinds.values());
}

/** Names of a query that stand for all of it: of column.number, column.district … one. At most six. */
const firstOfEach = (names) => new Set([...new Map(names.map((n) => [n.split('.')[0], n])).values()].slice(0, 6));

/** What a scanner that sends forms would end its own session by, and what is hashed before it reaches a
 * query (a third of a second each, and then delays). */
const left = (to) => /\/account\/(password|codes|sessions)$|\/sign-in/.test(to);

function requestFile(name, client, method, path, body, type, more = []) {
  const url = new URL(path, address);
  const parts = url.pathname.split('/').map((p) => (/^[0-9a-z]{26}$/.test(p) || /^\d{4}$/.test(p) ? `${p}*` : p)).join('/');
  const names = [...url.searchParams.keys()];
  const query = url.search ? `?${starred(Object.fromEntries(url.searchParams), full ? null : firstOfEach(names))}` : '';
  if (!`${parts}${query}${body ?? ''}`.includes('*')) return null;
  const lines = [`${method} ${parts}${query} HTTP/1.1`, `Host: ${address.slice(7)}`,
    `Cookie: ${client.cookie()}`, ...more];
  if (method !== 'GET') lines.push(`Origin: ${address}`, `Content-Type: ${type}`);
  const file = `${folder}/${name}.txt`;
  writeFileSync(file, `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
  return file;
}

async function sqlmap(file) {
  const { text, ended } = await run('sqlmap', ['-r', file, '--batch', '--level', full ? '5' : '2', '--risk', full ? '2' : '1',
    '--technique', full ? 'BEUST' : 'BEU', '--dbms', 'sqlite', '--ignore-redirects', '--ignore-code', '*', '--flush-session', '--disable-coloring',
    '--output-dir', `${folder}/sqlmap`, '--skip-waf', '--threads', '1', '--ignore-stdin'], full ? 7200 : 240);
  writeFileSync(file.replace(/txt$/, 'log'), text);
  if (/is vulnerable|identified the following injection point/.test(text)) return 'found';
  if (/do not appear to be injectable/.test(text)) return 'clean';
  return ended ? 'not tried' : 'not finished';
}

// --- wapiti ---

/** Stands before the application for a scanner that follows every form: adds the session, keeps the
 * scanner from ending it, and turns links to pages of a kind that was linked to before into links to
 * the first one. Gives the address to scan. */
function guard(client) {
  const ending = /\/(sign-out|account\/(password|codes|sessions))$|\/state$/;
  const firsts = new Map();
  const first = (href, page) => {
    const url = new URL(href.replaceAll('&amp;', '&'), client.address + page);
    if (full || url.origin !== client.address || !/^\/en(\/|$)/.test(url.pathname)) return href;
    const kind = kindOf(url.pathname + url.search);
    if (!firsts.has(kind)) firsts.set(kind, url.pathname + url.search);
    return firsts.get(kind).replaceAll('&', '&amp;');
  };
  const counted = { requests: 0, statuses: {} };
  const server = http.createServer((request, response) => {
    if (request.method === 'POST' && ending.test(request.url)) {
      response.writeHead(404).end();
      return;
    }
    const headers = { ...request.headers, cookie: client.cookie() };
    delete headers['accept-encoding'];
    // What a browser would say of a page's own form.
    if (request.method !== 'GET' && !headers.origin) headers.origin = `http://${headers.host}`;
    const passed = http.request(client.address + request.url, { method: request.method, headers }, (answer) => {
      counted.requests++;
      counted.statuses[answer.statusCode] = (counted.statuses[answer.statusCode] ?? 0) + 1;
      const pairs = answer.rawHeaders.reduce((all, v, i, raw) => (i % 2 ? [...all, [raw[i - 1], v]] : all), []);
      if (!/html/.test(answer.headers['content-type'] ?? '')) {
        response.writeHead(answer.statusCode, pairs.flat());
        answer.pipe(response);
        return;
      }
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('end', () => {
        const html = Buffer.concat(parts).toString('latin1').replace(/(<a\b[^>]*\shref=")([^"#]*)/g, (all, before, href) => before + first(href, request.url))
          // Forms that are not let through answer alike whatever their token: checks.mjs tries those.
          .replace(/<form\b[^>]*\saction="([^"]*)"[\s\S]*?<\/form>/g, (form, action) => (ending.test(action) ? '' : form))
          .replaceAll('name="form_token"', 'name="csrf_token"'); // a name by which wapiti knows what it is, and tries others in its place
        response.writeHead(answer.statusCode, pairs.filter(([name]) => !/^content-length$/i.test(name)).flat());
        response.end(Buffer.from(html, 'latin1'));
      });
    });
    passed.on('error', () => response.destroy());
    request.on('data', (part) => passed.write(Buffer.from(part.toString('latin1').replace('csrf_token', 'form_token'), 'latin1')))
      .on('end', () => passed.end());
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () =>
    resolve({ at: `http://127.0.0.1:${server.address().port}`, counted, end: () => server.closeAllConnections() ?? server.close() })));
}

const modules = 'sql,blindsql,xss,permanentxss,crlf,exec,file,redirect,csrf,http_headers,cookieflags,csp,methods,shellshock';

/** What wapiti finds missing and is not to be there: browsers have dropped the first, and the second is for
 * who serves by TLS (`serve --behind-tls` or the proxy sets it; tests/unit/http_test.c). */
const noFinding = /X-XSS-Protection is not set|Strict-Transport-Security is not set/;

async function wapiti(name, client, start, chosen) {
  const door = await guard(client);
  const out = `${folder}/wapiti-${name}.json`;
  const seconds = full ? 600 : 90;
  const { text } = await run('wapiti', ['-u', `${door.at}/en/`, ...start.flatMap((path) => ['-s', door.at + path]), '--scope', 'folder', '-m', chosen, '-f', 'json', '-o', out, '--flush-session',
    '-d', full ? '4' : '3', '--max-links-per-page', full ? '30' : '10',
    '--max-files-per-dir', full ? '12' : '6', '--max-parameters', full ? '20' : '12', '-t', '6', '--max-scan-time', String(seconds), '--max-attack-time', String(seconds), '-v', '1', '--no-bugreport',
    '--store-session', `${folder}/wapiti`], 40 * seconds);
  door.end();
  writeFileSync(`${folder}/wapiti-${name}.log`, text);
  if (!existsSync(out)) return { pages: 0, findings: [`wapiti did not come to its end: .dev/security/wapiti-${name}.log`] };
  const report = JSON.parse(readFileSync(out, 'utf8'));
  const pages = Number(/Wapiti found (\d+) URLs/.exec(text)?.[1] ?? 0);
  const findings = [...Object.entries(report.vulnerabilities), ...Object.entries(report.anomalies ?? {})]
    .flatMap(([kind, all]) => all.map((f) => `${kind}: ${f.method} ${f.path} ${f.parameter ?? ''}: ${String(f.info).split('\n')[0]}`)).filter((f) => !noFinding.test(f));
  // Which parts of it came to their end: a part whose time ran out tried less than it would have.
  const cut = (text.match(/Max attack time was reached/g) ?? []).length;
  return { pages, findings, cut, ...door.counted };
}

// --- together ---

let bad = 0;
const fail = (line) => {
  bad++;
  console.log(`FAIL ${line}`);
};

/** The requests of one person that sqlmap tries; `tried` are kinds that somebody's held already. */
async function requestsOf(name, client, tried) {
  const { pages, forms } = await crawl(client, full ? 400 : 120);
  const files = [];
  const add = (...request) => files.push(requestFile(`r${requests++}`, client, ...request));
  for (const path of pages) {
    if (tried.has(kindOf(path))) continue;
    tried.add(kindOf(path));
    add('GET', path);
    const api = path.replace(/^\/en\//, '/api/v1/');
    // The same function makes a page and its JSON: quick, those of records are enough.
    if ((full || /\/records\/complaint(\?|$)/.test(path)) && (await client.ask('GET', api)).status === 200) add('GET', api);
  }
  for (const { to, form } of forms) {
    const kind = `POST ${kindOf(to)} ${full ? [...new Set(form.fields.map((f) => f.name))].sort().join() : ''}`;
    if (tried.has(kind) || (!full && left(to))) continue;
    tried.add(kind);
    add('POST', to, starred(valuesOf(form), chosenOf(form)), 'application/x-www-form-urlencoded');
  }
  const me = await (await client.ask('GET', '/api/v1/me')).json();
  const values = { number: 'SCAN-1*', received_on: '2026-01-02*', district: 'BA*', allegation: 'wages*', sector: 'retail*' };
  if (name === 'a.mammadova')
    add('POST', '/api/v1/records/complaint', JSON.stringify({ values, reason: 'scan*' }), 'application/json', [`Himaya-Form-Token: ${me.form_token}`]);
  return { pages, forms, files: files.filter(Boolean) };
}
let requests = 0;

async function trySqlmap() {
  const tried = new Set();
  const verdicts = { clean: 0, found: 0, 'not tried': 0, 'not finished': 0 };
  for (const name of roles) {
    const client = await example.client(name);
    const { pages, forms, files } = await requestsOf(name, client, tried);
    console.log(`sqlmap, as ${name}: ${pages.length} kinds of pages, ${forms.length} of forms, ${files.length} requests to try`);
    for (const file of files) {
      const verdict = await sqlmap(file);
      verdicts[verdict]++;
      if (verdict !== 'clean') fail(`sqlmap, as ${name}: ${verdict}: ${readFileSync(file, 'utf8').split('\r\n')[0]} (${file.replace(/txt$/, 'log')})`);
      if (!example.alive()) throw new Error('the server ended');
      if ((await client.ask('GET', '/en/work')).status !== 200) throw new Error(`${name} was signed out by ${file}: what comes later is not tried`);
    }
  }
  console.log(`sqlmap: ${Object.entries(verdicts).map(([v, n]) => `${n} ${v}`).join(', ')}`);
}

const starts = ['/en/work', '/en/records', '/en/records/complaint', '/en/records/complaint/new', '/en/find?q=Baku', '/en/account', '/en/audit', '/en/admin', '/en/records/person'];

async function tryWapiti() {
  for (const name of roles) {
    const client = await beside.client(name);
    const { pages, findings, cut, requests: sent, statuses } = await wapiti(name, client, starts, modules);
    for (const finding of findings) fail(`wapiti, as ${name}: ${finding}`);
    console.log(`wapiti, as ${name}: ${pages} addresses, ${sent} requests (${Object.entries(statuses).map(([s, n]) => `${n} x ${s}`).join(', ')}), ${findings.length} findings, ${cut} of ${modules.split(',').length} parts cut short by time`);
    if (!beside.alive()) throw new Error('the server ended');
    if ((await client.ask('GET', '/en/work')).status !== 200) fail(`${name} was signed out meanwhile: what came later was not tried`);
  }
}

if (control) {
  const client = await example.client('a.mammadova');
  const page = await client.page('/en/planted?q=Baku');
  if (page.status !== 200) fail(`the planted page answers ${page.status}`);
  const file = requestFile('planted', client, 'GET', '/en/planted?q=Baku');
  const verdict = await sqlmap(file);
  if (verdict !== 'found') fail(`sqlmap did not find the planted injection (${verdict})`);
  const { findings } = await wapiti('planted', client, ['/en/planted?q=Baku'], 'sql,blindsql,xss');
  const kinds = findings.map((f) => f.split(':')[0]);
  if (!kinds.some((k) => /SQL/.test(k))) fail('wapiti did not find the planted injection');
  if (!kinds.some((k) => /Cross Site Scripting/.test(k))) fail('wapiti did not find the planted script');
  console.log(`control: sqlmap ${verdict}; wapiti ${kinds.join(', ')}`);
} else {
  await Promise.all([only !== 'wapiti' && trySqlmap(), only !== 'sqlmap' && tryWapiti()]);
  await beside.end();
}
await example.end();
console.log(`${bad ? 0 : 1} passed, ${bad} failed`);
process.exitCode = bad ? 1 : 0;

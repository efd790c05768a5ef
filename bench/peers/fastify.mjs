// A minimal list, record and create on Fastify and better-sqlite3: no sign-in, no rights, no history.
// usage: fastify.mjs DATABASE PORT SYNCHRONOUS LIST_BYTES RECORD_BYTES       serves, with two workers
//        fastify.mjs DATABASE load FOLDER                                    fills it from data.mjs' files
// Pages are padded to the sizes given, those of the pages they are measured beside.
import cluster from 'node:cluster';
import { createReadStream, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import Fastify from 'fastify';

const [file, port, synchronous, listBytes, recordBytes] = process.argv.slice(2);

const tables = {
  employer: ['tax_id', 'name', 'legal_form', 'industry', 'district'],
  complaint: ['number', 'received_on', 'channel', 'employer', 'district', 'sector', 'allegation',
    'anonymous', 'office', 'assigned_to'],
  violation: ['number', 'found_on', 'kind', 'employer', 'complaint', 'district', 'office', 'assigned_to'],
};

async function load(folder) {
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  for (const [name, columns] of Object.entries(tables)) {
    db.exec(`CREATE TABLE ${name} (id INTEGER PRIMARY KEY, ${columns.join(' TEXT, ')} TEXT)`);
    const insert = db.prepare(
      `INSERT INTO ${name} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`);
    let first = true;
    db.exec('BEGIN');
    for await (const line of createInterface({ input: createReadStream(`${folder}/${name}.csv`) })) {
      if (!first) insert.run(line.split(','));
      first = false;
    }
    db.exec('COMMIT');
  }
  db.exec(`CREATE UNIQUE INDEX employer_key ON employer (tax_id);
    CREATE UNIQUE INDEX complaint_key ON complaint (number);
    CREATE INDEX complaint_order ON complaint (received_on DESC, id);
    CREATE INDEX complaint_office ON complaint (office, received_on DESC, id);
    CREATE INDEX violation_complaint ON violation (complaint, found_on DESC);
    ANALYZE`);
  db.close();
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text) => (/[&<>"]/.test(text ?? '') ? text.replace(/[&<>"]/g, (c) => escapes[c]) : text ?? '');
const padded = (html, bytes) => {
  const missing = Number(bytes) - Buffer.byteLength(html);
  return missing > 7 ? `${html}<!--${' '.repeat(missing - 7)}-->` : html;
};
const frame = (title, main) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>`
  + `</head><body><header>Records</header><main><h1>${title}</h1>${main}</main></body></html>`;

function serve() {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${synchronous}`);
  db.pragma('busy_timeout = 5000');
  const columns = `c.id, c.number, c.received_on, e.name AS employer, c.district, c.allegation, c.assigned_to
    FROM complaint c LEFT JOIN employer e ON e.tax_id = c.employer`;
  const listOfOffice = db.prepare(`SELECT ${columns} WHERE c.office = ? ORDER BY c.received_on DESC, c.id LIMIT 50 OFFSET ?`);
  const listOfAll = db.prepare(`SELECT ${columns} ORDER BY c.received_on DESC, c.id LIMIT 50 OFFSET ?`);
  const countOfOffice = db.prepare('SELECT count(*) FROM complaint WHERE office = ?').pluck();
  const countOfAll = db.prepare('SELECT count(*) FROM complaint').pluck();
  const record = db.prepare(`SELECT c.*, e.name AS employer_name FROM complaint c
    LEFT JOIN employer e ON e.tax_id = c.employer WHERE c.number = ?`);
  const related = db.prepare('SELECT * FROM violation WHERE complaint = ? ORDER BY found_on DESC');
  const insert = db.prepare(`INSERT INTO complaint (number, received_on, channel, employer, district, allegation, office)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const app = Fastify({ logger: false });
  const html = (reply, body) => reply.type('text/html; charset=utf-8').send(body);
  const row = (r) => `<tr><td><a href="/record/${escaped(r.number)}">${escaped(r.number)}</a></td>`
    + `<td>${escaped(r.received_on)}</td><td>${escaped(r.employer)}</td><td>${escaped(r.district)}</td>`
    + `<td>${escaped(r.allegation)}</td><td>${escaped(r.assigned_to)}</td></tr>`;

  app.get('/list', (request, reply) => {
    const { office, page = '1' } = request.query;
    const skip = (Number(page) - 1) * 50;
    const rows = office ? listOfOffice.all(office, skip) : listOfAll.all(skip);
    const total = office ? countOfOffice.get(office) : countOfAll.get();
    html(reply, padded(frame('Complaints', `<p>${total} in all</p><table>${rows.map(row).join('')}</table>`), listBytes));
  });
  app.get('/record/:number', (request, reply) => {
    const r = record.get(request.params.number);
    if (!r) return reply.code(404).send('not found');
    const facts = Object.entries(r).map(([k, v]) => `<dt>${k}</dt><dd>${escaped(String(v ?? ''))}</dd>`).join('');
    const rows = related.all(r.number).map((v) => `<tr><td>${escaped(v.number)}</td><td>${escaped(v.found_on)}</td>`
      + `<td>${escaped(v.kind)}</td><td>${escaped(v.employer)}</td></tr>`).join('');
    html(reply, padded(frame(r.number, `<dl>${facts}</dl><table>${rows}</table>`), recordBytes));
  });
  app.post('/create', {
    schema: {
      body: {
        type: 'object', required: ['number', 'received_on'],
        properties: {
          number: { type: 'string' }, received_on: { type: 'string', format: 'date' }, channel: { type: 'string' },
          employer: { type: 'string' }, district: { type: 'string' }, allegation: { type: 'string' }, office: { type: 'string' },
        },
      },
    },
  }, (request, reply) => {
    const b = request.body;
    const made = insert.run(b.number, b.received_on, b.channel ?? null, b.employer ?? null, b.district ?? null,
      b.allegation ?? null, b.office ?? null);
    reply.code(201).send({ id: made.lastInsertRowid, ...b });
  });
  app.listen({ port: Number(port), host: '127.0.0.1' });
}

if (port === 'load') await load(synchronous);
else if (cluster.isPrimary) {
  // A worker that dies (a locked database, a connection cut while it is handed over) is told, and replaced.
  const fork = () => cluster.fork().on('error', (error) => console.error(`Fastify: ${error.message}`));
  cluster.on('exit', (worker, code, signal) => {
    console.error(`Fastify: a worker ended (${signal ?? code}); another is started`);
    fork();
  });
  for (let i = 0; i < 2; i++) fork();
}
else serve();

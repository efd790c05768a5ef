// A store with one member of the staff for each role, and records of every type that stand to each of them
// in every way: own, assigned, of the office, of the district, opened in an emergency, and not at all.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstCode } from './declaration.mjs';

const DISTRICT = 'BA';
const ELSEWHERE = 'GA';

export class Country {
  constructor(himaya, project, types, roles) {
    Object.assign(this, { himaya, project, types, roles });
    this.room = mkdtempSync(join(tmpdir(), 'himaya-matrix-'));
    this.store = join(this.room, 'store.db');
    this.number = 0;
    this.standings = new Map();
  }

  run(args, env = {}) {
    return execFileSync(this.himaya, ['--store', this.store, ...args],
      { cwd: this.room, env: { ...process.env, LC_ALL: 'C', ...env }, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  }

  sql(text) {
    const out = execFileSync('sqlite3', ['-json', this.store, text], { maxBuffer: 1 << 28 }).toString().trim();
    return out ? JSON.parse(out) : [];
  }

  /** Where people are safe cannot be brought in by anybody, and not everybody may make records of their own:
   * for making the store alone, rules are added. */
  #permissive() {
    const folder = join(this.room, 'permissive/model');
    const text = readFileSync(join(this.project, 'model/permissions.yaml'), 'utf8');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'permissions.yaml'), text.replace('\nrules:\n', `\nrules:
  - {role: operator, on: [person, webhook, hold], in: all, may: [know, create, import], writes: [F1, F3, F4, F6]}
  - {role: everyone, on: [cases, person, employer, inspector, office, user, published, contract, notification, hit], in: all, may: [know, create, import], writes: [F1, F2, F3, F4, F5]}\n`));
    return { HIMAYA_RESOURCES: join(this.room, 'permissive') };
  }

  /** With a role: as its person, so that the records are their own. */
  import(type, rows, role) {
    const columns = [...new Set(rows.flatMap((r) => Object.keys(r)))];
    const file = join(this.room, `${type}.csv`);
    writeFileSync(file, [columns, ...rows.map((r) => columns.map((c) => r[c] ?? ''))]
      .map((line) => line.map((v) => `"${String(v).replaceAll('"', '""')}"`).join(',')).join('\n') + '\n');
    try {
      this.run(['import', 'records', type, file], { ...this.permissive, ...(role && { HIMAYA_TOKEN: this.tokens[role] }) });
    } catch (error) {
      throw new Error(`${type}: ${error.stderr}${error.stdout} ${error.status ?? error.signal}`);
    }
  }

  /** A row with every field filled in, apart from those given; text is a word found nowhere else. */
  row(type, given = {}) {
    const n = ++this.number;
    const row = { ...given };
    for (const f of this.types[type].fields) {
      if (f.byProgram || f.secret || f.name in row || f.kind === 'blob') continue;
      if (f.kind === 'text') row[f.name] = f.list ? '' : `zq${type.replaceAll('_', '')}n${n}${f.name.replaceAll('_', '')}`;
      if (f.kind === 'code') row[f.name] = f.list === 'districts' ? ELSEWHERE : f.list === 'currencies' ? 'AZN' : firstCode(this.project, f.list);
      if (f.kind === 'boolean') row[f.name] = 'yes';
      if (f.kind === 'date') row[f.name] = '2020-01-01';
      if (f.kind === 'time') row[f.name] = '2020-01-01T00:00:00Z';
      if (f.kind === 'integer') row[f.name] = f.name.includes('year') ? 2020 : f.name === 'position' || f.name === 'number' ? n : 5;
      if (f.kind === 'number') row[f.name] = 1.5;
      if (f.kind === 'money') row[f.name] = '100.00';
      if (f.kind === 'ref') row[f.name] = this.anyOf(f.to);
    }
    return row;
  }

  /** A record that a reference may lead to without bringing anybody nearer. */
  anyOf(type) {
    if (type === 'office') return 'THERE';
    if (type === 'agency') return 'MOIA';
    if (type === 'user') return 'stranger';
    return this.some[type] ?? '';
  }

  #people() {
    this.import('office', [{ code: 'HERE', name: 'Here', agency: 'SLIS', district: DISTRICT },
      { code: 'THERE', name: 'There', agency: 'MOIA', district: ELSEWHERE }]);
    const user = (name, agency, office) => ({ name, full_name: `Staff ${name}`, agency, office, state: 'active' });
    this.import('user', [user('stranger', 'MOIA', 'THERE'), ...this.roles.map((r) => user(`r-${r}`.replaceAll('_', '-'), 'SLIS', 'HERE'))]);
    this.tokens = {};
    for (const role of this.roles) {
      const name = `r-${role}`.replaceAll('_', '-');
      this.run(['user', 'role', name, role]);
      this.tokens[role] = this.run(['token', 'add', name, '--for', 'matrix', '--write']).trim().split('\n').at(-1);
    }
    this.users = Object.fromEntries(this.sql('SELECT id, name, agency, office FROM user').map((u) => [u.name, u]));
  }

  userOf(role) {
    return this.users[`r-${role}`.replaceAll('_', '-')];
  }

  /** Rows of a type with scopes: four that are the same for all, and some for each role. The ways a record
   * stands are made by its own fields, or by those of the record that a path goes through. */
  #standings(type) {
    const scopes = this.types[type].scopes;
    const rows = [];
    const add = (ways, role) => {
      const given = {};
      for (const way of ways)
        for (const path of (scopes[way] ?? []).slice(0, 1)) {
          const [first, second] = path.split('.');
          if (second) given[first] = this.through[`${first} ${way} ${way === 'assigned' ? role : ''}`];
          else if (way === 'assigned') given[first] = `r-${role}`.replaceAll('_', '-');
          else if (way === 'office') given[first] = this.types[type].fields.find((f) => f.name === first).to === 'agency' ? 'SLIS' : 'HERE';
          else if (way === 'district') given[first] = DISTRICT;
          else if (way === 'own' && this.types[type].fields.find((f) => f.name === first).to === 'employer') given[first] = this.employers[role];
        }
      const unassigned = scopes.assigned?.[0] && !scopes.assigned[0].includes('.') && !ways.includes('assigned') && !ways.includes('taken');
      if (unassigned) given[scopes.assigned[0]] = '';
      const row = this.row(type, given);
      rows.push({ row, ways, role });
    };
    for (const ways of [['office'], ['office', 'taken'], ['district'], ['elsewhere'], ['elsewhere', 'taken']]) add(ways);
    for (const role of this.roles)
      for (const ways of [['own'], ['own', 'taken'], ['assigned'], ['emergency'], ['own', 'office'], ['assigned', 'office'], ['emergency', 'office']])
        if (ways.every((w) => w === 'emergency' || w === 'taken' || scopes[w])) add(ways, role);
    return rows;
  }

  #scoped(type) {
    const rows = this.#standings(type);
    const key = this.types[type].keys[0].at(-1);
    this.import(type, rows.filter((r) => !r.ways.includes('own')).map((r) => r.row));
    for (const role of this.roles) {
      const own = rows.filter((r) => r.ways.includes('own') && r.role === role).map((r) => r.row);
      if (own.length) this.import(type, own, role);
    }
    const ids = Object.fromEntries(this.sql(`SELECT id, "${key}" AS k FROM "${type}"`).map((r) => [r.k, r.id]));
    this.some[type] = rows.find((r) => r.ways[0] === 'elsewhere').row[key];
    const changes = [];
    for (const { row, ways, role } of rows) {
      const id = ids[row[key]];
      if (ways.includes('emergency')) changes.push(this.#emergency(type, id, role));
      this.through[`${type} ${ways[0]} ${role ?? ''}`] ??= row[key];
    }
    this.sql(changes.join('\n'));
  }

  /** As if the person had opened it an hour ago, whether the role may or not. */
  #emergency(type, id, role) {
    const now = Date.now();
    const time = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
    const own = (++this.number).toString().padStart(26, 'e');
    return `INSERT INTO emergency_access (id, version, user, record_type, record, reason, begun_at, ends_at)
      VALUES ('${own}', 1, '${this.userOf(role).id}', '${type}', '${id}', 'zq a test of rules', '${time(now - 36e5)}', '${time(now + 36e6)}');`;
  }

  /** Sessions as after a whole sign-in, written into the store. */
  #sessions() {
    const time = (ms) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
    this.cookies = {};
    for (const role of this.roles) {
      const token = randomBytes(32).toString('base64url');
      const hash = createHash('sha256').update(token).digest('hex');
      this.cookies[role] = `__Host-himaya=${token}`;
      this.sql(`INSERT INTO sign_in (id, version, token_hash, user, begun_at, seen_at, ends_at, proved)
        VALUES ('${(++this.number).toString().padStart(26, 's')}', 1, '${hash}', '${this.userOf(role).id}',
          '${time(Date.now())}', '${time(Date.now() + 6e5)}', '${time(Date.now() + 36e6)}', 1);`);
    }
  }

  make() {
    this.permissive = this.#permissive();
    this.some = {};
    this.through = {};
    this.run(['init', '--pack', 'az']);
    this.#people();
    const first = ['profile', 'questionnaire', 'document', 'good', 'figure', 'reference', 'entry', 'passage', 'suggested_action',
      'remark', 'answer', 'record_keeping', 'training', 'webhook', 'hold'];
    for (const type of first) {
      const row = this.row(type);
      if (type === 'webhook') Object.assign(row, { address: 'https://example.invalid/hook', types: 'referral' });
      this.import(type, [row]);
      const key = this.types[type].keys[0].map((k) => row[k]).join('/');
      this.some[type] = key;
    }
    this.#scoped('employer');
    this.#bind();
    for (const type of ['inspector', 'person', 'complaint', 'inspection', 'violation', 'penalty', 'criminal_case', 'referral', 'contract', 'notification', 'hit'])
      this.#scoped(type);
    this.sql(this.roles.map((r, i) => `UPDATE import_run SET imported_by = '${this.userOf(r).id}' WHERE number = '${i + 1}';`).join('\n'));
    this.#sessions();
    this.#read();
  }

  /** Everybody acts for an employer: the first that they recorded. */
  #bind() {
    this.employers = {};
    const rows = this.sql('SELECT e.id AS id, e.tax_id AS tax_id, c.actor AS actor FROM employer e JOIN store_audit c ON c.record = e.id ORDER BY c.number');
    for (const role of this.roles) {
      const own = rows.find((r) => r.actor === this.userOf(role).name);
      this.employers[role] = own.tax_id;
      this.userOf(role).employer = own.id;
      this.userOf(role).tax_id = own.tax_id;
      this.sql(`UPDATE user SET employer = '${own.id}' WHERE name = '${this.userOf(role).name}'`);
    }
  }

  /** What the store holds, read behind the program's back: {type: [{id, version, values, filled}]}. */
  #read() {
    this.records = {};
    for (const [name, type] of Object.entries(this.types)) {
      if (type.internal) continue;
      const open = type.fields.filter((f) => !f.sealed && f.kind !== 'blob');
      const columns = [...open.map((f) => `"${f.name}"`), ...type.fields.map((f) => `"${f.name}" IS NOT NULL AS "has ${f.name}"`)];
      this.records[name] = this.sql(`SELECT id AS "the id", version AS "the version", ${columns.join(', ')} FROM "${name}"`)
        .map((r) => ({ id: r['the id'], version: r['the version'], values: r, filled: new Set(type.fields.filter((f) => r[`has ${f.name}`]).map((f) => f.name)) }));
    }
    this.byId = Object.fromEntries(Object.entries(this.records).map(([t, rows]) => [t, new Map(rows.map((r) => [r.id, r]))]));
    this.emergencies = new Set(this.records.emergency_access.map((e) => `${e.values.user} ${e.values.record}`));
  }

  /** How a record stands to the person of a role; made from what the store holds. */
  standing(role, type, record) {
    const key = `${role} ${record.id}`;
    if (!this.standings.has(key)) this.standings.set(key, this.#standing(role, type, record));
    return this.standings.get(key);
  }

  #standing(role, type, record) {
    const user = this.userOf(role);
    const part = { user: user.id, office: user.office, agency: user.agency, employer: user.employer };
    const scopes = new Set();
    for (const [scope, paths] of Object.entries(this.types[type].scopes))
      for (const path of paths) {
        let at = record;
        let of = this.types[type];
        let field;
        for (const name of path.split('.')) {
          if (field) {
            at = this.byId[field.to].get(at.values[field.name]);
            of = this.types[field.to];
          }
          field = of.fields.find((f) => f.name === name);
          if (!at) break;
        }
        const mine = field.kind === 'code' ? DISTRICT : field.name === 'tax_id' ? user.tax_id : part[field.to];
        if (at && at.values[field.name] && at.values[field.name] === mine) scopes.add(scope);
      }
    if (this.emergencies.has(`${user.id} ${record.id}`)) scopes.add('emergency');
    return { scopes, holds: (condition) => holds(condition, record) };
  }
}

/** The conditions that the declaration uses: FIELD is null, FIELD is not null. */
export function holds(condition, record) {
  const [, field, not] = /^(\w+) is( not)? null$/.exec(condition) ?? [];
  if (!field) throw new Error(`the matrix cannot judge "${condition}"`);
  return (record.values[field] === null || record.values[field] === undefined) !== Boolean(not);
}

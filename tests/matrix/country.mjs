// A store with one member of the staff for each role, and records of every type that stand to each of them
// in every way: own, assigned, of the office, of the district, opened in an emergency, hidden from them,
// and not at all. They are brought in without being judged by the steps and rules of casework: the matrix asks
// what people may, and not what the law allows.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstCode } from './declaration.mjs';

const DISTRICT = 'BA';
const ELSEWHERE = 'GA';

export class Country {
  constructor(himaya, project, types, roles, permissions) {
    Object.assign(this, { himaya, project, types, roles, permissions });
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
   * for making the store alone, rules are added, and types are without the steps and rules of casework, which
   * only the operator's imports are free of anyway. */
  #permissive() {
    const folder = join(this.room, 'permissive/model');
    const text = readFileSync(join(this.project, 'model/permissions.yaml'), 'utf8');
    mkdirSync(join(folder, 'types'), { recursive: true });
    writeFileSync(join(folder, 'permissions.yaml'), text.replace('\nrules:\n', `
rules:
  - {role: operator, on: [person, webhook, hold], in: all, may: [know, create, import], writes: [F1, F3, F4, F6]}
  - {role: everyone, on: [cases, person, employer, office, user, published, contract, notification], in: all, may: [know, create, import], writes: [F1, F2, F3, F4, F5]}\n`));
    for (const name of readdirSync(join(this.project, 'model/types'))) {
      const type = readFileSync(join(this.project, 'model/types', name), 'utf8');
      writeFileSync(join(folder, 'types', name), type.replace(/^(steps|rules):\n(?:[ #].*\n)*/gm, ''));
    }
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
    const isKey = (f) => this.types[type].keys[0].includes(f.name);
    for (const f of this.types[type].fields) {
      if (f.byProgram || f.secret || f.name in row || f.kind === 'blob') continue;
      if (f.kind === 'text') row[f.name] = f.list ? '' : `zq${type.replaceAll('_', '')}n${n}${f.name.replaceAll('_', '')}`;
      if (f.kind === 'code') row[f.name] = f.list === 'districts' ? ELSEWHERE : f.list === 'currencies' ? 'AZN' : firstCode(this.project, f.list);
      if (f.kind === 'boolean') row[f.name] = 'yes';
      if (f.kind === 'date') row[f.name] = isKey(f) ? new Date(Date.UTC(2019, 0, 1 + n % 365)).toISOString().slice(0, 10) : '2020-01-01';
      if (f.kind === 'time') row[f.name] = '2020-01-01T00:00:00Z';
      if (f.kind === 'integer') row[f.name] = f.name === 'year' && isKey(f) ? 2010 + n % 90 : f.name.includes('year') ? 2020 : f.name === 'position' || f.name === 'number' ? n : 5;
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
      const name = this.userName(role);
      this.run(['user', 'role', name, role]);
      this.tokens[role] = this.run(['token', 'add', name, '--for', 'matrix', '--write']).trim().split('\n').at(-1);
    }
    this.users = Object.fromEntries(this.sql('SELECT id, name, agency, office FROM user').map((u) => [u.name, u]));
  }

  userOf(role) {
    return this.users[this.userName(role)];
  }

  userName(role) {
    return `r-${role}`.replaceAll('_', '-');
  }

  /** What makes a record of the type stand in that way: the field that the nth path begins with, and its value. */
  #near(type, way, role, nth) {
    const paths = this.types[type].scopes[way] ?? [];
    if (!paths.length) return {};
    const [name, ...more] = (paths[nth] ?? paths[0]).split('.');
    const { to, byProgram } = this.types[type].fields.find((f) => f.name === name);
    const whose = ['own', 'assigned'].includes(way) ? role : '';
    if (more.length) return { [name]: this.through[`${to} ${way} ${whose} ${nth}`] ?? this.through[`${to} ${way} ${whose} 0`] };
    if (byProgram) return {};
    if (way === 'district') return { [name]: DISTRICT };
    if (way === 'office') return { [name]: to === 'agency' ? 'SLIS' : 'HERE' };
    if (to === 'user') return { [name]: this.userName(role) };
    return to === 'employer' ? { [name]: this.employers[role] } : {};
  }

  /** What hides a record from the person, by one of the paths of `hidden_from`. */
  #far(path, role) {
    const [name, ...more] = path.split('.');
    if (more.length) return { [name]: this.through[`${name} hidden ${more.at(-1)} ${role}`] };
    return { [name]: name === 'employer' ? this.disputed : name.endsWith('office') ? 'HERE' : this.userName(role) };
  }

  /** Rows of a type with scopes: some that are the same for all, and some for each role. The ways a record
   * stands are made by its own fields, or by those of the record that a path goes through. */
  #standings(type) {
    const { scopes, hiddenFrom, fields } = this.types[type];
    const rows = [];
    const direct = scopes.assigned?.[0] && !scopes.assigned[0].includes('.') ? scopes.assigned[0] : '';
    const add = (ways, role, { nth = 0, hidden = '' } = {}) => {
      const given = Object.assign({}, ...ways.map((way) => this.#near(type, way, role, nth)), hidden && this.#far(hidden, role));
      if (direct && !ways.includes('taken')) given[direct] ??= '';
      rows.push({ row: this.row(type, given), ways, role, nth, hidden });
    };
    const taken = direct && this.permissions.rules.some((rule) => rule.while && rule.on.includes(type));
    const possible = (ways) => ways.every((w) => (w === 'taken' ? taken : w === 'emergency' || w === 'elsewhere' || scopes[w]));
    for (const ways of [['office'], ['office', 'taken'], ['district'], ['elsewhere'], ['elsewhere', 'taken']].filter(possible)) {
      for (const nth of (scopes[ways[0]] ?? ['']).keys()) add(ways, undefined, { nth });
    }
    for (const role of this.roles)
      for (const ways of [['own'], ['own', 'taken'], ['assigned'], ['emergency'], ['own', 'office'], ['assigned', 'office'], ['emergency', 'office']].filter(possible))
        for (const nth of (ways.length > 1 ? [''] : scopes[ways[0]] ?? ['']).keys()) add(ways, role, { nth });
    for (const hidden of hiddenFrom) {
      if (!hidden.endsWith('official')) add(possible(['office']) ? ['office'] : ['district'], '', { hidden });
      else for (const role of hidden.includes('.') ? ['inspector', 'coordinator'] : this.roles) add(['own', 'office'].filter((w) => scopes[w]), role, { hidden });
    }
    return rows.filter(({ row }) => fields.every((f) => !f.required || f.byProgram || row[f.name] !== ''));
  }

  /** Who recorded a record is written behind the program's back where that goes unseen, which is quicker; a
   * record with sealed fields would not be opened any more, so its people bring it in themselves. */
  #scoped(type) {
    const { scopes, keys, fields } = this.types[type];
    const seen = new Set();
    const key = (row) => keys[0].map((k) => row[k] ?? '').join('/');
    const all = this.#standings(type).filter(({ row }) => !seen.has(key(row)) && seen.add(key(row)));
    const by = fields.find((f) => f.byProgram && f.to === 'user' && scopes.own?.includes(f.name));
    const sealed = by && fields.some((f) => f.sealed);
    const recorder = (r) => (sealed && r.ways.includes('own') && !r.nth ? r.role : undefined);
    const rows = [undefined, ...this.roles].flatMap((role) => all.filter((r) => recorder(r) === role));
    for (const role of new Set(rows.map(recorder))) this.import(type, rows.filter((r) => recorder(r) === role).map((r) => r.row), role);
    const ids = this.sql(`SELECT e.id AS id FROM "${type}" e JOIN store_audit c ON c.record = e.id GROUP BY e.id ORDER BY MIN(c.number)`).slice(-rows.length);
    const changes = [];
    for (const [i, { row, ways, role, nth, hidden }] of rows.entries()) {
      if (ways.includes('own') && by && !nth && !sealed) changes.push(`UPDATE "${type}" SET "${by.name}" = '${this.userOf(role).id}' WHERE id = '${ids[i].id}';`);
      if (ways.includes('emergency')) changes.push(this.#emergency(type, ids[i].id, role));
      this.through[hidden ? `${type} hidden ${hidden.split('.').at(-1)} ${role}` : `${type} ${ways[0]} ${role ?? ''} ${nth}`] ??= key(row);
    }
    this.some[type] = key(rows.find((r) => r.ways[0] === 'elsewhere').row);
    this.sql(changes.join('\n'));
    return rows;
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
      'remark', 'answer', 'record_keeping', 'training', 'webhook', 'hold', 'labor_force'];
    for (const type of first) {
      const row = this.row(type);
      if (type === 'webhook') Object.assign(row, { address: 'https://example.invalid/hook', types: 'referral' });
      this.import(type, [row]);
      const key = this.types[type].keys[0].map((k) => row[k]).join('/');
      this.some[type] = key;
    }
    this.#bind(this.#scoped('employer'));
    const scoped = ['inspector', 'person', 'complaint', 'inspection_plan', 'planned_inspection', 'inspection', 'checklist_answer',
      'information_request', 'finding', 'violation', 'court_referral', 'penalty', 'appeal', 'payment', 'criminal_case', 'referral',
      'contract', 'notification', 'hit', 'training_participation', 'conflict_of_interest'];
    for (const type of scoped) this.#scoped(type);
    this.import('conflict_of_interest', this.roles.map((r) =>
      this.row('conflict_of_interest', { person: this.userName(r), employer: this.disputed, ended_on: '' })));
    this.sql(this.roles.map((r, i) => `UPDATE import_run SET imported_by = '${this.userOf(r).id}' WHERE number = '${i + 1}';`).join('\n'));
    this.#sessions();
    this.#read();
  }

  /** Everybody acts for an employer, and has declared a conflict of interest with another. */
  #bind(rows) {
    this.employers = {};
    const ids = Object.fromEntries(this.sql('SELECT id, tax_id FROM employer').map((e) => [e.tax_id, e.id]));
    for (const role of this.roles) {
      const tax_id = rows.find((r) => r.ways.includes('own') && r.role === role).row.tax_id;
      this.employers[role] = tax_id;
      Object.assign(this.userOf(role), { employer: ids[tax_id], tax_id });
      this.sql(`UPDATE user SET employer = '${ids[tax_id]}' WHERE name = '${this.userName(role)}'`);
    }
    this.disputed = rows.find((r) => r.ways.includes('emergency')).row.tax_id;
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
    this.conflicts = new Set(this.records.conflict_of_interest.filter((c) => c.values.ended_on === null)
      .map((c) => `${c.values.person} ${c.values.employer}`));
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
        const { field, value } = this.#reach(type, record, path);
        const mine = field.kind === 'code' ? DISTRICT : field.name === 'tax_id' ? user.tax_id : part[field.to];
        if (value && value === mine) scopes.add(scope);
      }
    if (this.emergencies.has(`${user.id} ${record.id}`)) scopes.add('emergency');
    const hidden = this.types[type].hiddenFrom.some((path) => {
      const { field, value } = this.#reach(type, record, path);
      return value && (field.to === 'employer' ? this.conflicts.has(`${user.id} ${value}`) : value === part[field.to]);
    });
    return { scopes, hidden, holds: (condition) => holds(condition, record) };
  }

  /** The last field of a path from a record, and its value there. */
  #reach(type, record, path) {
    let at = record;
    let of = this.types[type];
    let field;
    for (const name of path.split('.')) {
      if (field) {
        at = at && this.byId[field.to].get(at.values[field.name]);
        of = this.types[field.to];
      }
      field = of.fields.find((f) => f.name === name);
    }
    return { field, value: at?.values[field.name] };
  }
}

/** The conditions that the declaration uses: FIELD is null, FIELD is not null. */
export function holds(condition, record) {
  const [, field, not] = /^(\w+) is( not)? null$/.exec(condition) ?? [];
  if (!field) throw new Error(`the matrix cannot judge "${condition}"`);
  return (record.values[field] === null || record.values[field] === undefined) !== Boolean(not);
}

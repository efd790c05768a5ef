// The channels of a running server and of the command line, each asked for what the declaration says; a
// difference is told by role, type, standing, field and channel.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { allows, guardOf, isKnown } from './declaration.mjs';

const run = promisify(execFile);
const NOBODY = '0'.repeat(26);

export class Channels {
  constructor(country, permissions, address) {
    Object.assign(this, { country, permissions, address });
    this.cells = {};
    this.wrong = [];
    this.env = {};
  }

  tell(channel, role, type, what, wanted, got) {
    this.cells[channel] = (this.cells[channel] ?? 0) + 1;
    if (wanted === got) return;
    this.wrong.push({ channel, role, type, what, wanted, got });
  }

  /** `web`: signed in on the pages, where roles that act by token only have nothing. */
  may(role, type, action, cls, record, web = false) {
    if (web && this.permissions.byToken.includes(role)) return false;
    return allows(this.permissions, role, type, action, cls, this.country.standing(role, type, record));
  }

  /** "full", "masked" or "none". */
  sight(role, type, field, record, web = false) {
    const may = (action, cls) => this.may(role, type, action, cls, record, web);
    if (field.secret || !may('know')) return 'none';
    if (may('reads', field.class) || isKnown(this.country.types[type], field)) return 'full';
    return may('masked', field.class) ? 'masked' : 'none';
  }

  async api(role, path, { method = 'GET', body, version } = {}) {
    const headers = { Authorization: `Bearer ${this.country.tokens[role]}` };
    if (body) headers['Content-Type'] = 'application/json';
    if (version) headers['If-Match'] = `"${version}"`;
    const answer = await fetch(`${this.address}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    let json = null;
    try {
      json = JSON.parse(text);
    } catch { /* a file or nothing */ }
    return { status: answer.status, json, text };
  }

  async page(role, path) {
    const answer = await fetch(`${this.address}/en${path}`, { headers: { Cookie: this.country.cookies[role] }, redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  }

  /** Fields that somebody of the role may see something of in some record. */
  columns(role, type, web = false) {
    return this.country.types[type].fields.filter((f) =>
      this.country.records[type].some((r) => this.sight(role, type, f, r, web) !== 'none'));
  }

  /** Compares one record of an answer, field by field. */
  compare(channel, role, type, record, answer, columns, { opened = false, f4 = true } = {}) {
    for (const f of columns) {
      if (!record.filled.has(f.name)) continue;
      let wanted = this.sight(role, type, f, record);
      if (wanted === 'full' && f.sealed && !opened) wanted = 'sealed';
      if (f.class === 'F4' && !f4) wanted = 'none';
      const value = answer.values?.[f.name];
      const got = value !== undefined && value !== null ? 'full' : answer.sealed?.includes(f.name) ? 'sealed'
        : answer.masked?.includes(f.name) ? 'masked' : 'none';
      this.tell(channel, role, type, `${f.name} of ${this.ways(role, type, record)}`, wanted, got);
    }
  }

  ways(role, type, record) {
    const s = this.country.standing(role, type, record);
    return `${record.id} (${[...s.scopes].join('+') || 'elsewhere'}${s.hidden ? ', hidden' : ''})`;
  }

  /** One record of each way of standing to the role. */
  samples(role, type) {
    const seen = new Map();
    for (const r of this.country.records[type]) {
      const s = this.country.standing(role, type, r);
      const conditions = this.permissions.rules.filter((rule) => rule.while && this.about(rule, type)).map((rule) => s.holds(rule.while));
      const key = `${[...s.scopes].sort()} ${s.hidden} ${conditions}`;
      if (!seen.has(key)) seen.set(key, r);
    }
    return [...seen.values()];
  }

  about(rule, type) {
    return rule.on.some((n) => n === type || (this.permissions.records[n] ?? []).includes(type));
  }

  // --- lists ---

  async list(role, type) {
    const records = this.country.records[type];
    const columns = this.columns(role, type);
    const known = records.filter((r) => this.may(role, type, 'know', null, r));
    const query = columns.length ? `?columns=${columns.map((f) => f.name)}` : '?';
    const found = new Map();
    let total = 0;
    for (let page = 1; ; page++) {
      const answer = await this.api(role, `/records/${type}${query}&page=${page}`);
      this.tell('list', role, type, 'status', known.length ? 200 : answer.status === 200 ? 200 : 404, answer.status);
      if (answer.status !== 200) break;
      total = answer.json.total;
      for (const r of answer.json.records ?? answer.json.rows) found.set(r.id, r);
      if (found.size >= total || page > 9) break;
    }
    this.tell('list', role, type, 'total', known.length, total);
    for (const r of records) {
      this.tell('list', role, type, `is there: ${this.ways(role, type, r)}`, known.includes(r), found.has(r.id));
      if (found.has(r.id)) this.compare('list', role, type, r, found.get(r.id), columns);
    }
    for (const f of this.country.types[type].fields.filter((f) => !columns.includes(f)).slice(0, 3)) {
      const answer = await this.api(role, `/records/${type}?columns=${f.name}`);
      this.tell('list', role, type, `column ${f.name}`, false, answer.status === 200);
    }
  }

  async listPage(role, type) {
    const columns = this.columns(role, type, true);
    const records = this.country.records[type];
    const known = records.filter((r) => this.may(role, type, 'know', null, r, true));
    let text = '';
    for (let page = 1; page <= Math.max(1, Math.ceil(known.length / 50)); page++) {
      const answer = await this.page(role, `/records/${type}?${columns.length ? `columns=${columns.map((f) => f.name)}&` : ''}page=${page}`);
      this.tell('page of list', role, type, 'status', known.length > 0 || answer.status === 200 && page === 1 && columns.length > 0, answer.status === 200);
      text += answer.text;
    }
    this.words('page of list', role, type, records, text, columns);
  }

  /** Texts that stand in one field of one record and nowhere else: there when they may be read. */
  words(channel, role, type, records, text, columns) {
    for (const r of records)
      for (const f of this.country.types[type].fields) {
        const word = r.values[f.name];
        if (f.kind !== 'text' || f.sealed || typeof word !== 'string' || !word.startsWith('zq')) continue;
        const shown = !columns || columns.includes(f);
        const wanted = shown && !(f.multiline && columns) ? this.sight(role, type, f, r, true) === 'full' : text.includes(word) && this.sight(role, type, f, r, true) === 'full';
        this.tell(channel, role, type, `${f.name} of ${this.ways(role, type, r)}`, wanted, text.includes(word));
      }
  }

  // --- one record ---

  async record(role, type, r) {
    const known = this.may(role, type, 'know', null, r);
    const answer = await this.api(role, `/records/${type}/${r.id}`);
    this.tell('record', role, type, `status of ${this.ways(role, type, r)}`, known ? 200 : 404, answer.status);
    if (answer.status === 200) this.compare('record', role, type, r, answer.json, this.country.types[type].fields);
    const history = await this.api(role, `/records/${type}/${r.id}/history`);
    this.tell('history', role, type, `status of ${this.ways(role, type, r)}`, known ? 200 : 404, history.status);
    for (const f of this.country.types[type].fields) {
      const word = r.values[f.name];
      if (f.kind === 'text' && typeof word === 'string' && word.startsWith('zq') && this.sight(role, type, f, r) !== 'full')
        this.tell('history', role, type, `${f.name} of ${this.ways(role, type, r)}`, false, history.text.includes(word));
    }
    const page = await this.page(role, `/records/${type}/${r.id}`);
    const knownThere = this.may(role, type, 'know', null, r, true);
    this.tell('page', role, type, `status of ${this.ways(role, type, r)}`, knownThere ? 200 : 404, page.status);
    this.words('page', role, type, [r], page.text, null);
    const wanted = this.country.types[type].fields.filter((f) => f.kind === 'text' && !f.sealed && !f.multiline && typeof r.values[f.name] === 'string'
      && r.values[f.name].startsWith('zq') && this.sight(role, type, f, r, true) === 'full');
    for (const f of wanted) this.tell('page', role, type, `shows ${f.name} of ${this.ways(role, type, r)}`, true, page.text.includes(r.values[f.name]));
  }

  async open(role, type, r) {
    const fields = this.country.types[type].fields.filter((f) => f.sealed);
    if (!fields.length) return;
    const known = this.may(role, type, 'know', null, r);
    const answer = await this.api(role, `/records/${type}/${r.id}/open`, { method: 'POST', body: { reason: 'a test of the rules' } });
    this.tell('open', role, type, `status of ${this.ways(role, type, r)}`, known ? 200 : 404, answer.status);
    if (answer.status === 200) this.compare('open', role, type, r, answer.json, fields, { opened: true });
  }

  async search(role, type, r) {
    const names = this.country.types[type].search;
    const word = names.map((n) => r.values[n]).find((w) => typeof w === 'string' && w.startsWith('zq'));
    if (!word) return;
    const readable = this.country.types[type].fields.filter((f) => names.includes(f.name)
      && this.country.records[type].some((other) => this.sight(role, type, f, other) === 'full'));
    const byWords = readable.length > 0 && readable.every((f) => this.sight(role, type, f, r) === 'full')
      && readable.some((f) => r.values[f.name] === word);
    const [key, ...more] = this.country.types[type].keys[0].map((k) => this.country.types[type].fields.find((f) => f.name === k));
    const byKey = !more.length && r.values[key.name] === word && this.sight(role, type, key, r) === 'full';
    const wanted = byWords || byKey;
    const answer = await this.api(role, `/find?q=${word}`);
    this.tell('search', role, type, this.ways(role, type, r), wanted, answer.text.includes(r.id));
  }

  // --- files ---

  async export(role, type) {
    const records = this.country.records[type];
    const mine = records.filter((r) => this.may(role, type, 'export', null, r));
    const readable = this.country.types[type].fields.filter((f) => f.class !== 'F4' && f.kind !== 'blob'
      && records.some((r) => this.sight(role, type, f, r) === 'full'));
    const names = readable.map((f) => f.name);
    const answer = await this.api(role, `/records/${type}/export/json?columns=${names.length ? names : this.country.types[type].fields[0].name}`);
    const allowed = this.permissions.rules.some((rule) => rule.may.includes('export') && this.about(rule, type)
      && allows({ ...this.permissions, rules: [{ ...rule, in: ['all'], within: [], while: undefined }] }, role, type, 'export', null, { scopes: new Set(), holds: () => true }));
    this.tell('export', role, type, 'status', allowed, answer.status === 200);
    const found = new Map((answer.status === 200 ? answer.json : []).map((r) => [r.id, r]));
    for (const r of records) {
      this.tell('export', role, type, `is there: ${this.ways(role, type, r)}`, mine.includes(r), found.has(r.id));
      if (found.has(r.id)) this.compare('export', role, type, r, found.get(r.id), readable, { opened: true, f4: false });
    }
    for (const f of this.country.types[type].fields.filter((f) => !readable.includes(f) && f.kind !== 'blob').slice(0, 6)) {
      const one = await this.api(role, `/records/${type}/export/csv?columns=${f.name}`);
      this.tell('export', role, type, `column ${f.name}`, false, one.status === 200);
    }
  }

  // --- changes ---

  /** Another value than what stands there, or what this person sees of it. */
  other(f, r, role) {
    if (f.kind === 'text') return `other ${f.name} by ${role}`;
    if (f.kind === 'date') return '2020-02-02';
    if (f.kind === 'time') return '2020-02-02T00:00:00Z';
    if (f.kind === 'boolean') return false;
    if (f.kind === 'number') return 2.5;
    if (f.kind === 'integer') return 2019;
    if (f.kind === 'money') return '200.00';
    return null;
  }

  /** All fields of all samples in a few requests; the guard is never good, so that nothing is stored. */
  async write(role, type) {
    const guard = guardOf(this.country.types[type]);
    const samples = this.samples(role, type).slice(0, 40);
    if (!guard || !samples.length) return;
    const fields = this.country.types[type].fields.filter((f) => !f.byProgram && this.other(f, null, role) !== null);
    for (let from = 0; from < fields.length; from += 6) await this.writeSome(role, type, samples, fields.slice(from, from + 6), guard);
  }

  async writeSome(role, type, samples, fields, guard) {
    const values = Object.fromEntries(fields.map((f) => [f.name, this.other(f, null, role)]));
    values[guard.name] = guard.byProgram ? this.country.users.stranger.id : NOBODY;
    const answer = await this.api(role, `/records/${type}/bulk`, { method: 'POST',
      body: { changes: samples.map((r) => ({ id: r.id, version: r.version, values })) } });
    if (answer.status !== 200) {
      this.tell('write', role, type, 'knows the type', false, samples.some((r) => this.may(role, type, 'know', null, r)));
      return;
    }
    for (const [i, r] of samples.entries()) {
      const result = answer.json.results[i];
      const known = this.may(role, type, 'know', null, r);
      this.tell('write', role, type, `status of ${this.ways(role, type, r)}`, known, (result.errors ?? []).some((e) => e.field));
      if (!known || guard.byProgram) this.tell('write', role, type, `how ${this.ways(role, type, r)} is refused`, known ? 403 : 404, result.status);
      if (!known) continue;
      const refused = this.refused(result, guard);
      for (const name of Object.keys(values)) {
        const f = this.country.types[type].fields.find((x) => x.name === name);
        const wanted = !f.byProgram && this.may(role, type, 'writes', f.class, r);
        this.tell('write', role, type, `${name} of ${this.ways(role, type, r)}`, wanted, !refused.has(name));
      }
    }
  }

  /** The fields that the person may not write; what else is wrong with a value is another matter. */
  refused(result, guard) {
    return new Set((result?.errors ?? []).filter((e) => guard.byProgram || e.text.startsWith('You may not change')).map((e) => e.field));
  }

  /** A new record, which is always the person's own when its type says who recorded it. */
  async create(role, type) {
    const t = this.country.types[type];
    const guard = guardOf(t);
    const isOwn = (f) => f.to === 'user' && (t.scopes.own ?? []).includes(f.name);
    const scopes = new Set(t.fields.some((f) => isOwn(f)) ? ['own'] : []);
    const standing = { scopes, holds: () => true };
    const values = Object.fromEntries(t.fields.filter((f) => !f.byProgram && !f.secret && this.other(f, null, role) !== null && f.kind !== 'money')
      .map((f) => [f.name, this.other(f, null, role)]));
    for (const f of t.fields)
      if (f.kind === 'ref' && !f.byProgram && f.to === 'office') values[f.name] = this.country.users.stranger.office;
      else if (f.kind === 'code' && f.list === 'districts') values[f.name] = 'GA';
      else if (f.kind === 'ref' && f.to === 'agency') values[f.name] = this.country.users.stranger.agency;
    if (!guard) return;
    if (guard.byProgram) values[guard.name] = this.country.users.stranger.id;
    else for (const f of t.fields) if (f.required && f.kind === 'ref') values[f.name] = isOwn(f) ? this.country.userOf(role).id : NOBODY;
    const answer = await this.api(role, `/records/${type}`, { method: 'POST', body: { values } });
    const allowed = allows(this.permissions, role, type, 'create', null, standing);
    const knows = this.country.records[type].some((r) => this.may(role, type, 'know', null, r));
    if (guard.byProgram || !allowed) this.tell('create', role, type, 'status', knows ? 403 : 404, answer.status);
    const tried = (answer.json?.errors ?? []).some((e) => e.field);
    this.tell('create', role, type, 'a record', allowed, tried);
    if (!tried) return;
    const refused = this.refused(answer.json, guard);
    for (const name of Object.keys(values)) {
      const f = t.fields.find((x) => x.name === name);
      this.tell('create', role, type, name, !f.byProgram && allows(this.permissions, role, type, 'writes', f.class, standing), !refused.has(name));
    }
  }

  /** With a version that never was: refused by right, or by version. */
  async delete(role, type, r) {
    const known = this.may(role, type, 'know', null, r);
    const answer = await this.api(role, `/records/${type}/${r.id}`, { method: 'DELETE', version: 999 });
    const wanted = !known ? 404 : this.may(role, type, 'delete', null, r) ? 412 : 403;
    this.tell('delete', role, type, this.ways(role, type, r), wanted, answer.status);
  }

  // --- the command line ---

  async command(role, args) {
    const env = { ...process.env, LC_ALL: 'C', ...this.env };
    if (role !== 'operator') env.HIMAYA_TOKEN = this.country.tokens[role];
    try {
      const { stdout } = await run(this.country.himaya, ['--store', this.country.store, ...args], { env, maxBuffer: 1 << 26 });
      return { good: true, text: stdout };
    } catch (error) {
      return { good: false, text: error.stderr };
    }
  }

  /** A file whose one line is never good: what is said of it shows what would be refused. */
  async import(role, type) {
    const t = this.country.types[type];
    // The office and the district are the person's own where the line does not say.
    const filled = (scope) => (t.scopes[scope] ?? []).some((p) => t.fields.some((f) => f.name === p && f.to !== 'agency'));
    const scopes = new Set([...(t.scopes.own ? ['own'] : []), ...['office', 'district'].filter(filled)]);
    const standing = { scopes, holds: () => true };
    const guard = t.fields.find((f) => f.byProgram);
    const required = t.fields.filter((f) => f.required && !f.byProgram && f.kind !== 'ref');
    const row = this.country.row(type);
    const names = [...required.map((f) => f.name), ...(guard ? [guard.name] : ['nofield'])];
    const file = join(this.country.room, `try-${role}-${type}.csv`);
    const cell = (n) => (n === guard?.name ? (guard.to === 'user' ? 'stranger' : 'zq') : n === 'nofield' ? 'x' : row[n]);
    writeFileSync(file, `${names}\n${names.map((n) => `"${cell(n)}"`)}\n`);
    const answer = await this.command(role, ['import', 'records', type, file]);
    const some = this.permissions.rules.some((rule) => rule.may.includes('import') && this.about(rule, type)
      && allows({ ...this.permissions, rules: [{ ...rule, in: ['all'], within: [], while: undefined }] }, role, type, 'import', null, { scopes: new Set(), holds: () => true }));
    const here = (action) => allows(this.permissions, role, type, action, null, standing);
    this.tell('import', role, type, 'is begun', some && !(guard && here('create') && !here('import')), !answer.text.includes('You may not bring in'));
    this.tell('import', role, type, 'may add', !(some && guard && !here('create')), !answer.text.includes('You may not add'));
    this.tell('import', role, type, 'is not good', false, answer.good);
  }

  async show(role, type, r) {
    const answer = await this.command(role, ['show', type, r.id]);
    const known = this.may(role, type, 'know', null, r);
    this.tell('command line', role, type, `shows ${this.ways(role, type, r)}`, known, answer.good);
    for (const f of this.country.types[type].fields) {
      const word = r.values[f.name];
      if (f.kind === 'text' && !f.sealed && typeof word === 'string' && word.startsWith('zq'))
        this.tell('command line', role, type, `${f.name} of ${this.ways(role, type, r)}`, this.sight(role, type, f, r) === 'full', answer.text.includes(word));
    }
  }

  // --- what is no record ---

  async things(role) {
    const pages = { 'audit.read': '/audit', 'admin.users': '/admin/users', 'admin.roles': '/admin/roles', health: '/admin/health' };
    const may = (thing) => !this.permissions.byToken.includes(role) && (this.permissions.things[thing] ?? []).some((n) => n === role || (this.permissions.people[n] ?? []).includes(role));
    for (const [thing, path] of Object.entries(pages)) {
      const page = await this.page(role, path);
      this.tell('page', role, thing, path, may(thing), page.status === 200);
    }
    const verify = await this.command(role, ['token', 'list']);
    this.tell('command line', role, 'admin.users', 'token list', may('admin.users'), verify.good);
  }
}

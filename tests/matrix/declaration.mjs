// What model/permissions.yaml and model/types say, read with nothing of the program: the oracle of the
// live matrix.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const CLASSES = ['F0', 'F1', 'F2', 'F3', 'F4', 'F5', 'F6'];
export const SCOPES = ['own', 'assigned', 'office', 'district', 'all', 'emergency'];

/** A YAML flow value on one line: {a: b, c: [d, e]} or a plain scalar. Returns [value, rest]. */
function flow(text) {
  text = text.trimStart();
  if (text[0] === '{' || text[0] === '[') {
    const map = text[0] === '{';
    const end = map ? '}' : ']';
    const found = map ? {} : [];
    text = text.slice(1).trimStart();
    while (text[0] !== end) {
      let key;
      if (map) {
        const colon = text.indexOf(':');
        key = text.slice(0, colon).trim();
        text = text.slice(colon + 1);
      }
      const [value, rest] = flow(text);
      if (map) found[key] = value;
      else found.push(value);
      text = rest.trimStart();
      if (text[0] === ',') text = text.slice(1).trimStart();
    }
    return [found, text.slice(1)];
  }
  if (text[0] === '"') {
    const end = text.indexOf('"', 1);
    return [text.slice(1, end), text.slice(end + 1)];
  }
  const end = text.search(/[,\]}]|$/);
  return [text.slice(0, end).trim(), text.slice(end)];
}

const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** The declaration of permissions: {people, records, byToken, rules, things}. */
export function readPermissions(text) {
  const found = { people: {}, records: {}, byToken: [], rules: [], things: {} };
  let part = '';
  let open = '';
  for (let line of text.split('\n')) {
    if (/^\s*(#|$)/.test(line)) continue;
    if (open) line = `${open} ${line.trim()}`;
    open = '';
    const depth = (line.match(/[[{]/g) ?? []).length - (line.match(/[\]}]/g) ?? []).length;
    if (depth > 0) {
      open = line;
      continue;
    }
    const head = /^(\w+):\s*(.*)$/.exec(line);
    if (head) {
      part = head[1];
      if (part === 'only_by_token') found.byToken = list(flow(head[2])[0]);
      continue;
    }
    if (part === 'rules') found.rules.push(flow(line.replace(/^\s*- /, ''))[0]);
    else {
      const [, name, value] = /^\s+([\w.]+):\s*(.*)$/.exec(line);
      found[part][name] = list(flow(value)[0]);
    }
  }
  for (const rule of found.rules)
    for (const key of ['role', 'on', 'in', 'within', 'may', 'masked', 'reads', 'writes']) rule[key] = list(rule[key]);
  return found;
}

const within = (names, word, groups) => names.some((n) => n === word || (groups[n] ?? []).includes(word));
const holds = (scopes, standing) => scopes.some((s) => s === 'all' || standing.scopes.has(s));

/** Whether some rule lets a role do `action` (a word of may, or masked, reads, writes with a class) with a
 * record that stands so: {scopes: Set, hidden, holds: (condition) => bool}. Nothing lets them when it is hidden. */
export function allows(permissions, role, type, action, cls, standing) {
  return !standing.hidden && permissions.rules.some((rule) => {
    const says = action === 'masked' ? rule.masked.includes(cls) || rule.reads.includes(cls)
      : action === 'reads' || action === 'writes' ? rule[action].includes(cls) : rule.may.includes(action);
    return says && (rule.role.includes('everyone') || within(rule.role, role, permissions.people))
      && within(rule.on, type, permissions.records) && holds(rule.in, standing)
      && (!rule.within.length || holds(rule.within, standing)) && (!rule.while || standing.holds(rule.while));
  });
}

/** The record types: {name: {fields: [{name, kind, list, to, class, required, sealed, byProgram, multiline}], scopes, search, keys, hiddenFrom, internal}}. */
export function readTypes(project) {
  const types = {};
  const folder = join(project, 'model/types');
  for (const file of readdirSync(folder)) {
    const type = { fields: [], scopes: {}, search: [], keys: [], hiddenFrom: [], internal: false };
    let inFields = false;
    for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
      const [, key, value] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
      if (key) inFields = key === 'fields';
      if (key === 'type') type.name = value;
      if (key === 'named') type.named = value.replace(/^"|"$/g, '');
      if (key === 'internal') type.internal = value === 'true';
      if (key === 'scopes') type.scopes = Object.fromEntries(Object.entries(flow(value)[0]).map(([s, p]) => [s, list(p)]));
      if (key === 'hidden_from') type.hiddenFrom = list(flow(value)[0]);
      if (key === 'search') type.search = flow(value)[0];
      if (key === 'keys') type.keys = flow(value)[0];
      const [, name, declared] = (inFields && /^ {2}(\w+):\s*(\{.*)$/.exec(line)) || [];
      if (!name) continue;
      const d = flow(declared)[0];
      const cls = d.class ?? 'F1';
      type.fields.push({ name, kind: d.kind, list: d.list, to: d.to, class: cls, required: d.required === 'true',
        sealed: ['F3', 'F4', 'F5'].includes(cls) || d.sealed === 'true', secret: d.secret === 'true',
        byProgram: d.set_by === 'program', multiline: d.long === 'true', least: d.least, currency: d.currency,
        notBefore: d.not_before });
    }
    types[type.name] = type;
  }
  return types;
}

/** A field that keeps a try from ever being stored: one that nobody may write, or a required reference, which is
 * made to lead nowhere. Undefined for a type that has neither. */
export function guardOf(type) {
  return type.fields.find((f) => f.byProgram && f.to === 'user') ?? type.fields.find((f) => f.required && f.kind === 'ref' && !f.byProgram);
}

/** What knowing of a record shows: what it is called and who has it, when of class F0 or F1. */
export function isKnown(type, field) {
  const called = type.named.includes(`{${field.name}}`);
  const held = ['assigned', 'office'].some((s) => (type.scopes[s] ?? []).some((p) => p.split('.')[0] === field.name));
  return (called || held) && ['F0', 'F1'].includes(field.class) && !field.sealed;
}

/** The first code of a list. */
export function firstCode(project, name) {
  for (const folder of ['model/lists', 'packs/az/lists'])
    try {
      return readFileSync(join(project, folder, `${name}.csv`), 'utf8').split('\n')[1].split(',')[0];
    } catch { /* the other folder has it */ }
  return '';
}

// One word of one rule changed at random, so that what the declaration means is another thing.
import { allows, guardOf, readPermissions } from './declaration.mjs';

const WORDS = {
  may: ['know', 'create', 'delete', 'export', 'import'],
  reads: ['F1', 'F2', 'F3', 'F4', 'F5', 'F6'],
  masked: ['F2', 'F3', 'F5'],
  writes: ['F1', 'F2', 'F3', 'F4', 'F5', 'F6'],
  in: ['own', 'assigned', 'office', 'district', 'all', 'emergency'],
};

export class Flips {
  #state;

  constructor(text, permissions, country, seed) {
    Object.assign(this, { text, permissions, country });
    this.#state = BigInt(seed);
  }

  #any(count) {
    this.#state = (this.#state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((this.#state >> 33n) % BigInt(count));
  }

  #toggled(line) {
    const keys = Object.keys(WORDS);
    const key = keys[this.#any(keys.length)];
    const word = WORDS[key][this.#any(WORDS[key].length)];
    const found = new RegExp(`([,{] )${key}: (\\[[^\\]]*\\]|[^,}]+)`).exec(line);
    if (!found) return null;
    const words = found[2].replace(/[[\]]/g, '').split(',').map((w) => w.trim()).filter(Boolean);
    const now = words.includes(word) ? words.filter((w) => w !== word) : [...words, word];
    return line.replace(found[0], `${found[1]}${key}: [${now.join(', ')}]`);
  }

  /** What the change does to records that there are, and can be seen from outside: pairs of role and type. */
  #effect(changed, at) {
    const seen = [];
    let commands = false;
    const rule = changed.rules[at];
    const about = (names, word, groups) => names.includes('everyone') || names.some((n) => n === word || (groups[n] ?? []).includes(word));
    for (const role of this.country.roles)
      for (const [name, type] of Object.entries(this.country.types)) {
        if (type.internal || !about(rule.role, role, changed.people) || !about(rule.on, name, changed.records)) continue;
        const classes = [...new Set(type.fields.filter((f) => !f.secret && !f.byProgram).map((f) => f.class))];
        const differs = (action, cls) => this.country.records[name].some((r) => {
          const standing = this.country.standing(role, name, r);
          return allows(this.permissions, role, name, action, cls, standing) !== allows(changed, role, name, action, cls, standing);
        });
        const known = (action) => this.country.records[name].some((r) => allows(this.permissions, role, name, action, null, this.country.standing(role, name, r)));
        const hasGuard = guardOf(type) !== undefined;
        const byRead = classes.some((c) => c !== 'F4' && (differs('reads', c) || differs('masked', c)));
        const byWrite = hasGuard && name !== 'import_run' && known('know') && classes.some((c) => differs('writes', c) && type.fields.some((f) => f.class === c && ['text', 'date', 'boolean', 'number', 'integer', 'money'].includes(f.kind)));
        const byImport = differs('import');
        // A file without a field that may be read is refused whoever asks for it.
        const byExport = differs('export') && classes.some((c) => c !== 'F4' && this.country.records[name].some((r) => allows(this.permissions, role, name, 'reads', c, this.country.standing(role, name, r))));
        if (differs('know') || byRead || byWrite || byExport || (differs('delete') && known('know')) || byImport) seen.push([role, name]);
        commands = commands || byImport;
      }
    return { pairs: seen.slice(0, 4), commands };
  }

  next() {
    for (;;) {
      const lines = this.text.split('\n');
      const rules = lines.map((line, i) => [line, i]).filter(([line]) => line.startsWith('  - {role:'));
      const number = this.#any(rules.length);
      const [line, at] = rules[number];
      const now = this.#toggled(line);
      if (!now) continue;
      lines[at] = now;
      const text = lines.join('\n');
      const effect = this.#effect(readPermissions(text), number);
      if (effect.pairs.length) return { text, what: now.trim(), ...effect };
    }
  }
}

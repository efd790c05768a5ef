// A member of the staff without a browser: cookies, forms, one-time codes. For tests and measurements.
import { createHmac } from 'node:crypto';

/** The bytes of a base-32 text (RFC 4648), spaces and case aside. */
function fromBase32(text) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const c of text.toUpperCase().replace(/[\s=-]/g, '')) bits += alphabet.indexOf(c).toString(2).padStart(5, '0');
  return Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
}

/** The one-time code of a seed (RFC 6238, SHA-1, 6 digits, 30 s); `ahead` steps later than now. */
export function oneTimeCode(seed, ahead = 0) {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + ahead));
  const mac = createHmac('sha1', fromBase32(seed)).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

const plain = (html) => html.replace(/&quot;/g, '"').replace(/&#39;|&#x27;|&apos;/g, "'")
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

function attributes(tag) {
  const found = {};
  for (const [, name, , quoted, bare] of tag.matchAll(/([\w-]+)(=("([^"]*)"|[^\s>]+))?/g))
    found[name.toLowerCase()] = plain(quoted ?? bare ?? '');
  for (const [, name, value] of tag.matchAll(/([\w-]+)="([^"]*)"/g)) found[name.toLowerCase()] = plain(value);
  return found;
}

/** The forms of a page: {action, method, multipart, fields: [{name, type, value, tag, options}], buttons}. */
export function formsOf(html) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head, inner]) => {
    const { action = '', method = 'get', enctype = '' } = attributes(head);
    const fields = [];
    for (const [, tag, rest, , content] of inner.matchAll(
      /<(input|select|textarea|button)\b([^>]*)>((?<=<(?:select|textarea)\b[^>]*>)([\s\S]*?)<\/(?:select|textarea)>)?/g)) {
      const a = attributes(rest);
      if (!a.name || 'disabled' in a) continue;
      const field = { name: a.name, type: a.type ?? tag, value: a.value ?? '', tag, checked: 'checked' in a };
      if (tag === 'textarea') field.value = plain(content ?? '');
      if (tag === 'select') {
        field.options = [...(content ?? '').matchAll(/<option\b([^>]*)>/g)].map(([, o]) => attributes(o));
        field.value = (field.options.find((o) => 'selected' in o) ?? field.options[0])?.value ?? '';
      }
      fields.push(field);
    }
    return { action, method: method.toLowerCase(), multipart: enctype.includes('multipart'), fields };
  });
}

/** What a browser would send of a form when nothing was typed. */
export function valuesOf(form) {
  const values = {};
  for (const f of form.fields)
    if (f.tag !== 'button' && !['submit', 'file', 'image'].includes(f.type)
      && (!['checkbox', 'radio'].includes(f.type) || f.checked)) values[f.name] = f.value;
  return values;
}

export class Client {
  constructor(address) {
    this.address = address;
    this.cookies = new Map();
  }

  cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** One request; redirects are not followed. `form` and `json` become the body. */
  async ask(method, path, { form, json, headers = {}, body } = {}) {
    const all = { ...headers };
    if (this.cookies.size && !('Cookie' in all)) all.Cookie = this.cookie();
    if (form) body = new URLSearchParams(form).toString();
    if (form) all['Content-Type'] ??= 'application/x-www-form-urlencoded';
    if (json !== undefined) body = JSON.stringify(json);
    if (json !== undefined) all['Content-Type'] ??= 'application/json';
    // What a browser says of a form on its own page.
    if (method !== 'GET' && method !== 'HEAD' && !('Origin' in all)) all.Origin = this.address;
    if (all.Origin === null) delete all.Origin;
    const url = path.startsWith('http') ? path : this.address + path;
    const answer = await fetch(url, { method, headers: all, body, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0\b/i.test(line) || value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** Follows redirects of a page; gives {status, html, path, headers}. */
  async page(path, options) {
    let answer = await this.ask(options?.form ? 'POST' : 'GET', path, options);
    for (let hops = 0; [301, 302, 303].includes(answer.status) && hops < 5; hops++) {
      path = new URL(answer.headers.get('location'), this.address + path).href.slice(this.address.length);
      answer = await this.ask('GET', path);
    }
    return { status: answer.status, html: await answer.text(), path, headers: answer.headers };
  }

  /** Sends the form of a page that holds all of `values`' names, with what is typed. */
  async fill(page, values) {
    const form = formsOf(page.html).find((f) => f.method === 'post'
      && Object.keys(values).every((name) => f.fields.some((field) => field.name === name)));
    if (!form) throw new Error(`no form with ${Object.keys(values).join(', ')} at ${page.path} (${page.status})`);
    const to = new URL(form.action || page.path, this.address + page.path).href.slice(this.address.length);
    return this.page(to, { form: { ...valuesOf(form), ...values } });
  }

  /** Signs in as {name, password, seed}; one code of a seed works once, `ahead` takes the next. */
  async signIn({ name, password, seed }, ahead = 0) {
    let page = await this.fill(await this.page('/en/sign-in'), { name, password });
    if (formsOf(page.html).some((f) => f.fields.some((field) => field.name === 'code')) && seed)
      page = await this.fill(page, { code: oneTimeCode(seed, ahead) });
    if (!/\/work\b/.test(page.path)) throw new Error(`${name} is not signed in: ${page.status} at ${page.path}`);
    return page;
  }
}

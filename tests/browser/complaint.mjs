// A complaint from intake to a collected fine, by the people who do it, in headless Chromium: by mouse
// and by keyboard alone. And what the law refuses.
// usage: complaint.mjs HIMAYA [part of a test's name]
import assert from 'node:assert/strict';
import { Example } from '../lib/staff.mjs';
import { Keyboard, Mouse } from './hands.mjs';
import { Tests, accessibilityFaults, launch, open } from './harness.mjs';

const [himaya, only] = process.argv.slice(2);
const example = await Example.make(himaya);
const { address } = example;
const browser = await launch();
const tests = new Tests();

/** A page of somebody who is signed in; what the console says fails it. */
async function at(name, path, use, options) {
  const page = await open(browser, options);
  page.setDefaultTimeout(15000);
  try {
    const client = await example.client(name);
    await page.context().addCookies([...client.cookies].filter(([cookie]) => cookie === '__Host-himaya')
      .map(([cookie, value]) => ({ name: cookie, value, url: address.replace('http:', 'https:'), httpOnly: true, secure: true, sameSite: 'Strict' })));
    await page.goto(address + path);
    const answer = await use(page);
    assert.deepEqual(page.troubles.filter((t) => !/status of 4(03|04|09|22|29)/.test(t)), [], 'the console stays quiet');
    return answer;
  } finally {
    await page.context().close();
  }
}

const text = (page, selector) => page.locator(selector).first().innerText();
const path = (page) => page.url().slice(address.length);
const intake = 'n.hasanova', inspector = 'a.mammadova', supervisor = 'f.abbasov';

/** Types a day into the three boxes of a date. */
async function day(hand, name, date = new Date()) {
  await hand.type(`#field-${name}`, String(date.getDate()));
  await hand.type(`#field-${name}-month`, String(date.getMonth() + 1));
  await hand.type(`#field-${name}-year`, String(date.getFullYear()));
}
const inDays = (n) => new Date(Date.now() + n * 86400000);
/** Chooses by the words of an option. */
async function pick(page, hand, name, words) {
  const value = await page.locator(`#field-${name} option`, { hasText: words }).first().getAttribute('value');
  await hand.choose(`#field-${name}`, value);
}
/** Of radio buttons of which none is chosen Tab reaches the first; arrows lead on. */
async function choose(hand, name, value) {
  const target = `input[name="${name}"][value="${value}"]`;
  if (hand instanceof Mouse) return hand.tick(target);
  await hand.tick(`input[name="${name}"]`);
  for (let n = 0; n < 20 && !(await hand.page.locator(target).isChecked()); n++) await hand.page.keyboard.press('ArrowDown');
  return assert.ok(await hand.page.locator(target).isChecked(), `${target} is chosen`);
}
/** Opens a step of the page's record from "What is next", fills it in, and comes back. */
async function step(page, hand, name, fill, about = '') {
  await hand.press(`#next li[data-step="${name}"]${about} a.button`);
  await page.waitForURL(/\/steps\//);
  await fill();
  await hand.press('#save');
  await page.waitForSelector('.said');
  assert.match(await text(page, '.said'), /Done|It is done/);
}

for (const [Hand, how] of [[Mouse, 'by mouse'], [Keyboard, 'by keyboard alone']])
  tests.add(`a complaint from intake to a collected fine, ${how}`, async () => {
    const record = await at(intake, '/en/records/complaint/new', async (page) => {
      const hand = new Hand(page);
      await day(hand, 'received_on');
      await choose(hand, 'channel', 'hotline');
      await hand.press('#save');
      await page.waitForURL(/records\/complaint\/[0-9a-z]{26}/);
      assert.match(await text(page, 'h1'), /^C-\d{4}-\d{4}$/, 'the number is given by itself');
      const address = path(page);
      await step(page, hand, 'triage', async () => {
        await hand.press('#save'); // nothing typed: what is missing is said
        await page.waitForSelector('#error-allegation');
        await pick(page, hand, 'allegation', 'Child labour');
        await pick(page, hand, 'office', 'Labour Inspection, Baku');
      });
      assert.match(await text(page, '.day-now'), /Sorted/);
      assert.match(await text(page, '#next'), /Give it to an inspector/);
      assert.equal(await page.locator('#next li[data-step="assign"] a.button').count(), 0, 'a supervisor does that');
      return address;
    });
    await at(supervisor, record, async (page) => {
      const hand = new Hand(page);
      await step(page, hand, 'assign', async () => {
        await hand.type('#field-assigned_to', 'a.mammadova');
        await day(hand, 'answer_due_on', inDays(15));
      });
      assert.match(await text(page, '.day-now'), /With an inspector/);
    });
    const penalty = await at(inspector, record, async (page) => {
      const hand = new Hand(page);
      assert.match(await text(page, '#next li[data-step="visit"]'), /1410-IVQ/, 'the visit is refused with the law');
      await step(page, hand, 'ask_employer', async () => {
        await hand.type('#field-employer', 'Example employer 001');
        await day(hand, 'sent_on');
        await day(hand, 'due_on');
      });
      assert.match(await text(page, '#file'), /Letter sent/);
      await step(page, hand, 'answered', async () => {
        await day(hand, 'answered_on');
        await hand.type('#field-answer', 'The papers show a child of fourteen.');
      });
      await step(page, hand, 'find', async () => {
        await day(hand, 'found_on');
        await choose(hand, 'result', 'violation');
      });
      await step(page, hand, 'violation', async () => {
        await pick(page, hand, 'kind', 'Employed below the minimum age');
        await hand.type('#field-provision', 'Labour Code 249(1)');
        await choose(hand, 'detected_by', 'complaint');
        await choose(hand, 'offender_kind', 'official');
      });
      await step(page, hand, 'fine', async () => {
        assert.match(await page.inputValue('#field-provision'), /192\.8/, 'the article of the table stands there');
        await day(hand, 'imposed_on');
        await hand.type('#field-amount', '9000');
        await hand.press('#save');
        await page.waitForSelector('.faults, #error-amount');
        assert.match(await text(page, 'main'), /192\.8/, 'the range of the law is said');
        assert.equal(await page.inputValue('#field-amount'), '9000', 'what was typed stays');
        await hand.type('#field-amount', '1200');
      });
      assert.match(await text(page, '#file'), /Fine imposed[\s\S]*1\D?200/);
      return page.locator('#file a', { hasText: /^F-/ }).first().getAttribute('href');
    });
    await at(inspector, penalty, async (page) => {
      const hand = new Hand(page);
      for (const [amount, document] of [['500', `P-1-${how.length}`], ['700', `P-2-${how.length}`]])
        await step(page, hand, 'pay', async () => {
          await day(hand, 'paid_on');
          await hand.type('#field-amount', amount);
          await hand.type('#field-document', document);
        });
      assert.match(await text(page, '.day-now'), /Collected/);
    });
    await at(supervisor, record, async (page) => {
      const hand = new Hand(page);
      await step(page, hand, 'close', async () => {
        await pick(page, hand, 'closed_as', 'Violation found and dealt with');
        await hand.type('#field-closing_reason', 'Fined and paid');
      });
      assert.match(await text(page, '.day-now'), /Closed/);
      const file = await text(page, '#file');
      const order = ['Received', 'Letter sent', 'Answer came', 'Finding', 'Violation found', 'Fine imposed', 'Paid', 'Closed'];
      for (const what of order) assert.ok(file.includes(what), `the file tells: ${what}`);
      assert.deepEqual(await accessibilityFaults(page), []);
    });
  });

/** The first open complaint whose page has what is wanted. */
async function anOpenOne(page, wanted = '#next li') {
  await page.goto(`${address}/en/records/complaint?empty=closed_on&filled=assigned_to`);
  const links = await page.locator('tbody a[href*="/records/complaint/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  for (const link of links) {
    await page.goto(address + link);
    if (await page.locator(wanted).count()) return link;
  }
  return assert.fail('no open complaint');
}

tests.add('a visit is refused with the article, and its page asks for an exception of the law', () =>
  at(inspector, '/en/work', async (page) => {
    await anOpenOne(page, '#next li[data-step="visit"]');
    const refused = page.locator('#next li[data-step="visit"]');
    assert.match(await refused.innerText(), /Not now/);
    assert.match(await refused.innerText(), /1410-IVQ/);
    await refused.locator('a.button').click();
    await page.waitForURL(/steps\/visit/);
    await day(new Mouse(page), 'conducted_on');
    await page.locator('#save').click();
    await page.waitForSelector('.faults');
    assert.match(await text(page, '.faults'), /1410-IVQ/);
    assert.deepEqual(await accessibilityFaults(page), []);
  }));

tests.add('letters of a complaint and of the inspectorate\'s own initiative are equal but for parties and numbers', () =>
  at(inspector, '/en/work', async (page) => {
    const hand = new Mouse(page);
    const record = await anOpenOne(page, '#next li[data-step="ask_employer"] a.button');
    await step(page, hand, 'ask_employer', async () => {
      await hand.type('#field-employer', 'Example employer 002');
      await day(hand, 'sent_on');
      await day(hand, 'due_on', inDays(10));
    });
    const born = await page.locator('#file a[href$="/letter"]').last().getAttribute('href');
    await page.goto(`${address}/en/records/information_request/new`);
    await choose(hand, 'addressee', 'employer');
    await hand.type('#field-employer', 'Example employer 002');
    await day(hand, 'sent_on');
    await day(hand, 'due_on', inDays(10));
    if (await page.locator('#field-assigned_to').count()) await hand.type('#field-assigned_to', 'a.mammadova');
    await hand.press('#save');
    await page.waitForURL(/information_request\/[0-9a-z]{26}/);
    const own = `${path(page)}/letter`;
    for (const language of ['en', 'az', 'ru']) {
      const letters = [];
      for (const one of [born, own]) {
        const answer = await page.goto(address + one.replace(/^\/\w\w\//, `/${language}/`));
        letters.push((await answer.text()).replace(/R-\d{4}-\d{4,}/g, 'R').replace(/[0-9a-z]{26}/g, 'ID')
          .replace(/value="[^"]*"/g, ''));
      }
      assert.equal(letters[0], letters[1], `in ${language}`);
      assert.doesNotMatch(await text(page, '#letter'), /complain|şikayət|жалоб/i);
      assert.match(await text(page, '#letter'), /R-\d{4}-\d{4}/);
    }
    await page.goto(address + record);
  }));

for (const [name, where] of [['the file of a complaint', null], ['deadlines', '/en/deadlines'], ['my work', '/en/work']]) {
  for (const colorScheme of ['light', 'dark'])
    tests.add(`no serious fault of accessibility: ${name}, ${colorScheme}`, () =>
      at(supervisor, where ?? '/en/work', async (page) => {
        if (!where) await anOpenOne(page);
        assert.deepEqual(await accessibilityFaults(page), []);
      }, { colorScheme }));
  tests.add(`fits a phone: ${name}`, () =>
    at(supervisor, where ?? '/en/work', async (page) => {
      if (!where) await anOpenOne(page);
      const { wide, seen } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth }));
      assert.ok(wide <= seen, `the page is ${wide} px wide on a screen of ${seen} px`);
    }, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }));
}

const ok = await tests.run(only, 90, 1);
await browser.close();
await example.end();
process.exitCode = ok ? 0 : 1;

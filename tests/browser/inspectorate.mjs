// The inspectorate in headless Chromium, by mouse and by keyboard alone: numbers that open their
// records, the plan with its reasons, and a checklist out and back.
// usage: inspectorate.mjs HIMAYA [part of a test's name]
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Example } from '../lib/staff.mjs';
import { Keyboard, Mouse } from './hands.mjs';
import { Tests, accessibilityFaults, launch, open } from './harness.mjs';

const [himaya, only] = process.argv.slice(2);
const example = await Example.make(himaya, process.env.HIMAYA_TEST_STORE ? { from: process.env.HIMAYA_TEST_STORE } : {});
const { address } = example;
const browser = await launch();
const tests = new Tests();
const supervisor = 'f.abbasov';
const inspector = 'a.mammadova';

/** Visits from before the suspension: a fresh one for each try. */
const numbers = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `I-2014-900${n}`);
let next = 0;
const file = join(example.room, 'inspection.csv');
writeFileSync(file, `number,conducted_on,kind,worksite,district,sector,office,assigned_to\n${
  numbers.map((n) => `${n},2014-09-10,routine,yes,BA,catering,SLIS-BA,${inspector}`).join('\n')}\n`);
execFileSync(himaya, ['--store', example.store, 'import', 'records', 'inspection', file]);

async function at(name, path, use, options) {
  const page = await open(browser, options);
  page.setDefaultTimeout(15000);
  try {
    const client = await example.client(name);
    await page.context().addCookies([...client.cookies].filter(([cookie]) => cookie === '__Host-himaya')
      .map(([cookie, value]) => ({ name: cookie, value, url: address.replace('http:', 'https:'), httpOnly: true, secure: true, sameSite: 'Strict' })));
    await page.goto(address + path);
    await use(page);
    assert.deepEqual(page.troubles.filter((t) => !/status of 4(09|22)/.test(t)), [], 'the console stays quiet');
  } finally {
    await page.context().close();
  }
}

const digits = (text) => Number(text.replace(/\D/g, ''));
const text = (page, selector) => page.locator(selector).first().innerText();

/** The checklist of an inspection, by its page of the record. */
async function checklistOf(page, number, hand) {
  await hand.type('header .search input', number);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#checklist');
  await hand.press('#checklist');
  await page.waitForSelector('#answers');
}

for (const [n, Hand] of [Mouse, Keyboard].entries()) {
  tests.add(`a supervisor reads how many inspectors are needed and opens those there are, ${Hand.title}`, () =>
    at(supervisor, '/en/work', async (page) => {
      const hand = new Hand(page);
      await hand.press('header nav a[href$="/inspectorate"]');
      await page.waitForSelector('#verdict');
      assert.match((await text(page, '#verdict')).replace(/\s/g, ' '), /No: 177 inspectors on 31 December, and 256 are needed: 79 too few/);
      assert.match(await text(page, 'dl.numbers'), /69\.1/);
      const still = page.locator('a[href*="empty=ended_on"]').first();
      const count = digits((await still.innerText()).split(' ')[0]);
      await hand.press('a[href*="empty=ended_on"]');
      await page.waitForSelector('#total');
      assert.equal(digits((await text(page, '#total')).split(' of ').pop()), count);
    }));

  tests.add(`a number of a district opens its records, ${Hand.title}`, () =>
    at(supervisor, '/en/inspectorate/districts?year=2019', async (page) => {
      const hand = new Hand(page);
      await hand.press('.measures a[href*="show=violations"]');
      await page.waitForSelector('.measures .current a[href*="show=violations"]');
      const cell = '#districts a[href*="/records/violation?found_on=2019&district=BA"]';
      const count = digits(await text(page, cell));
      assert.ok(count > 0);
      await hand.press(cell);
      await page.waitForSelector('#total');
      assert.equal(digits((await text(page, '#total')).split(' of ').pop()), count);
      assert.match(await text(page, '#filters'), /2019/);
    }));

  tests.add(`fines of a district open by the district of their violation, ${Hand.title}`, () =>
    at(supervisor, '/en/inspectorate/districts?year=2019&show=penalties', async (page) => {
      const hand = new Hand(page);
      const cell = '#districts a[href*="violation.district=BA"]';
      const count = digits(await text(page, cell));
      await hand.press(cell);
      await page.waitForSelector('#total');
      assert.equal(digits((await text(page, '#total')).split(' of ').pop()), count);
    }));

  tests.add(`a plan shows its reasons and what the law keeps from it, and is kept, ${Hand.title}`, () =>
    at(supervisor, `/en/inspectorate/plan?year=202${n}`, async (page) => {
      const hand = new Hand(page);
      assert.match(await text(page, '#due'), /the law keeps/);
      assert.match(await text(page, '#law'), /1410-IVQ/);
      const row = page.locator('.ranked tbody tr').first();
      const points = digits(await row.locator('strong').first().innerText());
      const parts = await row.locator('.plus').allInnerTexts();
      assert.equal(parts.map(digits).reduce((a, b) => a + b, 0), points, 'the reasons add up');
      await hand.type('#visits', '7');
      await hand.press('#keep button');
      await page.waitForSelector('#kept');
      assert.match(await text(page, '.said'), /7/);
      await hand.press('#kept a[href*="lawful=no"]');
      await page.waitForSelector('#total');
      assert.equal(digits(await text(page, '#total')), 7);
    }));

  tests.add(`a checklist goes out and comes back, and an old form overwrites nothing, ${Hand.title}`, () =>
    at(inspector, '/en/work', async (page) => {
      const hand = new Hand(page);
      const number = numbers[next++];
      await checklistOf(page, number, hand);
      const waiting = page.waitForEvent('download');
      await hand.press('#take-file');
      const taken = await (await waiting).path();
      const form = readFileSync(taken, 'utf8');
      assert.match(form, new RegExp(`${number},work,1,0,W3,`));

      await hand.tick('input[name="answer.W3"][value="yes"]');
      await hand.type('#field-answer-W1', '12');
      await hand.press('#answers button[type=submit]');
      await page.waitForSelector('.said');
      assert.match(await text(page, '#breaches'), /1 answer/);

      // The file was made before that: it knows of no answer.
      const filled = join(example.room, `filled-${n}.csv`);
      const put = (code, answer) => (line) => (line.split(',')[4] === code ? line.replace(/,,\r$/, `,${answer},\r`) : line);
      writeFileSync(filled, form.split('\n').map(put('W3', 'no')).map(put('H2', 'xeyr')).join('\n'));
      await hand.press('#bring summary');
      await page.setInputFiles('#field-file', filled);
      await hand.press('#bring button[type=submit]');
      await page.waitForSelector('#conflicts');
      assert.match(await text(page, '#conflicts'), /On record:\s*Yes[\s\S]*In this form:\s*No/);
      assert.match(await text(page, '#conflicts'), /1 other answer was taken in/);
      assert.ok(await page.isChecked('input[name="answer.W3"][value="yes"]'), 'the newer answer stands');
      await hand.tick('input[name="choose.W3"][value="mine"]');
      await hand.press('#conflicts button[type=submit]');
      await page.waitForSelector('.said');
      assert.ok(await page.isChecked('input[name="answer.W3"][value="no"]'));
      assert.ok(await page.isChecked('input[name="answer.H2"][value="no"]'));
      assert.equal(await page.inputValue('#field-answer-W1'), '12');

      writeFileSync(filled, form.split('\n').map(put('W3', 'perhaps')).join('\n').replace(',W4,', ',W99,'));
      await hand.press('#bring summary');
      await page.setInputFiles('#field-file', filled);
      await hand.press('#bring button[type=submit]');
      await page.waitForSelector('#file-faults');
      assert.match(await text(page, '#file-faults'), /Line 4:.*perhaps[\s\S]*Line 5:.*W99/);
    }, { acceptDownloads: true }));
}

tests.add('an inspector is told that the pages of the inspectorate are not theirs', () =>
  at(inspector, '/en/work', async (page) => {
    assert.equal(await page.locator('header nav a[href$="/inspectorate"]').count(), 0);
  }));

tests.add('the checklist on paper has its code and room to write', () =>
  at(inspector, '/en/work', async (page) => {
    await checklistOf(page, numbers[8], new Mouse(page));
    await page.click('#paper');
    await page.emulateMedia({ media: 'print' });
    assert.match(await text(page, '.paper-code'), new RegExp(`${numbers[8]}[\\s\\S]*work 1`));
    assert.ok(await page.locator('.paper .write').count() > 5);
    const pdf = await page.pdf({ format: 'A4' });
    assert.ok(pdf.length > 1000);
  }));

const looks = { phone: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, desk: { viewport: { width: 1280, height: 900 } } };
for (const [how, options] of Object.entries(looks))
  for (const path of ['/inspectorate?year=2019', '/inspectorate/workload?year=2019', '/inspectorate/districts?year=2019', '/inspectorate/plan?year=2019'])
    tests.add(`${path} is for everybody, ${how}`, () =>
      at(supervisor, `/en${path}`, async (page) => {
        assert.deepEqual(await accessibilityFaults(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
        assert.ok(!wide, 'nothing stands beyond the edge');
      }, options));

for (const [how, options] of Object.entries(looks))
  tests.add(`the checklist is for everybody, ${how}`, () =>
    at(inspector, '/en/work', async (page) => {
      await checklistOf(page, numbers[8], new Mouse(page));
      assert.deepEqual(await accessibilityFaults(page), []);
    }, options));

const ok = await tests.run(only, 15, 2);
await browser.close();
await example.end();
process.exitCode = ok ? 0 : 1;

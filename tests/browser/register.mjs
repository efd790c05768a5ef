// The contract register in headless Chromium: a hit to a violation, by mouse and by keyboard alone; an
// employer who notifies; a file. usage: register.mjs HIMAYA [part of a test's name]
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Example } from '../lib/staff.mjs';
import { Keyboard, Mouse } from './hands.mjs';
import { Tests, accessibilityFaults, launch, open } from './harness.mjs';

const [himaya, only] = process.argv.slice(2);
const example = await Example.make(himaya, process.env.HIMAYA_EXAMPLE ? { from: process.env.HIMAYA_EXAMPLE } : {});
const { address } = example;
const browser = await launch();
const tests = new Tests();

/** A page of somebody who is signed in; what the console says fails it. */
async function at(name, path, use, options) {
  const page = await open(browser, options);
  page.setDefaultTimeout(10000);
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

const text = (page, selector) => page.locator(selector).first().innerText();
const rows = 'table.staff-list tbody tr';

for (const Hand of [Mouse, Keyboard]) {
  const tell = (name, user, from, use) => tests.add(`${name}, ${Hand.title}`, () => at(user, from, (page) => use(page, new Hand(page))));

  tell('a hit becomes a violation', 'a.mammadova', '/en/register', async (page, hand) => {
    await hand.press('#to-hits');
    await page.waitForURL(/register\/hits$/);
    const before = Number((await text(page, '#total')).match(/\d+/)[0]);
    assert.match(await text(page, rows), /Grave/, 'the gravest stands first');
    await hand.press(`${rows} th a`);
    await page.waitForSelector('#decide');
    const hit = page.url();
    assert.match(await text(page, '#can-be-done'), /nobody may be fined for it/, 'what can be done has its ground');
    await hand.press('#decide-now');
    await page.waitForSelector('#faults');
    assert.match(await text(page, '#faults'), /Choose what the hit is/);
    await hand.tick('input[value=violation]');
    await hand.press('#decide-now');
    await page.waitForURL(/records\/violation\//);
    assert.match(await text(page, 'main'), /this violation was recorded/);
    assert.match(await text(page, 'main'), /Contract register/, 'how it was found stays with it');
    await page.goto(hit);
    assert.match(await text(page, '#decided'), /It stays decided/);
    await page.goto(`${address}/en/register/hits`);
    assert.equal(Number((await text(page, '#total')).match(/\d+/)[0]), before - 1);
  });

  tell('an employer notifies and is told the article', 'e.nagiyev', '/en/register', async (page, hand) => {
    assert.equal(await page.locator('#to-hits').count(), 0, 'hits are none of their business');
    await hand.press('#to-notify');
    await page.waitForSelector('#field-start_date');
    await hand.press('#notify');
    await page.waitForSelector('#faults');
    assert.match(await text(page, '#error-start_date'), /starts is missing/);
    await page.fill('#field-start_date', '2026-10-01');
    await page.fill('#field-birth_date', '2013-05-05');
    await hand.type('#field-position', 'Waiter');
    await hand.press('#notify');
    await page.waitForSelector('#findings');
    assert.equal(await text(page, 'h1'), 'Refused');
    assert.match(await text(page, '#findings'), /Hired below the minimum age[\s\S]*Labour Code 42\(3\)/);
  });
}

tests.add('hits are decided together, with a reason', () => at('f.abbasov', '/en/register/hits?rule=HOURS', async (page) => {
  const before = await page.locator(rows).count();
  assert.ok(before > 1, 'there are some');
  await page.locator('input[name=rows]').first().check();
  await page.locator('#decide-chosen summary').click();
  await page.fill('#bulk-reason', 'The hours were entered for two weeks.');
  await page.locator('#decide-chosen button').click();
  await page.waitForSelector('.said');
  assert.match(await text(page, '.said'), /decided: 1/);
}));

tests.add('a supervisor has the register screened', () => at('f.abbasov', '/en/register', async (page) => {
  await page.locator('#screen').click();
  await page.waitForURL(/\/jobs\//);
  await page.waitForSelector('text=New hits: 0', { timeout: 15000 });
}));

tests.add('an administrator screens the register and sees no contract', () => at('m.sultanov', '/en/register', async (page) => {
  assert.equal(await page.locator('#contracts').count(), 0);
  assert.equal(await page.locator('#screen').count(), 1);
}));

tests.add('a file is answered row by row, or not at all', () => at('e.nagiyev', '/en/register/file', async (page) => {
  const file = join(example.room, 'notifications.csv');
  writeFileSync(file, 'kind,start_date,birth_date,weekly_hours\nconclusion,2026-10-01,1990-01-01,40\nconclusion,31.12.2026,1990-01-01,40\n');
  await page.setInputFiles('#field-file', file);
  await page.locator('main form button').click();
  await page.waitForSelector('#faults');
  assert.match(await text(page, 'table.file-faults'), /3[\s\S]*start_date/);
  writeFileSync(file, 'kind,start_date,birth_date,weekly_hours\nconclusion,2026-10-01,1990-01-01,40\nconclusion,2026-10-02,2013-01-01,20\n');
  await page.setInputFiles('#field-file', file);
  await page.locator('main form button').click();
  await page.waitForURL(/records\/notification/);
  assert.match(await text(page, '.said'), /1, 0, 1/);
  assert.equal(await page.locator(`${rows}`).count(), 2);
}));

for (const [name, user, path] of [['the register', 'a.mammadova', '/en/register'], ['hits', 'a.mammadova', '/en/register/hits'], ['a notification', 'e.nagiyev', '/en/register/notify']])
  tests.add(`has no barriers: ${name}`, () => at(user, path, async (page) => assert.deepEqual(await accessibilityFaults(page), [])));

tests.add('the server is still up', () => assert.ok(example.alive()));

const ok = await tests.run(only, 15, 2);
await browser.close();
await example.end();
process.exitCode = ok ? 0 : 1;

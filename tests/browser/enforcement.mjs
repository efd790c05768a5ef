// The six counts of labour enforcement as the public sees them, on a store with the inspectorate's whole year.
// usage: enforcement.mjs HIMAYA STORE [part of a test's name]
import assert from 'node:assert/strict';
import { Tests, accessibilityFaults, launch, open, serve } from './harness.mjs';

const [himaya, store, only] = process.argv.slice(2);
const { address, stop } = await serve(himaya, store);
const browser = await launch();
const tests = new Tests();
const year = '/en/countries/AZ/2019';
const text = (page, selector) => page.locator(selector).first().innerText();

/** Opens a path, runs `use`, and fails on anything the console had to say. */
async function visit(path, use, options) {
  const page = await open(browser, options);
  page.setDefaultTimeout(8000);
  try {
    await page.goto(address + path);
    await use(page);
    assert.deepEqual(page.troubles, [], 'the console stays quiet');
  } finally {
    await page.context().close();
  }
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with script' : 'without script';

  tests.add(`from the profile to the six counts, and on to the records of each, ${how}`, () =>
    visit(year, async (page) => {
      await page.getByRole('link', { name: /kept apart/ }).click();
      assert.match(page.url(), /enforcement$/);
      const tiles = await page.locator('.six li').allInnerTexts();
      const shown = tiles.map((tile) => tile.replace(/\s+/g, ' ').match(/^(\D+?) (\d+)/).slice(1).join(' '));
      assert.deepEqual(shown, ['Complaints 41', 'Cases 7', 'Violations 9', 'Children 9', 'Penalties 9', 'Decisions 7']);
      assert.match(await text(page, '#child-labor .reasons'), /the case 2019-07 alone has 3 children/);
      await page.locator('.six a', { hasText: 'Violations' }).click();
      assert.equal(await page.locator('main tbody tr').count(), 9, 'nine violations, one row each');
      await page.goBack();
      await page.locator('.six a', { hasText: 'Cases' }).click();
      assert.equal(await page.locator('main tbody tr').count(), 9, 'the seven cases are in nine violations');
    }, { javaScriptEnabled }));

  tests.add(`all 8,512 complaints come a page at a time, ${how}`, () =>
    visit(`${year}/enforcement`, async (page) => {
      await page.locator('#all').getByRole('link', { name: /^8\D512$/ }).click();
      assert.equal(await page.locator('main tbody tr').count(), 200);
      assert.match(await text(page, '.pages'), /1 to 200 of 8\D?512/);
      await page.getByRole('link', { name: 'Further ones' }).click();
      assert.match(await text(page, '.pages'), /201 to 400/);
      await page.getByRole('link', { name: 'Earlier ones' }).click();
      assert.match(await text(page, '.pages'), /1 to 200/);
    }, { javaScriptEnabled }));
}

tests.add('by keyboard alone', () =>
  visit(`${year}/enforcement`, async (page) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.matches('.six a'))) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(/enforcement\/child_labor\/complaints/);
    assert.equal(await page.locator('main tbody tr').count(), 41);
  }));

tests.add('fines in manat and dollars, and unknown is not 0', () =>
  visit(`${year}/enforcement`, async (page) => {
    const fines = (await text(page, '#fines table')).replace(/(\d)\D(?=\d{3})/g, '$1,');
    for (const amount of ['903,100 AZN', '$531,235', '1,191,000 AZN', '$700,588']) assert.ok(fines.includes(amount), amount);
    const collected = page.locator('#fines tr').filter({ hasText: 'Fines collected' });
    assert.match(await collected.locator('td').first().innerText(), /Unknown/);
  }));

const pages = [`${year}/enforcement`, `${year}/enforcement/child_labor/violations`, `${year}/enforcement/all/complaints`,
  `${year}/figures/labor_inspections`];
for (const path of pages) {
  for (const colorScheme of ['light', 'dark']) {
    tests.add(`nothing is in the way: ${path.slice(3)}, ${colorScheme}`, () =>
      visit(path, async (page) => assert.deepEqual(await accessibilityFaults(page), []), { colorScheme }));
  }
  for (const language of ['en', 'az', 'ru']) {
    tests.add(`fits a phone: ${path.slice(3)}, ${language}`, () =>
      visit(path.replace('/en/', `/${language}/`), async (page) => {
        const [inside, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.ok(inside <= window, `${inside} in ${window}`);
      }, { viewport: { width: 390, height: 844 } }));
  }
}

const ok = await tests.run(only, Infinity, 2);
await browser.close();
stop();
process.exitCode = ok ? 0 : 1;

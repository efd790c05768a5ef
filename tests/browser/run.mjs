// What people click, in headless Chromium. usage: run.mjs HIMAYA STORE [part of a test's name]
import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Tests, accessibilityFaults, launch, open, serve } from './harness.mjs';

const [himaya, store, only] = process.argv.slice(2);
const { address, stop, alive } = await serve(himaya, store);
const browser = await launch();
const tests = new Tests();

const profile = '/countries/AZ/2019';
const documents = await fetch(address + '/api/v1/countries/GE').then((r) => (r.ok ? r.json() : {}));
const documentId = documents.profiles?.find((p) => p.document)?.document.id;

// One address of each page type.
const pageTypes = {
  home: '/',
  countries: '/countries',
  'countries of one level': '/countries?level=no_advancement&year=2019',
  profile,
  'profile, computed': `${profile}?basis=computed`,
  'figure over the years': '/countries/AZ/figures/labor_inspectors',
  'where a figure comes from': `${profile}/figures/labor_inspectors`,
  records: `${profile}/figures/child_labor_violations/records`,
  questionnaire: '/countries/AZ/questionnaire',
  'compare, to choose': '/compare',
  compare: '/compare?one=AZ&one_year=2018&two=AZ&two_year=2019',
  figures: '/figures',
  search: '/search?q=G%C3%BCrc%C3%BCstan',
  about: '/about',
  'not found': '/countries/Atlantis',
  ...(documentId ? { document: `/documents/${documentId}` } : {}),
};

/** Opens a path, runs `use`, and fails on anything the console had to say. */
async function visit(path, use, options) {
  const page = await open(browser, options);
  try {
    await page.goto(address + path);
    await use(page);
    const troubles = page.troubles.filter((t) => !(path.includes('Atlantis') && t.includes('404')));
    assert.deepEqual(troubles, [], 'the console stays quiet');
  } finally {
    await page.context().close();
  }
}

const text = (page, selector) => page.locator(selector).first().innerText();

// --- what people come for, with and without script ---
for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with script' : 'without script';

  tests.add(`find a country by its name in another language, ${how}`, () =>
    visit('/', async (page) => {
      await page.getByRole('searchbox').first().fill('Грузия');
      await page.getByRole('button', { name: 'Find' }).click();
      await page.locator('main').getByRole('link', { name: /Georgia/ }).first().click();
      assert.match(await text(page, 'h1'), /Georgia/);
    }, { javaScriptEnabled }));

  tests.add(`find a country in the list, ${how}`, () =>
    visit('/countries', async (page) => {
      await page.getByLabel('Name', { exact: true }).fill('azerb');
      await page.getByRole('button', { name: 'Show' }).click();
      await page.locator('#countries').getByRole('link', { name: 'Azerbaijan' }).click();
      assert.match(await text(page, 'h1'), /Azerbaijan/);
    }, { javaScriptEnabled }));

  tests.add(`follow a figure to where it comes from, ${how}`, () =>
    visit(profile, async (page) => {
      const row = page.getByRole('row').filter({ hasText: 'Number of Labor Inspectors' }).first();
      assert.match(await row.innerText(), /232[\s\S]*177/);
      await row.getByRole('link', { name: '177' }).first().click();
      assert.match(page.url(), /figures\/labor_inspectors/);
      assert.match(await text(page, 'main'), /177/);
    }, { javaScriptEnabled }));

  tests.add(`open the records beneath a computed figure, ${how}`, () =>
    visit(`${profile}/figures/labor_inspectors`, async (page) => {
      await page.locator('main a[href$="/records"], main a[href*="/records?"]').first().click();
      assert.ok(await page.getByRole('row').count() > 50, 'the inspectors are listed');
    }, { javaScriptEnabled }));

  tests.add(`compare two years, ${how}`, () =>
    visit('/compare', async (page) => {
      for (const [side, year] of [['one', '2018'], ['two', '2019']]) {
        const country = page.locator(`[name="${side}"]`);
        if ((await country.evaluate((e) => e.tagName)) === 'SELECT') await country.selectOption('AZ');
        else await country.fill('Azerbaijan');
        const years = page.locator(`[name="${side}_year"]`);
        if ((await years.evaluate((e) => e.tagName)) === 'SELECT') await years.selectOption(year);
        else await years.fill(year);
      }
      await page.locator('main').getByRole('button', { name: 'Compare' }).click();
      const row = page.getByRole('row').filter({ hasText: 'Number of Labor Inspectors' }).first();
      assert.match(await row.innerText(), /232[\s\S]*177[\s\S]*55/);
    }, { javaScriptEnabled }));

  tests.add(`change the language and stay on the page, ${how}`, () =>
    visit(profile, async (page) => {
      await page.getByRole('link', { name: 'Русский' }).click();
      assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
      assert.match(await text(page, 'h1'), /Азербайджан/);
      await page.getByRole('link', { name: /Azərbaycan/ }).first().click();
      assert.equal(await page.locator('html').getAttribute('lang'), 'az');
      assert.match(page.url(), /countries\/AZ\/2019/);
    }, { javaScriptEnabled }));
}

tests.add('the profile has its eleven tables, its level and its reason', () =>
  visit(profile, async (page) => {
    const main = await page.locator('main').innerText();
    for (let n = 1; n <= 11; n++) assert.match(main, new RegExp(`Table ${n}\\b`));
    assert.match(main, /Minimal Advancement/i);
    assert.equal(await page.locator('#t-actions li, #t-actions tbody tr').count() >= 23, true);
  }));

tests.add('the list narrows while a name is typed', () =>
  visit('/countries', async (page) => {
    const rows = page.locator('#countries tbody tr:visible');
    const before = await rows.count();
    await page.getByLabel('Name', { exact: true }).fill('ghan');
    await page.waitForFunction((n) => [...document.querySelectorAll('#countries tbody tr')]
      .filter((r) => r.offsetParent).length < n, before);
    assert.ok((await rows.count()) <= 3);
  }));

// --- every page type: accessibility, width, weight ---
for (const [name, path] of Object.entries(pageTypes)) {
  for (const colorScheme of ['light', 'dark']) {
    tests.add(`no serious fault of accessibility: ${name}, ${colorScheme}`, () =>
      visit(path, async (page) => {
        assert.deepEqual(await accessibilityFaults(page), []);
      }, { colorScheme, bypassCSP: false }));
  }
  tests.add(`fits a phone: ${name}`, () =>
    visit(path, async (page) => {
      const { wide, seen } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth }));
      assert.ok(wide <= seen, `the page is ${wide} px wide on a screen of ${seen} px`);
    }, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }));
  tests.add(`prints: ${name}`, () =>
    visit(path, async (page) => {
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.locator('header.top').isVisible(), false, 'no navigation on paper');
      assert.equal(await page.locator('h1').first().isVisible(), true);
    }));
  for (const language of ['az', 'ru']) {
    tests.add(`speaks ${language}: ${name}`, () =>
      visit(`/${language}${path}`.replace(/\/$/, '') || '/', async (page) => {
        assert.equal(await page.locator('html').getAttribute('lang'), language);
      }));
  }
  if (name === 'not found') continue;
  tests.add(`weighs at most 60 kB compressed: ${name}`, async () => {
    const page = await open(browser);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    let bytes = 0;
    session.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
    await page.goto(address + path, { waitUntil: 'networkidle' });
    await page.context().close();
    assert.ok(bytes > 0 && bytes <= 60 * 1024, `${bytes} bytes`);
  });
}

tests.add('the keyboard alone reaches the content and shows where it is', () =>
  visit(profile, async (page) => {
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => document.activeElement.getAttribute('href'));
    assert.equal(first, '#main');
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return parseFloat(style.outlineWidth);
    });
    assert.ok(outline >= 3, `the focus ring is ${outline} px`);
  }));

tests.add('the OpenAPI description is valid and every path in it answers', async () => {
  const description = await fetch(`${address}/api/openapi.json`).then((r) => r.json());
  const verdict = await new Validator().validate(description);
  assert.equal(verdict.valid, true, JSON.stringify(verdict.errors)?.slice(0, 500));
  for (const [path, methods] of Object.entries(description.paths)) {
    if (!methods.get) continue;
    const examples = Object.fromEntries((methods.get.parameters ?? [])
      .map((p) => [p.name, p.example ?? p.schema?.example]));
    const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(examples[name]));
    const answer = await fetch(address + filled);
    // Without a token what is the staff's is shut, and only that.
    const shut = (methods.get.security ?? description.security ?? []).some((s) => Object.keys(s).length);
    const known = shut ? [401] : filled.includes('/documents/') ? [200, 404] : [200];
    assert.ok(known.includes(answer.status), `${filled}: ${answer.status}`);
  }
});

tests.add('page and API say the same', async () => {
  const data = await fetch(`${address}/api/v1${profile}`).then((r) => r.json());
  const figure = data.figures.find((f) => f.key === 'labor_inspectors' && f.year === 2019);
  assert.equal(figure.value, 177);
  assert.equal(data.actions.length, 23);
});

tests.add('headers are strict on every answer, errors included', async () => {
  for (const path of [...Object.values(pageTypes), '/api/openapi.json', '/api/v1/nothing', '/static/no']) {
    const { headers } = await fetch(address + path);
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, path);
    assert.doesNotMatch(headers.get('content-security-policy'), /unsafe/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
  }
});

tests.add('the server is still up', () => assert.ok(alive()));

const ok = await tests.run(only, Infinity, 2);
await browser.close();
stop();
process.exitCode = ok ? 0 : 1;

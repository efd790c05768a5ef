// What the staff do, in headless Chromium: by mouse, by keyboard alone, and without script.
// usage: staff.mjs HIMAYA [part of a test's name]
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { oneTimeCode } from '../lib/client.mjs';
import { Example, PASSWORD } from '../lib/staff.mjs';
import { Keyboard, Mouse } from './hands.mjs';
import { Tests, accessibilityFaults, launch, open } from './harness.mjs';

const [himaya, only] = process.argv.slice(2);
const example = await Example.make(himaya);
const { address } = example;
const browser = await launch();
const tests = new Tests();

/** A page of somebody who is signed in (nobody when `name` is empty); what the console says fails it. */
async function at(name, path, use, options) {
  const page = await open(browser, options);
  page.setDefaultTimeout(10000);
  try {
    if (name) {
      const client = await example.client(name);
      await page.context().addCookies([...client.cookies].filter(([cookie]) => cookie === '__Host-himaya')
        .map(([cookie, value]) => ({ name: cookie, value, url: address.replace('http:', 'https:'), httpOnly: true, secure: true, sameSite: 'Strict' })));
    }
    await page.goto(address + path);
    await use(page);
    // A refused form is answered with a status that Chromium reports; that is no fault of the page.
    assert.deepEqual(page.troubles.filter((t) => !/status of 4(09|12|22|29)/.test(t)), [], 'the console stays quiet');
  } finally {
    await page.context().close();
  }
}

const text = (page, selector) => page.locator(selector).first().innerText();
const path = (page) => page.url().slice(address.length);
const settled = (page) => page.waitForLoadState('load');
let serial = 0;
const fresh = (prefix) => `${prefix}-${process.pid % 1000}-${++serial}`;

const ways = [
  { Hand: Mouse, how: 'by mouse', options: {} },
  { Hand: Keyboard, how: 'by keyboard alone', options: {} },
  { Hand: Mouse, how: 'without script', options: { javaScriptEnabled: false } },
];

for (const { Hand, how, options } of ways) {
  const tell = (name, user, from, use) => tests.add(`${name}, ${how}`, () => at(user, from, (page) => use(page, new Hand(page)), options));
  const scripted = options.javaScriptEnabled !== false;

  tell('the first sign-in sets up a password and one-time codes', null, '/en/work', async (page, hand) => {
    const name = fresh('beginner');
    const first = execFileSync(himaya, ['--store', example.store, 'user', 'add', name, '--role', 'inspector', '--agency', 'SLIS', '--office', 'SLIS-GA'])
      .toString().trim().split('\n').pop();
    assert.match(path(page), /\/en\/sign-in/, 'a page of the staff asks to sign in');
    await hand.type('#field-name', name);
    await hand.type('#field-password', 'not the password');
    await hand.press('main button[type=submit]');
    await page.waitForSelector('#error-password');
    assert.match(await text(page, '#error-password'), /not right/);
    assert.equal(await page.inputValue('#field-name'), name, 'the name is still there');
    await new Promise((resolve) => setTimeout(resolve, 1100)); // the next try has to wait a second
    await hand.type('#field-password', first);
    await hand.press('main button[type=submit]');
    await page.waitForSelector('#field-new_password');
    await hand.type('#field-new_password', 'short');
    await hand.type('#field-again', 'short');
    await hand.press('main button[type=submit]');
    await page.waitForSelector('#error-new_password');
    await hand.type('#field-new_password', PASSWORD);
    await hand.type('#field-again', PASSWORD);
    await hand.press('main button[type=submit]');
    await page.waitForURL(/account\/codes/);
    await hand.press('main form button[type=submit]');
    await page.waitForSelector('#field-code');
    const seed = (await page.locator('#seed').textContent()).trim();
    await hand.type('#field-code', oneTimeCode(seed));
    await hand.press('main form button[type=submit]');
    await page.waitForSelector('#recovery');
    assert.equal(await page.locator('#recovery li').count(), 10);
    await hand.press('#go-on');
    await page.waitForURL(/\/work/);
    assert.match(await text(page, 'h1'), /My work/);
  });

  const signers = { 'by mouse': 'c.babayev', 'by keyboard alone': 'd.ahmadov', 'without script': 'e.quliyev' };
  tell('sign in with password and code, and out again', null, '/en/records/complaint', async (page, hand) => {
    const name = signers[how];
    await hand.type('#field-name', name);
    await hand.type('#field-password', PASSWORD);
    await hand.press('main button[type=submit]');
    await page.waitForSelector('#field-code');
    await hand.type('#field-code', await example.code(name));
    await hand.press('main button[type=submit]');
    await page.waitForURL(/records\/complaint/);
    assert.match(await text(page, 'h1'), /Complaints/, 'the page that was asked for');
    await hand.press('form[action$="/sign-out"] button');
    await page.waitForURL(/sign-in/);
    await page.goto(`${address}/en/work`);
    assert.match(path(page), /sign-in/, 'the session is over');
  });

  tell('my work leads to what is overdue', 'a.mammadova', '/en/work', async (page, hand) => {
    const overdue = page.locator('.work-overdue .tasks li');
    assert.ok(await overdue.count() > 0, 'something is overdue');
    assert.match(await text(page, '.work-overdue'), /days? late/);
    const name = await text(page, '.work-overdue .tasks li a');
    await hand.press('.work-overdue .tasks li a');
    await page.waitForURL(/records\/\w+\/[0-9a-z]{26}/);
    assert.ok(name.includes(await text(page, 'h1')), `${name} leads to ${await text(page, 'h1')}`);
  });

  tell('a list is narrowed, sorted and shared by its address', 'f.abbasov', '/en/records/complaint', async (page, hand) => {
    await hand.press('#narrow summary');
    await hand.choose('#n-allegation', 'wages');
    await hand.press('#narrow button[type=submit]');
    await page.waitForURL(/allegation=wages/);
    assert.match(await text(page, '#filters'), /Wages|wages/i);
    const total = await text(page, '#total');
    await hand.press('thead th a');
    await page.waitForURL(/sort=/);
    assert.equal(await page.locator('thead th[aria-sort]').count(), 1);
    const shared = await open(browser, options);
    await shared.context().addCookies(await page.context().cookies(address.replace('http:', 'https:')));
    await shared.goto(page.url());
    assert.equal(await text(shared, '#total'), total);
    assert.equal(await text(shared, 'tbody'), await text(page, 'tbody'));
    await shared.context().close();
    await hand.press('#filters a.all');
    await page.waitForURL((url) => !url.search.includes('allegation'));
    await hand.press('#choose summary');
    await hand.tick('#choose input[name="column.sector"]');
    await hand.press('#choose button[type=submit]');
    await page.waitForURL(/columns=/);
    assert.ok((await page.locator('thead').innerText()).match(/Sector/i), 'the column is there');
  });

  tell('a list is taken away as a file', 'f.abbasov', '/en/records/complaint?district=BA', async (page, hand) => {
    await hand.press('#export summary');
    for (const [format, begins] of [['csv', 'number'], ['xlsx', 'PK']]) {
      const [coming] = await Promise.all([page.waitForEvent('download'), hand.press(`#export a[href*="export/${format}"]`)]);
      const bytes = readFileSync(await coming.path());
      assert.ok(bytes.toString('latin1').replace('\u00ef\u00bb\u00bf', '').toLowerCase().startsWith(begins.toLowerCase()), `${format}: ${bytes.subarray(0, 40)}`);
      assert.ok(bytes.length > 500);
    }
  });

  tell('sealed parts open once, with a reason, and that is written down', 's.karimova', '/en/records/person', async (page, hand) => {
    await hand.press('tbody th a');
    await page.waitForURL(/person\/[0-9a-z]{26}/);
    const sealed = /Məlikov|Abdullayeva|Hacıyev|Nəsirov|Sadıqova|Ağayev|Cəfərov|Şirinova|Quliyeva|Bağırov|Rüstəmova|Vəliyev|Həşimov|Muradova/;
    assert.doesNotMatch(await text(page, 'main'), sealed);
    await hand.type('#field-reason', fresh('The visit of tomorrow is being prepared'));
    await hand.press('#open button[type=submit]');
    await page.waitForSelector('p.said');
    assert.match(await text(page, 'main'), sealed);
    const record = path(page).replace(/\/open$/, '');
    await page.goto(address + record);
    assert.doesNotMatch(await text(page, 'main'), sealed, 'closed again');
    await at('h.bayramova', `/en/audit?record=${record.split('/').pop()}`, async (audit) => {
      assert.match(await text(audit, 'main'), /The visit of tomorrow/);
      assert.doesNotMatch(await text(audit, 'main'), sealed);
    });
  });

  tell('a new record: mistakes are named, nothing typed is lost', 'a.mammadova', '/en/records/complaint/new', async (page, hand) => {
    const number = fresh('N');
    await hand.type('#field-number', number);
    await hand.type('[name="received_on.day"]', '31');
    await hand.type('[name="received_on.month"]', '2');
    await hand.type('[name="received_on.year"]', '2026');
    await hand.press('#save');
    await page.waitForSelector('.faults');
    assert.equal(await page.inputValue('#field-number'), number);
    assert.equal(await page.inputValue('[name="received_on.day"]'), '31');
    assert.ok(await page.locator('#ask-received_on .error').isVisible(), 'the mistake stands at its field');
    await hand.press('.faults a');
    await hand.type('[name="received_on.day"]', '20');
    await hand.type('#field-employer', '9900000062');
    await hand.press('#save');
    await page.waitForURL(/complaint\/[0-9a-z]{26}/);
    assert.match(await text(page, 'h1'), new RegExp(number));
    assert.match(await text(page, 'main'), /Example employer 006/);
  });

  tell('an edit stands in the history with its reason', 'a.mammadova', '/en/records/complaint?number=C-2026-0001', async (page, hand) => {
    await hand.press('tbody th a');
    await page.waitForURL(/complaint\/[0-9a-z]{26}/);
    await hand.press('#edit');
    await page.waitForSelector('#record-form');
    const day = String(10 + serial % 18);
    const reason = fresh('The employer asked for more days');
    await hand.type('[name="answer_due_on.day"]', day);
    await hand.type('[name="answer_due_on.month"]', '12');
    await hand.type('#field-reason', reason);
    await hand.press('#save');
    await page.waitForURL(/complaint\/[0-9a-z]{26}$/);
    await hand.press('.record-actions a[href$="/history"]');
    await page.waitForURL(/history/);
    assert.match(await text(page, '.happened'), new RegExp(reason));
    assert.match(await text(page, '.happened li'), /Answer due/);
    assert.match(await text(page, '.happened li'), /Aygün Məmmədova/);
  });

  tell('two people at one record choose what stands', 'a.mammadova', '/en/records/complaint?number=C-2026-0003', async (page, hand) => {
    await hand.press('tbody th a');
    await page.waitForURL(/complaint\/[0-9a-z]{26}/);
    const record = path(page);
    await hand.press('#edit');
    await page.waitForSelector('#record-form');
    const now = await page.locator('#field-sector option:checked').textContent();
    // Others than the record has: the test is told twice, by mouse and by keyboard.
    const [theirs, mine] = ['Construction', 'Catering', 'Agriculture', 'Manufacturing']
      .filter((label) => label !== now).slice(0, 2);
    await at('f.abbasov', `${record}/edit`, async (other) => {
      await other.selectOption('#field-sector', { label: theirs });
      await other.click('#save');
      await other.waitForURL(/complaint\/[0-9a-z]{26}$/);
    });
    await hand.choose('#field-sector', await page.locator('#field-sector option', { hasText: mine }).getAttribute('value'));
    await hand.press('#save');
    await page.waitForSelector('#conflict-form');
    assert.match(await text(page, 'main'), new RegExp(theirs));
    assert.match(await text(page, 'main'), new RegExp(mine));
    assert.match(await text(page, '#who'), /Fuad Abbasov/);
    await hand.press('#save');
    await page.waitForURL(/complaint\/[0-9a-z]{26}$/);
    assert.match(await text(page, 'main'), new RegExp(mine));
  });

  tell('several records are changed at once', 'f.abbasov', '/en/records/complaint?district=BA', async (page, hand) => {
    await hand.tick('tbody tr:nth-child(1) input[name=rows]');
    await hand.tick('tbody tr:nth-child(2) input[name=rows]');
    await hand.press('.bulk button[value=set]');
    await page.waitForSelector('#continue');
    await hand.tick('input[name=field][value=sector]');
    await hand.press('#continue');
    await page.waitForSelector('#sure');
    await hand.choose('#field-sector', 'retail');
    await hand.press('#sure');
    await page.waitForSelector('#outcome');
    assert.equal(await page.locator('#outcome .done').count(), 2, await text(page, 'main'));
  });

  tell('names are found in three alphabets', 'a.mammadova', '/en/find', async (page, hand) => {
    const people = [['Rəşad Hüseynov', 'Гусейнов', 'Huseynov', 'Hüseynov'], ['Aygün Məmmədova', 'Мамедова', 'Mammadova', 'məmmədova']];
    for (const [name, ...written] of people)
      for (const words of written) {
        await hand.type('#find-q', words);
        await hand.press('form.find button[type=submit]');
        await page.waitForURL((url) => url.searchParams.get('q') === words);
        assert.match(await text(page, 'main'), new RegExp(name), words);
      }
  });

  tell('a file is imported once it is right, and taken back whole', 'f.abbasov', '/en/records/inspection/import', async (page, hand) => {
    const numbers = [fresh('I'), fresh('I')];
    const file = (date) => {
      const name = `${example.room}/inspections-${serial}.csv`;
      writeFileSync(name, `number,conducted_on,kind,district\n${numbers[0]},2026-03-02,routine,BA\n${numbers[1]},${date},routine,BA\n`);
      return name;
    };
    await page.setInputFiles('#field-file', file('2026-02-31'));
    await hand.press('main form button[type=submit]');
    await page.waitForSelector('#faults');
    assert.match(await text(page, '.file-faults'), /3/);
    await hand.press('main .buttons a.button');
    await page.waitForSelector('#field-file');
    await page.setInputFiles('#field-file', file('2026-02-28'));
    await hand.press('main form button[type=submit]');
    await page.waitForSelector('input[name=prepared]', { state: 'attached' });
    await hand.press('main form button[type=submit]');
    await page.waitForURL(/imports|jobs/);
    for (let tries = 0; tries < 40 && !/\/imports\//.test(path(page)); tries++) {
      await page.waitForTimeout(250);
      const done = page.locator('a[href*="/imports/"]');
      // The page may go on by itself between the look and the press.
      if (await done.count()) await hand.press('main a[href*="/imports/"]').catch(() => {});
      else if (!scripted) await page.reload();
      await settled(page);
    }
    assert.match(path(page), /imports/);
    await page.goto(`${address}/en/records/inspection?number=${numbers[1]}`);
    assert.match(await text(page, 'main'), new RegExp(numbers[1]));
    await page.goBack();
    await hand.press('main form button.danger');
    await page.waitForTimeout(300);
    await page.goto(`${address}/en/records/inspection?number=${numbers[1]}`);
    assert.equal(await page.locator('#none').count(), 1, 'taken back');
  });

  tell('the chain of changes is read and checked', 'h.bayramova', '/en/audit', async (page, hand) => {
    await hand.choose('#action', await page.locator('#action option').nth(1).getAttribute('value'));
    await hand.press('form.filter button[type=submit]');
    await page.waitForURL(/action=/);
    await page.goto(`${address}/en/audit`);
    assert.ok(await page.locator('table.audit tbody tr').count() > 5);
    await hand.press('form.audit-tools button[type=submit]');
    await page.waitForTimeout(500);
    for (let tries = 0; tries < 60 && !/holds|good|nothing/i.test(await text(page, 'main')); tries++) {
      await page.waitForTimeout(250);
      if (!scripted) await page.reload();
    }
    assert.match(await text(page, 'main'), /holds|good|nothing/i);
  });

  tell('a new member of staff has a role once two administrators agree', 'm.sultanov', '/en/admin/users/new', async (page, hand) => {
    const name = fresh('new').toLowerCase();
    await hand.type('#field-full_name', `Yeni ${name}`);
    await hand.type('#field-name', name);
    await hand.choose('#field-agency', 'SLIS');
    await hand.choose('#field-role', 'statistician');
    await hand.press('main form button[type=submit]');
    await page.waitForSelector('#first-password');
    const staff = await page.locator('#roles form').first().getAttribute('action').catch(() => '');
    assert.match(await text(page, '#roles'), /asked for by/);
    assert.equal(await page.locator('#roles button[value=agree]').count(), 0, 'who asks cannot agree');
    await at('p.valiyeva', '/en/admin/roles', async (other) => {
      const row = other.locator('#waiting li').filter({ hasText: `Yeni ${name}` });
      assert.equal(await row.count(), 1, staff);
      await row.locator('input[type=password]').fill(PASSWORD);
      await row.locator('button[value=agree]').click();
      await settled(other);
    });
    const roles = example.run('user', 'list').split('\n').find((line) => line.startsWith(name));
    assert.match(roles, /statistician$/);
  });
}

// --- every page type ---

const id = (type, where = '1') => example.rows(`SELECT id FROM "${type}" WHERE ${where} ORDER BY id LIMIT 1`)[0][0];
const mine = id('complaint', `number = 'C-2026-0001'`);
const child = id('person', `reference = 'CH-2018-01'`);
const people = new Set(example.rows('SELECT full_name FROM "user"').map(([name]) => name));
const pageTypes = {
  'sign in': [null, '/sign-in'],
  'my work': ['a.mammadova', '/work'],
  'record types': ['a.mammadova', '/records'],
  'list': ['f.abbasov', '/records/complaint'],
  'list, narrowed': ['f.abbasov', '/records/complaint?district=BA&received_on=2019&sort=number'],
  'list, empty': ['f.abbasov', '/records/complaint?number=nothing'],
  'record': ['a.mammadova', `/records/complaint/${mine}`],
  'record with sealed parts': ['s.karimova', `/records/person/${child}`],
  'new record': ['a.mammadova', '/records/complaint/new'],
  'edit': ['a.mammadova', `/records/complaint/${mine}/edit`],
  'history': ['a.mammadova', `/records/complaint/${mine}/history`],
  'erase': ['h.bayramova', `/records/person/${child}/erase`],
  'find': ['a.mammadova', '/find'],
  'found': ['a.mammadova', '/find?q=Lankaran'],
  'import': ['f.abbasov', '/records/inspection/import'],
  'audit': ['h.bayramova', '/audit'],
  'account': ['a.mammadova', '/account'],
  'password': ['a.mammadova', '/account/password'],
  'one-time codes': ['a.mammadova', '/account/codes'],
  'administration': ['m.sultanov', '/admin'],
  'staff': ['m.sultanov', '/admin/users'],
  'new staff': ['m.sultanov', '/admin/users/new'],
  'roles that wait': ['m.sultanov', '/admin/roles'],
  'health': ['m.sultanov', '/admin/health'],
  'lists': ['m.sultanov', '/admin/lists'],
  'retention': ['m.sultanov', '/admin/retention'],
  'keys': ['m.sultanov', '/admin/keys'],
  'jobs': ['m.sultanov', '/admin/jobs'],
};
for (const [name, [who, where]] of Object.entries(pageTypes)) {
  const visit = (language, use, options) => at(who, `/${language}${where}`, async (page) => {
    assert.notEqual(await page.locator('body').getAttribute('class'), null, `${page.url()} is a page of the staff`);
    await use(page);
  }, options);
  for (const colorScheme of ['light', 'dark'])
    tests.add(`no serious fault of accessibility: ${name}, ${colorScheme}`, () => visit('en', async (page) => {
      assert.deepEqual(await accessibilityFaults(page), []);
    }, { colorScheme }));
  // Words are longer in other languages than in English.
  for (const language of ['en', 'az', 'ru'])
    tests.add(`fits a phone: ${name}, ${language}`, () => visit(language, async (page) => {
      const { wide, seen } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, seen: document.documentElement.clientWidth }));
      assert.ok(wide <= 390 && wide <= seen, `the page is ${wide} px wide on a screen of 390 px`);
    }, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }));
  tests.add(`prints: ${name}`, () => visit('en', async (page) => {
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('header.top nav').first().isVisible().catch(() => false), false, 'no navigation on paper');
    assert.equal(await page.locator('h1').first().isVisible(), true);
  }));
  for (const language of ['az', 'ru'])
    tests.add(`speaks ${language}: ${name}`, async () => {
      // Headings, buttons, labels and notes that read as in English were not translated.
      const sayings = 'h1, h2, h3, button, label, legend, summary, th[scope=col], .lead, .help, .note, nav a';
      const said = (page) => page.locator(sayings).evaluateAll((all) => all.map((e) =>
        [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join(' ').trim()).filter((t) => /[a-z]{3}.*\s|^[A-Z]?[a-z]{4,}$/.test(t)));
      let english;
      await visit('en', async (page) => { english = new Set(await said(page)); });
      await visit(language, async (page) => {
        assert.equal(await page.locator('html').getAttribute('lang'), language);
        const data = /Himaya|C-\d|CH-\d|SLIS|Example employer|Labour Inspection, |Social services, |Shelter for|[əğıöüçşƏĞİÖÜÇŞ]|\.csv|^CSV|^JSON|^XLSX/;
        const left = (await said(page)).filter((t) => english.has(t) && !data.test(t) && !people.has(t));
        assert.deepEqual([...new Set(left)], [], 'said in English');
      });
    });
}

tests.add('the server is still up', () => assert.ok(example.alive()));

const ok = await tests.run(only, 15, 2);
await browser.close();
await example.end();
process.exitCode = ok ? 0 : 1;

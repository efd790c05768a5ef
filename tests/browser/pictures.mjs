// usage: pictures.mjs HIMAYA STORE FOLDER: the pictures of the README.
// The staff's are taken from the example whose people can sign in (staff_store of ./dev).
import { Example } from '../lib/staff.mjs';
import { launch, open, serve } from './harness.mjs';

const [himaya, store, folder] = process.argv.slice(2);
const { address, stop } = await serve(himaya, store);
const browser = await launch();
const phone = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 1, isMobile: true };
const wide = { viewport: { width: 1280, height: 860 } };

const pictures = [
  ['home', '/', wide],
  ['countries', '/countries', wide],
  ['profile', '/countries/AZ/2019', wide],
  ['figure', '/countries/AZ/figures/labor_inspectors', wide],
  ['compare', '/compare?one=AZ&one_year=2018&two=AZ&two_year=2019', wide],
  ['phone-dark', '/countries/AZ/2019', { ...phone, colorScheme: 'dark' }],
];
for (const [name, path, options] of pictures) {
  const page = await open(browser, options);
  await page.goto(address + path);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.context().close();
}
stop();

const example = await Example.make(himaya);
const complaint = example.rows(`SELECT id FROM complaint WHERE number = 'C-2026-0001'`)[0][0];
const desks = [
  ['work', 'a.mammadova', '/en/work'],
  ['complaint', 'a.mammadova', `/en/records/complaint/${complaint}`],
  ['hit', 'f.abbasov', `/en/register/hits/${example.rows(`SELECT id FROM hit WHERE rule = 'HAZARD' ORDER BY id LIMIT 1`)[0][0]}`],
  ['inspectorate', 'f.abbasov', '/en/inspectorate?year=2019'],
  ['list', 'f.abbasov', '/en/records/complaint?district=BA&received_on=2019'],
];
for (const [name, who, path] of desks) {
  const page = await open(browser, wide);
  const client = await example.client(who);
  await page.context().addCookies([...client.cookies].filter(([cookie]) => cookie === '__Host-himaya')
    .map(([cookie, value]) => ({ name: cookie, value, url: example.address.replace('http:', 'https:'), httpOnly: true, secure: true, sameSite: 'Strict' })));
  await page.goto(example.address + path);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.context().close();
}
await browser.close();
await example.end();

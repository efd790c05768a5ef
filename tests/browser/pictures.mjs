// usage: pictures.mjs HIMAYA STORE FOLDER: the pictures of the README.
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
await browser.close();
stop();

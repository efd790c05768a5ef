// usage: data.mjs FOLDER: the records that every server of ./dev bench web holds, as CSV: 100,000
// complaints in 500 offices (200 each), 2,000 of them with 30 violations. Always the same.
import { createWriteStream, mkdirSync } from 'node:fs';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });

const OFFICES = 500;
const COMPLAINTS = 100_000;
const WITH_VIOLATIONS = 2_000;
const VIOLATIONS_EACH = 30;
const EMPLOYERS = 5_000;
const USERS = 4;
const DISTRICTS = ['BA', 'GA', 'SM', 'MI', 'LA', 'SA', 'YE', 'ABS', 'BAR', 'TOV'];
const ALLEGATIONS = ['child_labor', 'wages', 'no_contract', 'safety', 'hours', 'dismissal'];

let seed = 20261122;
function below(n) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
}
const padded = (n, width) => String(n).padStart(width, '0');
const day = () => new Date(Date.UTC(2016, 0, 1 + below(3650))).toISOString().slice(0, 10);

async function table(name, header, rows) {
  const file = createWriteStream(`${folder}/${name}.csv`);
  file.write(header + '\n');
  for (const row of rows) if (!file.write(row + '\n')) await new Promise((r) => file.once('drain', r));
  await new Promise((r) => file.end(r));
}

const office = (i) => `B-${padded(i, 3)}`;
const employer = (i) => padded(8_000_000_000 + i, 10);
const user = (i) => `bench.${i}`;
const complaint = (i) => `B-${padded(i, 6)}`;
const each = (n, make) => (function* () { for (let i = 0; i < n; i++) yield make(i); })();

await table('office', 'code,name,agency,district',
  each(OFFICES, (i) => `${office(i)},Office number ${i},SLIS,${DISTRICTS[i % DISTRICTS.length]}`));
await table('user', 'name,full_name,agency,office,state',
  each(USERS, (i) => `${user(i)},Inspector number ${i},SLIS,${office(i)},active`));
await table('employer', 'tax_id,name,legal_form,industry,district',
  each(EMPLOYERS, (i) => `${employer(i)},Employer ${i} & Sons,individual,I56,${DISTRICTS[below(10)]}`));
await table('complaint',
  'number,received_on,channel,employer,district,sector,allegation,anonymous,office,assigned_to',
  each(COMPLAINTS, (i) => [complaint(i), day(), 'hotline', employer(below(EMPLOYERS)),
    DISTRICTS[(i % OFFICES) % 10], 'catering', ALLEGATIONS[below(6)], 'no', office(i % OFFICES),
    user(i % USERS)].join()));
await table('violation', 'number,found_on,kind,employer,complaint,district,office,assigned_to',
  each(WITH_VIOLATIONS * VIOLATIONS_EACH, (i) => {
    const of = Math.floor(i / VIOLATIONS_EACH);
    return [`B-${padded(i, 6)}`, day(), 'below_minimum_age', employer(below(EMPLOYERS)), complaint(of),
      DISTRICTS[(of % OFFICES) % 10], office(of % OFFICES), user(of % USERS)].join();
  }));

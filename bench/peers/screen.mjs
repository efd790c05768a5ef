// Screens a register with DuckDB, beside which ./dev bench screen measures himaya.
//   node screen.mjs typed REGISTER.csv OUT THREADS LIST.csv     the query that one would write by hand
//   node screen.mjs printed REGISTER.csv OUT THREADS QUERY.sql  the query of `himaya law sql`
//   node screen.mjs compare REGISTER.csv FLAGGED.csv THREADS QUERY.sql
// `typed` and `printed` write OUT/flagged.csv and OUT/counts.csv. `compare` counts the rows that only one
// of the printed query and himaya has, all columns together.
import { DuckDBInstance } from "@duckdb/node-api";
import { mkdirSync, readFileSync } from "node:fs";

const [kind, register, out, threads, given] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads });
const duck = await instance.connect();
const quote = (text) => `'${text.replaceAll("'", "''")}'`;

// Dates that may be anything stay text and are tried; every other column has its type.
const columns = {
  contract_id: "VARCHAR", person_id: "VARCHAR", birth_date: "VARCHAR", sex: "VARCHAR", employer_id: "VARCHAR",
  occupation_code: "VARCHAR", industry_code: "VARCHAR", start_date: "DATE", end_date: "DATE", weekly_hours: "DOUBLE",
  night_work: "BOOLEAN", district: "VARCHAR", wage: "DOUBLE", written_consent: "BOOLEAN",
};

// Codes of a list as two conditions: those that always count, and those of some days.
function onList(column, codeKind) {
  const [head, ...lines] = readFileSync(given, "utf8").trim().split("\n").map((line) => line.split(","));
  const at = (name) => head.indexOf(name);
  const codes = new Map();
  for (const line of lines) {
    if (line[at("kind")] && line[at("kind")] !== codeKind) continue;
    const days = `${line[at("from_on")]}|${line[at("to_on")]}`;
    codes.set(days, [...(codes.get(days) ?? []), quote(line[at("code")])]);
  }
  return [...codes].map(([days, list]) => {
    const [from, to] = days.split("|");
    return `(${column} IN (${list})${from && ` AND start_date >= DATE ${quote(from)}`}${to && ` AND start_date <= DATE ${quote(to)}`})`;
  }).join(" OR ");
}

const typed = () => `
  WITH read AS (
    SELECT *, TRY_CAST(birth_date AS DATE) AS born FROM read_csv(${quote(register)}, header = true, delim = ',',
      quote = '"', escape = '"', auto_detect = false,
      columns = {${Object.entries(columns).map(([name, type]) => `${quote(name)}: ${quote(type)}`)}})
  ), aged AS (
    SELECT *, year(start_date) - year(born)
      - CASE WHEN month(start_date) * 100 + day(start_date) < month(born) * 100 + day(born) THEN 1 ELSE 0 END AS age
    FROM read
  )
  SELECT * EXCLUDE (born, age), concat_ws(';',
    CASE WHEN age < 15 AND start_date >= DATE '1999-07-01' THEN 'MIN_AGE' END,
    CASE WHEN age BETWEEN 15 AND 17 AND start_date >= DATE '1999-07-01'
      AND (${onList("occupation_code", "occupation")} OR ${onList("industry_code", "industry")}) THEN 'HAZARD' END,
    CASE WHEN ((age < 16 AND weekly_hours > 24) OR (age BETWEEN 16 AND 17 AND weekly_hours > 36))
      AND start_date >= DATE '1999-07-01' THEN 'HOURS' END,
    CASE WHEN age < 18 AND night_work AND start_date >= DATE '1999-07-01' THEN 'NIGHT' END,
    CASE WHEN age = 15 AND written_consent IS NOT TRUE AND start_date >= DATE '1999-07-01' THEN 'CONSENT' END,
    CASE WHEN age BETWEEN 15 AND 17 AND written_consent IS NOT TRUE AND start_date >= DATE '2026-01-22'
      THEN 'AZ-AGE-2' END,
    CASE WHEN born IS NULL THEN 'DATA' END) AS rules
  FROM aged WHERE born IS NULL OR age < 18`;

const printed = () => readFileSync(given, "utf8").trim().replace(/;$/, "");
const view = (name, file) => duck.run(
  `CREATE VIEW ${name} AS SELECT * FROM read_csv(${quote(file)}, header = true, all_varchar = true, delim = ',',
     quote = '"', escape = '"')`);
const number = async (sql) => Number((await (await duck.runAndReadAll(sql)).getRows())[0][0]);

if (kind === "compare") {
  await view("contracts", register);
  await view("flagged", out);
  await duck.run(`CREATE TABLE found AS ${printed()}`);
  const sql = await number("SELECT count(*) FROM found");
  const ours = await number("SELECT count(*) FROM flagged");
  const only = await number("SELECT count(*) FROM (FROM found EXCEPT ALL FROM flagged)");
  const others = await number("SELECT count(*) FROM (FROM flagged EXCEPT ALL FROM found)");
  console.log(`flagged by the printed SQL in DuckDB ${sql}, by himaya ${ours}; differences ${only + others}`);
  process.exitCode = only + others ? 1 : 0;
} else {
  mkdirSync(out, { recursive: true });
  if (kind === "printed") await view("contracts", register);
  await duck.run(`CREATE TABLE found AS ${kind === "printed" ? printed() : `SELECT * FROM (${typed()}) WHERE rules <> ''`}`);
  await duck.run(`COPY found TO ${quote(`${out}/flagged.csv`)} (HEADER)`);
  await duck.run(`COPY (SELECT rule, district, count(*) AS n
    FROM (SELECT unnest(string_split(rules, ';')) AS rule, district FROM found) GROUP BY ALL ORDER BY ALL)
    TO ${quote(`${out}/counts.csv`)} (HEADER)`);
}

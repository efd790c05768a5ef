#!/usr/bin/env node
// Draws the world once, so that pages need no map library: Equal Earth projection, one outline a country.
//
// usage: tools/world-map.mjs COUNTRIES-110M.json model/lists/countries.csv > web/static/world-map.csv
//
// The first file is countries-110m.json of the npm package world-atlas (ISC; the outlines are Natural
// Earth's, public domain): `npm pack world-atlas@2.0.2` and unpack. What comes out:
//   {"width": 1000, "height": …, "radius": …,
//    "places": [{"code": "AZ", "path": "M…"}, {"code": "AI", "x": …, "y": …}, …]}
// A place too small for its outline is a dot at x, y. Antarctica is left out.
import { readFileSync } from 'node:fs';

const WIDTH = 1000;
const NORTH = 83.7;       // of land
const SOUTH = -56;
const TOLERANCE = 0.35;   // how far a simplified line may leave the true one, in units of the drawing
const SMALLEST = 0.4;     // a ring of less area is left out unless it is all a country has

// Two parts that the source keeps apart without a number, and Kosovo, which has none.
const WITHOUT_NUMBER = { 'N. Cyprus': 'CY', Somaliland: 'SO', Kosovo: 'XK' };

// Longitude and latitude of places without an outline at this scale.
const DOTS = {
  AD: [1.6, 42.5], AG: [-61.8, 17.3], AI: [-63.1, 18.6], BB: [-59.6, 13.2], BH: [50.5, 26], BM: [-64.8, 32.3],
  CC: [96.8, -12.2], CK: [-159.8, -21.2], CV: [-24, 16], CX: [105.6, -10.5], DM: [-61.4, 15.4], FM: [158.2, 6.9],
  FO: [-6.9, 62.1], GD: [-61.7, 12.1], GU: [144.8, 13.4], HK: [114.1, 22.4], KI: [173, 1.4], KM: [43.7, -11.9],
  KN: [-62.7, 17.3], LC: [-61, 13.9], LI: [9.5, 47.1], MC: [7.4, 43.8], MH: [170.3, 7], MS: [-62.2, 16.7],
  MT: [14.4, 35.9], MU: [57.6, -20.3], MV: [73.5, 3.7], NF: [167.9, -29.1], NR: [166.9, -0.5], NU: [-169.9, -19],
  PF: [-149.5, -17.6], PW: [134.4, 7.3], SC: [55.5, -4.7], SG: [103.8, 1.4], SH: [-5.7, -15.9], SM: [12.5, 43.9],
  ST: [6.7, 0.4], TK: [-171.8, -9.2], TO: [-174.8, -20.4], TV: [179.2, -8.5], VA: [12.4, 41.9], VC: [-61.2, 13.2],
  VG: [-64.5, 18.5], WF: [-177.3, -13.9], WS: [-172.2, -13.8],
};

// Equal Earth (Šavrič, Patterson, Jenny 2018): equal areas, pleasant shapes.
function equalEarth([longitude, latitude]) {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const m = Math.sqrt(3) / 2;
  const t = Math.asin(m * Math.sin((latitude * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const x = ((longitude * Math.PI) / 180) * Math.cos(t)
    / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)));
  return [x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))];
}

const scale = WIDTH / (2 * equalEarth([180, 0])[0]);
const top = equalEarth([0, NORTH])[1];
const height = Math.ceil(scale * (top - equalEarth([0, SOUTH])[1]));

// Drawing coordinates in tenths of a unit, so that steps are whole numbers.
function place(point) {
  const [x, y] = equalEarth(point);
  return [Math.round(10 * (WIDTH / 2 + scale * x)), Math.round(10 * scale * (top - y))];
}

// Douglas and Peucker: the points without which the line would leave its course.
function simplify(points, tolerance) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points.at(-1)];
  const [dx, dy] = [last[0] - first[0], last[1] - first[1]];
  const length = Math.hypot(dx, dy);
  let [farthest, distance] = [0, -1];
  for (let i = 1; i < points.length - 1; i++) {
    const [px, py] = [points[i][0] - first[0], points[i][1] - first[1]];
    const d = length ? Math.abs(px * dy - py * dx) / length : Math.hypot(px, py);
    if (d > distance) [farthest, distance] = [i, d];
  }
  if (distance <= tolerance) return [first, last];
  return [...simplify(points.slice(0, farthest + 1), tolerance).slice(0, -1),
    ...simplify(points.slice(farthest), tolerance)];
}

// Longitudes that go on past 180 instead of jumping to -180.
function unwrap(points) {
  let turn = 0;
  return points.map(([x, y], i) => {
    const step = i ? x - points[i - 1][0] : 0;
    if (Math.abs(step) > 180) turn -= 360 * Math.sign(step);
    return [x + turn, y];
  });
}

// Borders are shared lines: each is simplified once, so neighbours still meet. In degrees.
function lines(topology) {
  const [[sx, sy], [tx, ty]] = [topology.transform.scale, topology.transform.translate];
  return topology.arcs.map((arc) => {
    let [x, y] = [0, 0];
    const points = unwrap(arc.map(([dx, dy]) => [(x += dx) * sx + tx, (y += dy) * sy + ty]));
    const drawn = points.map((point) => [...place(point), point]);
    return simplify(drawn, 10 * TOLERANCE).map((d) => d[2]);
  });
}

// What of a ring lies east (side 1) or west (side -1) of a meridian.
function clip(points, meridian, side) {
  const inside = ([x]) => side * (x - meridian) >= 0;
  const kept = [];
  points.forEach((point, i) => {
    const before = points[(i || points.length) - 1];
    if (inside(point) !== inside(before)) {
      const part = (meridian - before[0]) / (point[0] - before[0]);
      kept.push([meridian, before[1] + part * (point[1] - before[1])]);
    }
    if (inside(point)) kept.push(point);
  });
  return kept;
}

// A ring of border lines as the closed rings to draw: two where it crosses the date line.
function rings(arcs, indices) {
  const points = [];
  for (const index of indices) {
    const line = index < 0 ? [...arcs[~index]].reverse() : arcs[index];
    points.push(...(points.length ? line.slice(1) : line));
  }
  const whole = unwrap(points).slice(0, -1);
  return [-360, 0, 360]
    .map((turn) => clip(clip(whole.map(([x, y]) => [x + turn, y]), -180, 1), 180, -1))
    .filter((piece) => piece.length > 2)
    .map((piece) => [...piece, piece[0]].map(place));
}

function area(points) {
  let sum = 0;
  for (let i = 0; i + 1 < points.length; i++)
    sum += points[i][0] * points[i + 1][1] - points[i + 1][0] * points[i][1];
  return Math.abs(sum) / 200;
}

const tenth = (n) => String(n / 10).replace(/^(-?)0\./, '$1.');
const pair = (x, y) => tenth(x) + (y < 0 ? '' : ' ') + tenth(y);

function outline(points) {
  let text = `M${pair(...points[0])}l`;
  for (let i = 1; i < points.length - 1; i++) {
    const step = pair(points[i][0] - points[i - 1][0], points[i][1] - points[i - 1][1]);
    text += i === 1 || step.startsWith('-') ? step : ` ${step}`;
  }
  return `${text}z`;
}

function path(arcs, geometry) {
  const polygons = geometry.type === 'Polygon' ? [geometry.arcs] : geometry.arcs;
  const all = polygons.flat().flatMap((indices) => rings(arcs, indices));
  const large = all.filter((r) => area(r) >= SMALLEST);
  return (large.length ? large : all.slice(0, 1)).map(outline).join('');
}

// The two-letter code of each three-figure number, from the list of countries.
function codes(csv) {
  const rows = csv.split('\n').map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((c) => c.replace(/,$/, '')));
  const column = rows[0].indexOf('numeric');
  return Object.fromEntries(rows.slice(1).filter((r) => r[column]).map((r) => [r[column], r[0]]));
}

const topology = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const byNumber = codes(readFileSync(process.argv[3], 'utf8'));
const arcs = lines(topology);
const paths = new Map();
for (const geometry of topology.objects.countries.geometries) {
  const code = byNumber[geometry.id] ?? WITHOUT_NUMBER[geometry.properties.name];
  if (!code) throw new Error(`${geometry.properties.name} has no code in the list of countries`);
  if (code === 'AQ') continue;
  paths.set(code, (paths.get(code) ?? '') + path(arcs, geometry));
}
const places = [...paths].sort().map(([code, d]) => ({ code, path: d }));
for (const [code, point] of Object.entries(DOTS)) {
  const [x, y] = place(point);
  places.push({ code, x: x / 10, y: y / 10 });
}
const written = places.map((p) => `${p.code},${p.x ?? ''},${p.y ?? ''},${p.path ?? ''}\n`).join('');
process.stdout.write(`width,${WIDTH}\nheight,${height}\nradius,2.6\n${written}`);

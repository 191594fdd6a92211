// Writes what ghoststatic knows of moment's locales, or test vectors, from the npm package `moment`.
//
//   npm install moment@2.24.0 moment-timezone@0.5.45      (the versions that Ghost 6 uses; both MIT)
//   node scripts/moment-locales.js locales > ghoststatic/render/moment/locales.json
//   node scripts/moment-locales.js vectors > tests/render/moment/vectors.json
//
// A locale of moment is code. All of it is pure and its arguments are few, so its answers are tabulated: ordinals for
// the numbers that a date can have, parts of the day for every minute, relative times for every number below the
// next unit. In a table, equal texts are stored once and an index string says which number has which.
'use strict';

const fs = require('fs');
const path = require('path');
const moment = require('moment');
require('moment-timezone');

const folder = path.join(path.dirname(require.resolve('moment')), 'locale');
// one file has capitals in its name, which moment itself never finds; Klingon has a text of its own for every number
const names = fs.readdirSync(folder).map((file) => file.replace(/\.js$/, '')).filter((name) => name === name.toLowerCase() && name !== 'tlh');
names.forEach((name) => require(path.join(folder, `${name}.js`)));
names.push('en');
names.sort();

// Patterns that the functions of some locales test the format against.
const FUNCTION_CASES = {
  months: { el: [/D[^M]*MMMM/, 'D MMMM'], pl: [/D MMMM/, 'D MMMM'] },
  monthsShort: Object.fromEntries(['es', 'es-do', 'es-us', 'fy', 'nl', 'nl-be'].map((n) => [n, [/-MMM-/, '-MMM-']])),
};
const IN_FORMAT = /D[oD]?(\[[^\[\]]*\]|\s)+MMMM?/;
const DAY = (n) => moment.utc([2023, 0, 1 + n]); // 1 January 2023 was a Sunday
const MONTH = (n) => moment.utc([2023, n, 15]);
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

// a list of texts → one text if all are equal, else [texts, index string in base 36]
function table(texts) {
  const distinct = [...new Set(texts)];
  if (distinct.length === 1) return distinct[0];
  return [distinct, texts.map((text) => distinct.indexOf(text).toString(36)).join('')];
}

// names that may depend on the format: the usual ones, and [pattern, names] for formats that match it
function cases(data, name, kind, item, count) {
  const list = (format) => range(0, count - 1).map((n) => data[kind](item(n), format));
  const stored = data[`_${kind}`];
  if (name === 'uk' && kind === 'weekdays') {
    const patterns = ['(\\[[ВвУу]\\]) ?dddd', '\\[?(?:минулої|наступної)? ?\\] ?dddd'];
    return { usual: list('dddd'), cases: [[patterns[0], list('[В] dddd')], [patterns[1], list('[ ] dddd')]] };
  }
  const own = (FUNCTION_CASES[kind] || {})[name];
  if (own) return { usual: list(kind === 'months' ? 'MMMM' : 'MMM'), cases: [[own[0].source, list(own[1])]] };
  if (stored && !Array.isArray(stored)) {
    const pattern = (kind !== 'monthsShort' && stored.isFormat) || IN_FORMAT;
    return { usual: stored.standalone, cases: [[pattern.source, stored.format]] };
  }
  return { usual: list(''), cases: [] };
}

function ordinals(data) {
  const periods = { M: [1, 12], Q: [1, 4], D: [1, 31], DDD: [1, 366], d: [0, 6], w: [1, 53], W: [1, 53] };
  const number = (n, period) => String(data.ordinal(n, period)).replace(String(n), '%d');
  return Object.fromEntries(
    Object.entries(periods).map(([period, [from, to]]) => [period, table(range(0, to).map((n) => (n < from ? number(from, period) : number(n, period))))]),
  );
}

function meridiem(data, isLower) {
  const turns = [];
  range(0, 1439).forEach((minute) => {
    const text = data.meridiem(Math.floor(minute / 60), minute % 60, isLower);
    if (!turns.length || turns[turns.length - 1][1] !== text) turns.push([minute, text]);
  });
  return turns;
}

function relative(data, sign) {
  const largest = { s: 44, m: 1, mm: 44, h: 1, hh: 21, d: 1, dd: 25, M: 1, MM: 10, y: 1, yy: 199 };
  const text = (n, key) => data.pastFuture(sign, data.relativeTime(n, false, key, sign > 0)).replace(new RegExp(`(?<!\\d)${n}(?!\\d)`), '%d');
  return Object.fromEntries(
    Object.entries(largest).map(([key, to]) => [key, table(range(0, to).map((n) => text(Math.max(n, key.length > 1 ? 2 : 1), key)))]),
  );
}

function characters(data) {
  const changed = {};
  range(32, 126).map((code) => String.fromCharCode(code)).forEach((char) => {
    const printed = data.postformat(char);
    if (printed !== char) changed[char] = printed;
  });
  return changed;
}

function describe(name) {
  const data = moment.localeData(name);
  return {
    months: cases(data, name, 'months', MONTH, 12),
    months_short: cases(data, name, 'monthsShort', MONTH, 12),
    weekdays: cases(data, name, 'weekdays', DAY, 7),
    weekdays_short: range(0, 6).map((n) => data.weekdaysShort(DAY(n))),
    weekdays_min: range(0, 6).map((n) => data.weekdaysMin(DAY(n))),
    first_day: data._week.dow,
    first_week: data._week.doy,
    formats: data._longDateFormat,
    ordinals: ordinals(data),
    meridiem: meridiem(data, false),
    meridiem_lower: meridiem(data, true),
    past: relative(data, -1),
    future: relative(data, 1),
    characters: characters(data),
  };
}

const FORMATS = [
  'LT', 'LTS', 'L', 'LL', 'LLL', 'LLLL', 'l', 'll', 'lll', 'llll', 'D MMM YYYY', 'MMMM YYYY', 'D-MMM-YYYY', 'dddd D MMMM',
  'Do MMMM', 'DDDo wo Wo Qo do Mo', 'dd ddd dddd', 'gggg-ww-e GGGG-WW-E', 'h:mm a A', '[D] DD/MM/YY \\M k kk', 'YYYYY YYYYYY Y',
  'X x Z ZZ z SSS SSSSS', 'Hmm hmmss d Q DDDD', '[at] MMM D', 'dddd HH:mm', '[В] dddd',
];
const DATES = [
  '2026-11-20T05:46:40.123Z', '2023-01-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z', '2021-12-31T11:30:00.000Z',
  '2020-06-03T18:05:09.050Z', '1999-03-21T21:00:00.000Z',
];
const ZONES = ['Etc/UTC', 'America/Los_Angeles', 'Asia/Kathmandu'];
const AGES = [
  0, 10, 44, 45, 89, 90, 150, 2640, 2700, 5399, 5400, 7200, 75600, 79200, 129599, 129600, 200000, 2160000, 2246400, 3974400,
  5356800, 10368000, 27648000, 28512000, 31536000, 47260800, 47433600, 63072000, 220752000, 1009152000, 3469420800,
];

// the locales that Ghost offers, under their names in moment
const OFFERED = (
  'af ar bg bn bs ca cs da de de-ch el en en-gb eo es et eu fa fi fr gd he hi hr hu id is it ja ko lt lv mk mn ms nb ne nl nn ' +
  'pa-in pl pt pt-br ro ru si sk sl sq sr sr-cyrl sv sw ta th tr uk ur uz vi zh-cn zh-tw'
).split(' ');

function vectors(name, at) {
  const dates = range(0, 2).map((i) => [DATES[(at + i) % DATES.length], ZONES[(at + i) % ZONES.length]]);
  const now = moment.utc('2026-11-21T07:00:00Z');
  const from = (seconds) => now.clone().add(seconds, 's').locale(name).from(now);
  return {
    formats: dates.map(([date, zone]) => [date, zone, FORMATS.map((format) => moment.parseZone(date).locale(name).tz(zone).format(format))]),
    ages: AGES.map((seconds) => [from(-seconds), from(seconds || 1)]),
  };
}

const build = { locales: () => Object.fromEntries(names.map((n) => [n, describe(n)])), vectors: () => ({
  now: '2026-11-21T07:00:00Z', formats: FORMATS, ages: AGES, locales: Object.fromEntries(OFFERED.map((n, i) => [n, vectors(n, i)])) }) };
process.env.TZ = 'UTC';
const result = build[process.argv[2]]();
const lines = (object) => Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
if (process.argv[2] === 'locales') process.stdout.write(`{\n${lines(result).join(',\n')}\n}\n`);
else process.stdout.write(`{\n${lines({ ...result, locales: undefined }).filter((l) => !l.endsWith('undefined')).join(',\n')},\n"locales": {\n${lines(result.locales).join(',\n')}\n}}\n`);

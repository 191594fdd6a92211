// Writes what ghoststatic knows of moment's locales, or test vectors, from the npm package `moment`.
//
// Ghost 6 uses moment 2.24.0 and moment-timezone 0.5.45 (both MIT). With these two installed, and moment-timezone
// using the same moment ("overrides" in package.json):
//
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
const names = fs
  .readdirSync(folder)
  .map((file) => file.replace(/\.js$/, ''))
  .filter((name) => name === name.toLowerCase() && name !== 'tlh');
names.forEach((name) => require(path.join(folder, `${name}.js`)));
names.push('en');
names.sort();

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const dayOfWeek = (n) => moment.utc([2023, 0, 1 + n]); // 1 January 2023 was a Sunday
const month = (n) => moment.utc([2023, n, 15]);

// ---------------------------------------------------------------- locales

const IN_FORMAT = /D[oD]?(\[[^\[\]]*\]|\s)+MMMM?/;

// patterns that the functions of some locales test a format against, and a format that matches
const NAMES_BY_FUNCTION = {
  months: { el: [/D[^M]*MMMM/, 'D MMMM'], pl: [/D MMMM/, 'D MMMM'] },
  monthsShort: Object.fromEntries(
    ['es', 'es-do', 'es-us', 'fy', 'nl', 'nl-be'].map((name) => [name, [/-MMM-/, '-MMM-']]),
  ),
};
const UKRAINIAN_WEEKDAYS = [
  ['(\\[[ВвУу]\\]) ?dddd', '[В] dddd'],
  ['\\[?(?:минулої|наступної)? ?\\] ?dddd', '[ ] dddd'],
];

// names that may depend on the format: the usual ones, and [pattern, names] for formats that match it
function namesOf(data, locale, kind, item, count) {
  const list = (format) => range(0, count - 1).map((n) => data[kind](item(n), format));
  if (locale === 'uk' && kind === 'weekdays') {
    return { usual: list('dddd'), cases: UKRAINIAN_WEEKDAYS.map(([pattern, example]) => [pattern, list(example)]) };
  }
  const own = (NAMES_BY_FUNCTION[kind] || {})[locale];
  if (own) {
    return { usual: list(kind === 'months' ? 'MMMM' : 'MMM'), cases: [[own[0].source, list(own[1])]] };
  }
  const stored = data[`_${kind}`];
  if (stored && !Array.isArray(stored)) {
    const pattern = (kind !== 'monthsShort' && stored.isFormat) || IN_FORMAT;
    return { usual: stored.standalone, cases: [[pattern.source, stored.format]] };
  }
  return { usual: list(''), cases: [] };
}

// a list of texts → one text if all are equal, else [distinct texts, index string in base 36]
function table(texts) {
  const distinct = [...new Set(texts)];
  if (distinct.length === 1) return distinct[0];
  return [distinct, texts.map((text) => distinct.indexOf(text).toString(36)).join('')];
}

function ordinals(data) {
  const periods = { M: [1, 12], Q: [1, 4], D: [1, 31], DDD: [1, 366], d: [0, 6], w: [1, 53], W: [1, 53] };
  const text = (n, period) => String(data.ordinal(n, period)).replace(String(n), '%d');
  const all = ([period, [from, to]]) => [period, table(range(0, to).map((n) => text(Math.max(n, from), period)))];
  return Object.fromEntries(Object.entries(periods).map(all));
}

function partsOfDay(data, isLower) {
  const parts = [];
  range(0, 1439).forEach((minute) => {
    const text = data.meridiem(Math.floor(minute / 60), minute % 60, isLower);
    if (!parts.length || parts[parts.length - 1][1] !== text) parts.push([minute, text]);
  });
  return parts;
}

function relativeTimes(data, sign) {
  const largest = { s: 44, m: 1, mm: 44, h: 1, hh: 21, d: 1, dd: 25, M: 1, MM: 10, y: 1, yy: 199 };
  const text = (n, unit) =>
    data
      .pastFuture(sign, data.relativeTime(n, false, unit, sign > 0))
      .replace(new RegExp(`(?<!\\d)${n}(?!\\d)`), '%d');
  const all = ([unit, to]) => [unit, table(range(0, to).map((n) => text(Math.max(n, unit.length), unit)))];
  return Object.fromEntries(Object.entries(largest).map(all));
}

function printedCharacters(data) {
  const ascii = range(32, 126).map((code) => String.fromCharCode(code));
  return Object.fromEntries(ascii.map((char) => [char, data.postformat(char)]).filter(([a, b]) => a !== b));
}

function describe(locale) {
  const data = moment.localeData(locale);
  return {
    months: namesOf(data, locale, 'months', month, 12),
    months_short: namesOf(data, locale, 'monthsShort', month, 12),
    weekdays: namesOf(data, locale, 'weekdays', dayOfWeek, 7),
    weekdays_short: range(0, 6).map((n) => data.weekdaysShort(dayOfWeek(n))),
    weekdays_min: range(0, 6).map((n) => data.weekdaysMin(dayOfWeek(n))),
    first_day: data._week.dow,
    first_week: data._week.doy,
    formats: data._longDateFormat,
    ordinals: ordinals(data),
    meridiem: partsOfDay(data, false),
    meridiem_lower: partsOfDay(data, true),
    past: relativeTimes(data, -1),
    future: relativeTimes(data, 1),
    characters: printedCharacters(data),
  };
}

// ---------------------------------------------------------------- test vectors

// the locales that Ghost offers, under their names in moment
const OFFERED = (
  'af ar bg bn bs ca cs da de de-ch el en en-gb eo es et eu fa fi fr gd he hi hr hu id is it ja ko lt lv mk mn ms nb ' +
  'ne nl nn pa-in pl pt pt-br ro ru si sk sl sq sr sr-cyrl sv sw ta th tr uk ur uz vi zh-cn zh-tw'
).split(' ');

const NOW = '2026-11-21T07:00:00Z';
// prettier-ignore
const FORMATS = [
  'LT', 'LTS', 'L', 'LL', 'LLL', 'LLLL', 'l', 'll', 'lll', 'llll', 'D MMM YYYY', 'MMMM YYYY', 'D-MMM-YYYY',
  'dddd D MMMM', 'Do MMMM', 'DDDo wo Wo Qo do Mo', 'dd ddd dddd', 'gggg-ww-e GGGG-WW-E', 'h:mm a A',
  '[D] DD/MM/YY \\M k kk', 'YYYYY YYYYYY Y', 'X x Z ZZ z SSS SSSSS', 'Hmm hmmss d Q DDDD', '[at] MMM D', 'dddd HH:mm',
  '[В] dddd',
];
const DATES = [
  '2026-11-20T05:46:40.123Z',
  '2023-01-01T00:00:00.000Z',
  '2024-02-29T23:59:59.999Z',
  '2021-12-31T11:30:00.000Z',
  '2020-06-03T18:05:09.050Z',
  '1999-03-21T21:00:00.000Z',
];
const ZONES = ['Etc/UTC', 'America/Los_Angeles', 'Asia/Kathmandu'];
// seconds: on both sides of every change of unit
// prettier-ignore
const AGES = [
  0, 10, 44, 45, 89, 90, 150, 2640, 2700, 5399, 5400, 7200, 75600, 79200, 129599, 129600, 200000, 2160000, 2246400,
  3974400, 5356800, 10368000, 27648000, 28512000, 31536000, 47260800, 47433600, 63072000, 220752000, 1009152000,
  3469420800,
];

function vectors(locale, at) {
  const now = moment.utc(NOW);
  const from = (seconds) => now.clone().add(seconds, 's').locale(locale).from(now);
  const printed = (i) => {
    const [date, zone] = [DATES[i % DATES.length], ZONES[i % ZONES.length]];
    return [date, zone, FORMATS.map((format) => moment.parseZone(date).locale(locale).tz(zone).format(format))];
  };
  return {
    formats: range(at, at + 2).map(printed),
    ages: AGES.map((seconds) => [from(-seconds), from(seconds || 1)]),
  };
}

// ---------------------------------------------------------------- output, a locale a line

const byLine = (object) =>
  `{\n${Object.entries(object)
    .map(([key, value]) => `${JSON.stringify(key)}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(',\n')}\n}`;

const commands = {
  locales: () => byLine(Object.fromEntries(names.map((name) => [name, describe(name)]))),
  vectors: () =>
    byLine({
      now: JSON.stringify(NOW),
      formats: FORMATS,
      ages: AGES,
      locales: byLine(Object.fromEntries(OFFERED.map((name, i) => [name, vectors(name, i)]))),
    }),
};
process.env.TZ = 'UTC';
process.stdout.write(`${commands[process.argv[2]]()}\n`);

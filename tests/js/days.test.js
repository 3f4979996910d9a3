import assert from "node:assert/strict";
import { test } from "node:test";
import { clampDay, dayNumber, dayWords, isoDay, monthIndex, monthStart, readDays, whenWords, yearOf } from "../../mapper/assets/js/model/days.js";
import { translator } from "../../mapper/assets/js/model/i18n.js";

const t = translator({ en: { "date.between": "between {from} and {to}", "date.about": "about {date}", "date.uncertain": "{date} (uncertain)" } }, "en");

test("every day of the study comes back as it went in, one after the other", () => {
  const first = dayNumber("1918-11-11");
  const last = dayNumber("1945-12-31");
  assert.equal(last - first, 9912);
  for (let day = first; day <= last; day++) assert.equal(dayNumber(isoDay(day)), day);
});

test("what is no day is NaN", () => {
  for (const text of ["", "1939-02-29", "1939-9-17", "1939-13-01", "x", "19390917", "1939-09-17T00:00"]) assert.ok(Number.isNaN(dayNumber(text)), text);
});

test("a reader may type a day, a month or a year", () => {
  for (const [text, from, to = from] of [["1939-09-17", "1939-09-17"], [" 1939-9-1 ", "1939-09-01"], ["17.9.1939", "1939-09-17"], ["1939-02", "1939-02-01", "1939-02-28"],
    ["1939", "1939-01-01", "1939-12-31"], ["17 September 1939", "1939-09-17"], ["3 maja 1921", "1921-05-03"], ["8 Sept. 1939", "1939-09-08"],
    ["August 1940", "1940-08-01", "1940-08-31"], ["lipiec 1937", "1937-07-01", "1937-07-31"], ["grudzień 1940", "1940-12-01", "1940-12-31"], ["3. März 1938", "1938-03-03"], ["Mai 1945", "1945-05-01", "1945-05-31"],
    ["17 IX 1939", "1939-09-17"], ["1 viii 1944", "1944-08-01"], ["XII 1941", "1941-12-01", "1941-12-31"],
    ["2nd of September 1939", "1939-09-02"], ["1st Sept 1939", "1939-09-01"], ["22nd June 1941", "1941-06-22"], ["3rd of May 1921", "1921-05-03"], ["September 2, 1939", "1939-09-02"], ["Sept 17th 1939", "1939-09-17"]]) {
    assert.deepEqual(readDays(text).map(isoDay), [from, to], text);
  }
  for (const text of ["", "September", "31.2.1939", "1939-00", "1939-13", "3 Nonsense 1939", "31 June 1940", "Nonsense 1939", "3 XX 1939", "Nonsense 3, 1939", "September 31, 1939"]) assert.equal(readDays(text), null, text);
});

test("two dates make a span, the first before the second", () => {
  for (const text of ["1937-07/1938-10", "July 1937 – October 1938", "1937-07 - 1938-10", "1 July 1937 / 31.10.1938"])
    assert.deepEqual(readDays(text).map(isoDay), ["1937-07-01", "1938-10-31"], text);
  assert.deepEqual(readDays("1937–1938").map(isoDay), ["1937-01-01", "1938-12-31"]);
  assert.deepEqual(readDays("1937-1938").map(isoDay), ["1937-01-01", "1938-12-31"]);
  for (const text of ["1938/1937", "1937/", "/1937", "1937/1938/1939", "1937/x"]) assert.equal(readDays(text), null, text);
});

test("dates are in words in each language", () => {
  assert.equal(dayWords(dayNumber("1939-09-17"), "en"), "17 September 1939");
  assert.equal(dayWords(dayNumber("1939-09-17"), "pl"), "17 września 1939");
  assert.equal(dayWords(dayNumber("1933-05-31"), "pl", "short"), "31 maja 1933", "May is not abbreviated and has its case");
  assert.equal(dayWords(dayNumber("1933-05-31"), "pl", "bare"), "31 maja");
  assert.equal(dayWords(dayNumber("1933-05-01"), "pl", "month"), "maj 1933");
  assert.equal(dayWords(dayNumber("1939-09-17"), "de"), "17. September 1939");
});

test("uncertainty is in words", () => {
  const when = (date, earliest, latest, qualifier = "") => whenWords({ date, earliest, latest, qualifier }, "en", t);
  assert.equal(when("1939-09-17", "1939-09-17", "1939-09-17"), "17 September 1939");
  assert.equal(when("1940-06", "1940-06-01", "1940-06-30"), "June 1940");
  assert.equal(when("1921~", "1921-01-01", "1921-12-31", "~"), "about 1921");
  assert.equal(when("1940-06-15?", "1940-06-15", "1940-06-15", "?"), "15 June 1940 (uncertain)");
  assert.equal(when("1932-01-01/1932-01-03", "1932-01-01", "1932-01-03"), "between 1 January 1932 and 3 January 1932");
});

test("a day is kept within the study", () => {
  assert.equal(clampDay(5, 10, 20), 10);
  assert.equal(clampDay(25, 10, 20), 20);
  assert.equal(yearOf(dayNumber("1945-12-31")), 1945);
});

test("the first and the last month of a year, and the first and last day of what a reader types, count", () => {
  for (const [text, from, to] of [["1937-01", "1937-01-01", "1937-01-31"], ["1937-12", "1937-12-01", "1937-12-31"], ["January 1937", "1937-01-01", "1937-01-31"], ["1937-02/1937-02", "1937-02-01", "1937-02-28"],
    ["1937-01-05/1937-01-05", "1937-01-05", "1937-01-05"], ["1. Januar 1937", "1937-01-01", "1937-01-01"], ["12 12 1937", "1937-12-12", "1937-12-12"], ["1 sausio 1937", "1937-01-01", "1937-01-01"], ["Dezember 1937", "1937-12-01", "1937-12-31"]])
    assert.deepEqual(readDays(text)?.map(isoDay), [from, to], text);
  assert.equal(readDays("0 January 1937"), null);
  assert.equal(readDays("1937-00"), null);
});

test("months count on from the first of the year nought", () => {
  assert.equal(monthIndex(dayNumber("1937-01-31")), 1937 * 12);
  assert.equal(monthIndex(dayNumber("1937-12-01")), 1937 * 12 + 11);
  assert.equal(isoDay(monthStart(1937 * 12)), "1937-01-01");
  assert.equal(isoDay(monthStart(1937 * 12 + 11)), "1937-12-01");
  assert.equal(isoDay(monthStart(987 * 12)), "0987-01-01");
  assert.equal(dayNumber("1970-01-02"), 1);
  assert.deepEqual([clampDay(12.4, 10, 20), clampDay(12.6, 10, 20), clampDay(10, 10, 20), clampDay(20, 10, 20)], [12, 13, 10, 20]);
});

test("days are written short, bare and by their month alone", () => {
  const day = dayNumber("1939-09-17");
  assert.deepEqual(["day", "short", "bare", "month"].map((detail) => dayWords(day, "en", detail)), ["17 September 1939", "17 Sept 1939", "17 Sept", "September 1939"]);
  assert.deepEqual(["day", "short", "bare", "month"].map((detail) => dayWords(dayNumber("1939-05-17"), "pl", detail)), ["17 maja 1939", "17 maja 1939", "17 maja", "maj 1939"]);
});

test("each doubt has its own words, and a day without an end is itself", () => {
  const words = (date, qualifier, latest = "1921-12-31") => whenWords({ date, earliest: "1921-01-01", latest, qualifier }, "en", (key, { date: said } = {}) => `${key} ${said}`);
  assert.deepEqual([words("1921?", "?"), words("1921~", "~"), words("1921%", "%"), words("1921-01%", "%", "1921-01-31")], ["date.uncertain 1921", "date.about 1921", "date.uncertain_about 1921", "date.uncertain_about January 1921"]);
  assert.equal(words("1921-01-01/..", "", ""), "1 January 1921");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { firstPart, toothedPath } from "../../mapper/assets/js/model/courses.js";
import { overlayNews, ownersOf, progress, spheresOn } from "../../mapper/assets/js/model/overlays.js";

const agreement = (id, from, to, assign) => ({ id, name: { en: id }, from, to, note: "", source: [["x", ""]], assign, lines: [] });
const railway = {
  id: "r",
  theatre: "east",
  name: { en: "R" },
  points: [],
  spells: [
    { from: "1918-11-11", to: "1924-10-03", owner: "china", note: "", source: [] },
    { from: "1924-10-03", to: "1946-01-01", owner: "ussr | china", note: "", source: [] },
  ],
};

test("a movement comes its share of the way each day, both days included", () => {
  const movement = { from: "1939-09-17", to: "1939-09-20" };
  const at = (iso) => progress(movement, dayNumber(iso));
  assert.deepEqual(["1939-09-16", "1939-09-17", "1939-09-18", "1939-09-20", "1939-09-25"].map(at), [0, 0.25, 0.5, 1, 1]);
  const line = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }];
  assert.deepEqual(firstPart(line, 0.75), [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 5 }]);
});

test("a movement comes through its towns when they fall, and goes evenly between them", () => {
  const movement = { from: "1939-09-01", to: "1939-09-12", reached: [["1939-09-02", 0.1], ["1939-09-06", 0.5], ["1939-09-06", 0.7], ["1939-09-12", 1]] };
  const at = (iso) => Number(progress(movement, dayNumber(iso)).toFixed(3));
  assert.deepEqual(["1939-08-31", "1939-09-01", "1939-09-02", "1939-09-04", "1939-09-05"].map(at), [0, 0.05, 0.1, 0.3, 0.4]);
  assert.deepEqual(["1939-09-06", "1939-09-09", "1939-09-12", "1939-09-20"].map(at), [0.7, 0.85, 1, 1]);
});

test("the teeth of a front point away from the attacker's side", () => {
  const eastward = [{ x: 0, y: 0 }, { x: 20, y: 0 }];
  assert.match(toothedPath(eastward, 16, "left"), /L8 6L/);
  assert.match(toothedPath(eastward, 16, "right"), /L8 -6L/);
});

test("the latest agreement in force assigns a land, unless another is chosen", () => {
  const all = [
    agreement("old", "1939-08-23", "1941-06-22", [["lithuania", "germany"], ["lublin", "ussr"]]),
    agreement("new", "1939-09-28", "1941-06-22", [["lithuania", "ussr"]]),
  ];
  const told = (iso, chosen) => [...spheresOn(all, { since: null, day: dayNumber(iso) }, chosen)].map(([land, { polity }]) => `${land} ${polity}`);
  assert.deepEqual(told("1939-08-22"), []);
  assert.deepEqual(told("1939-09-27"), ["lithuania germany", "lublin ussr"]);
  assert.deepEqual(told("1939-09-28"), ["lithuania ussr", "lublin ussr"]);
  assert.deepEqual(told("1939-09-28", "old"), ["lithuania germany", "lublin ussr"]);
});

test("a day's news tells a railway's new owners and an agreement's end", () => {
  const blob = { movements: [], recognitions: [], railways: [railway], agreements: [agreement("a", "1920-01-01", "1924-10-03", [])] };
  const news = overlayNews(blob, { since: null, day: dayNumber("1924-10-03") }, dayNumber("1918-11-11"));
  assert.deepEqual(news.railways.map(({ after }) => ownersOf(after)), [["ussr", "china"]]);
  assert.deepEqual(news.lapsed.map((one) => one.id), ["a"]);
  assert.deepEqual(overlayNews(blob, { since: null, day: dayNumber("1924-10-04") }, 0).railways, []);
});

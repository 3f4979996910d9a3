import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { lostDay, createStore, otherMoment, readHash, writeHash } from "../../mapper/assets/js/model/state.js";

const known = { first: dayNumber("1918-11-11"), last: dayNumber("1945-12-31"), layers: ["control", "towns", "events:war"], theatres: ["west", "east"], polities: ["japan"], langs: ["en", "pl"], steps: 3 };
const plain = { since: null, day: dayNumber("1939-09-17"), layers: new Set(["control", "events:war"]), views: { west: [52.1, 21, 4], east: [-1.5, 118.25, 3.5] }, as: "japan", agreed: "", lang: "pl", step: 2, compare: null, compareSince: null, against: "", divider: 50, theme: "" };
const span = (from, to) => ({ since: dayNumber(from), day: dayNumber(to) });

/** The state that an address opens: the plain one, overruled by what it says. */
const opened = (hash) => {
  const store = createStore({ ...plain, day: 0, layers: new Set(), views: {}, as: "", lang: "en", step: 0 });
  store.set(readHash(hash, known));
  return store.get();
};

for (const [what, patch] of Object.entries({
  "a day": {},
  "a day beside another": { compare: dayNumber("1940-08-06"), divider: 30 },
  "a year": span("1937-01-01", "1937-12-31"),
  "a span": span("1937-07-07", "1938-10-27"),
  "two years": { ...span("1938-01-01", "1938-12-31"), compare: dayNumber("1932-12-31"), compareSince: dayNumber("1932-01-01") },
  "what was agreed beside what was held": { against: "agreed" },
  "a theme": { theme: "dark" },
}))
  test(`a state comes back from its address as it was: ${what}`, () => {
    const state = { ...plain, ...patch };
    assert.deepEqual(opened(writeHash(state, known)), state);
  });

test("an address says a moment as shortly as it can", () => {
  const date = (moment) => /date=([^&]*)/.exec(writeHash({ ...plain, ...moment }, known))[1];
  assert.equal(date(span("1937-01-01", "1937-12-31")), "1937");
  assert.equal(date(span("1918-11-11", "1918-12-31")), "1918");
  assert.equal(date(span("1937-07-01", "1937-07-31")), "1937-07");
  assert.equal(date(span("1937-07-01", "1938-10-31")), "1937-07/1938-10");
  assert.equal(date(span("1937-07-07", "1938-10-31")), "1937-07-07/1938-10-31");
  assert.equal(date({}), "1939-09-17");
});

test("nonsense is left out", () => {
  const bad = "#date=1939-02-30&layers=control,__proto__,x&view=abc;91,0,3&as=%3Cscript%3E&lang=xx&step=99&compare=1890-01-01&theme=pink&z=1";
  assert.deepEqual(readHash(bad, known), { layers: new Set(["control"]) });
  for (const hash of ["", "#", "#%", "#=&&=", "#date", "#view=1,2,1e9", "#date=1938/1937", "#date=1946", "#date=1937/1938/1939", "#compare=held"]) assert.deepEqual(readHash(hash, known), {}, hash);
});

test("the last step, the whole divider and the edges of the world are no nonsense", () => {
  assert.deepEqual(readHash("#step=3&divider=100", known), { step: 3, divider: 100 });
  assert.deepEqual(readHash("#step=0&divider=0", known), { divider: 0 });
  assert.deepEqual(readHash("#step=4&divider=101", known), {});
  assert.deepEqual(readHash("#view=90,-180,9;-90,180,0;1,1,1", known), { views: { west: [90, -180, 9], east: [-90, 180, 0] } });
  for (const view of ["90.1,0,3", "0,180.1,3", "0,0,9.1", "-90.1,0,3", "0,-180.1,3"]) assert.deepEqual(readHash(`#view=${view}`, known), {}, view);
  for (const number of ["", "5x", "-1", "1e1", "00001"]) assert.deepEqual(readHash(`#divider=${number}`, known), {}, number);
  assert.deepEqual(readHash("#view=;1,2,3", known), { views: { east: [1, 2, 3] } });
  assert.deepEqual(readHash("#theme=light&agreed=pact", { ...known, agreements: ["pact"] }), { theme: "light", agreed: "pact" });
  assert.deepEqual(readHash("#agreed=pact", known), {});
});

test("an address rounds a view, and is silent on what is not so", () => {
  assert.equal(writeHash(plain, known), "#date=1939-09-17&layers=control,events:war&view=52.1,21,4;-1.5,118.25,3.5&as=japan&lang=pl&step=2");
  assert.equal(writeHash({ ...plain, views: { east: [1.23456, -2.00004, 3.456] }, as: "", step: 0, agreed: "pact", theme: "light", compare: 0, divider: 7 }, { ...known, first: -9, last: 9e5 }), "#date=1939-09-17&layers=control,events:war&view=;1.2346,-2,3.46&agreed=pact&lang=pl&theme=light&compare=1970-01-01&divider=7");
  assert.doesNotMatch(writeHash({ ...plain, views: {} }, known), /view/);
});

test("a day that the atlas has not is named, one that it has or that nobody asked for is not", () => {
  assert.deepEqual(["#date=1939-02-30", "#date=1890-01-01&lang=en", "#date=1939-09-17", "#date=1939", "#layers=", ""].map((hash) => lostDay(hash, known)), ["1939-02-30", "1890-01-01", "", "", "", ""]);
});

test("all layers may be off", () => {
  assert.deepEqual(readHash("#layers=", known), { layers: new Set() });
  assert.deepEqual(readHash("#layers=foo,bar", known), {}, "of layers that nobody knows nothing follows");
});

test("listeners hear what changed and how, and nothing where nothing did", () => {
  const store = createStore(plain);
  const heard = [];
  store.listen((_now, _old, changed, how) => heard.push([...changed, how]));
  store.set({ day: plain.day, layers: new Set(plain.layers), views: structuredClone(plain.views) });
  store.set({ day: plain.day + 1, lang: "pl" }, "step");
  store.set({ as: "" });
  assert.deepEqual(heard, [["day", "step"], ["as", "jump"]]);
});

test("a day alone ends a span, and one comparison another", () => {
  const store = createStore(plain);
  store.set(span("1937-01-01", "1937-12-31"));
  store.set({ lang: "en" });
  assert.equal(store.get().since, dayNumber("1937-01-01"));
  store.set({ day: dayNumber("1937-12-31") });
  assert.equal(store.get().since, null);
  store.set({ compare: 5, compareSince: 1 });
  assert.deepEqual(otherMoment(store.get()), { since: 1, day: 5 });
  store.set({ compare: 6 });
  assert.deepEqual(otherMoment(store.get()), { since: null, day: 6 });
  store.set({ against: "agreed" });
  assert.equal(otherMoment(store.get()), null);
  store.set({ compare: 6 });
  assert.equal(store.get().against, "");
});

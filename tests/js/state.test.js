import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { createStore, readHash, writeHash } from "../../mapper/assets/js/model/state.js";

const known = { first: dayNumber("1918-11-11"), last: dayNumber("1945-12-31"), layers: ["control", "towns", "events:war"], theatres: ["west", "east"], polities: ["japan"], langs: ["en", "pl"], steps: 3 };
const state = { day: dayNumber("1939-09-17"), layers: new Set(["control", "events:war"]), views: { west: [52.1, 21, 4], east: [-1.5, 118.25, 3.5] }, as: "japan", lang: "pl", step: 2, compare: dayNumber("1940-08-06") };

test("a state comes back from its address as it was", () => {
  assert.deepEqual(readHash(writeHash(state, known.theatres), known), state);
});

test("nonsense is left out", () => {
  const bad = "#date=1939-02-30&layers=control,__proto__,x&view=abc;91,0,3&as=%3Cscript%3E&lang=xx&step=99&compare=1890-01-01&z=1";
  assert.deepEqual(readHash(bad, known), { layers: new Set(["control"]) });
  for (const hash of ["", "#", "#%", "#=&&=", "#date", "#view=1,2,1e9"]) assert.deepEqual(readHash(hash, known), {});
});

test("all layers may be off", () => {
  assert.deepEqual(readHash("#layers=", known), { layers: new Set() });
});

test("listeners hear what changed, and nothing where nothing did", () => {
  const store = createStore(state);
  const heard = [];
  store.listen((_now, _old, changed) => heard.push([...changed]));
  store.set({ day: state.day, layers: new Set(state.layers), views: structuredClone(state.views) });
  store.set({ day: state.day + 1, lang: "pl" });
  assert.deepEqual(heard, [["day"]]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { bestReaches } from "../../mapper/assets/js/labels/waters.js";
import { gazetteerPlaces } from "../../mapper/assets/js/model/gazetteer.js";

const STEP = 7;
const straight = (count, from = 0) => Array.from({ length: count }, (_, i) => ({ x: from + i * STEP, y: 0 }));

test("a river's name stands along a straight reach, never round a bend, and is read from the left", () => {
  const down = Array.from({ length: 6 }, (_, i) => ({ x: 8 * STEP, y: (i + 1) * STEP }));
  const bent = [...straight(9), ...down];
  const [reach, ...more] = bestReaches(bent.toReversed(), 8 * STEP, () => true);
  assert.deepEqual(more, []);
  assert.deepEqual(reach, straight(9));
  assert.deepEqual(bestReaches(straight(8), 9 * STEP, () => true), [], "too short for the name");
});

test("a river's name keeps off what is taken, and comes again far along the river only", () => {
  const piece = straight(150);
  const right = bestReaches(piece, 70, (reach) => reach.every(({ x }) => x > 200));
  assert.ok(right.length >= 1 && right.every((reach) => reach[0].x > 200));
  const starts = bestReaches(piece, 70, () => true).map((reach) => reach[0].x);
  assert.ok(starts.length >= 2);
  for (const [i, start] of starts.slice(1).entries()) assert.ok(start - starts[i] >= 420, starts.join());
  assert.deepEqual(bestReaches(piece, 70, () => false), []);
});

test("the towns of a gazetteer are read with their zooms, in steps from each other", () => {
  const told = { units: 500, zooms: [[5, 1], [7, 2]], names: "Ada\nBor\nCetate", today: "Ada\n\nNew Cetate", more: { pl: "\n\nCzeta" }, at: [10000, 25000, 50, -5, -25, 0] };
  const places = gazetteerPlaces(told, "en");
  assert.deepEqual(places.map(({ lon, lat, zoom }) => [lon, lat, zoom]), [[20, 50, 5], [20.1, 49.99, 7], [20.05, 49.99, 7]]);
  assert.deepEqual(places.map(({ name, today }) => [name.en, today.en]), [["Ada", "Ada"], ["Bor", ""], ["Cetate", "New Cetate"]]);
  assert.deepEqual(places.map(({ name }) => name.pl), [undefined, undefined, "Czeta"]);
  assert.deepEqual(gazetteerPlaces({ ...told, zooms: [], names: "", today: "", at: [] }, "en"), []);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeArcs, ringPositions, stepData } from "../../mapper/assets/js/model/decode.js";
import { rawWorld } from "./world.js";

test("neighbours share the very same vertices", () => {
  const raw = rawWorld();
  const arcs = decodeArcs(raw.arcs, raw.places);
  const west = ringPositions(arcs, raw.territories[0].arcs[0][0]);
  const east = ringPositions(arcs, raw.territories[1].arcs[0][0]);
  assert.deepEqual(west, [[21, 50], [21, 51], [20, 51], [20, 50], [21, 50]]);
  assert.ok(east.some(([x, y]) => x === 21 && y === 50) && east.some(([x, y]) => x === 21 && y === 51));
});

test("steps are told in tenths of a pixel, long ones too; a vertex that does not move is left out, and a ring without two steps", () => {
  const arcs = [[0, 0, 100, -3, 100, -3, 50100, 7], [50100, 7, 0, 0], [5, 5, 5, 5], [5, 5, 8, 5]].map((arc) => Int32Array.from(arc));
  assert.equal(stepData(arcs, [[0]], false), "M0 0l 10-0.3 5000 1");
  assert.equal(stepData(arcs, [[~0]], false), "M5010 0.7l-5000-1-10 0.3");
  assert.equal(stepData(arcs, [[0, 1]], true), "M0 0l 10-0.3 5000 1-5010-0.7Z");
  assert.equal(stepData(arcs, [[2]], false), "");
  assert.equal(stepData(arcs, [[3]], true), "");
  assert.equal(stepData(arcs, [[3], [1]], false), "M0.5 0.5l 0.3 0M5010 0.7l-5010-0.7");
});

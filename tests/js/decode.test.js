import assert from "node:assert/strict";
import { test } from "node:test";
import { linesAt, ringPositions, thinned } from "../../mapper/assets/js/model/decode.js";
import { rawWorld } from "./world.js";

test("neighbours share the very same vertices", () => {
  const raw = rawWorld();
  const west = ringPositions(raw.arcs, raw.territories[0].arcs[0][0]);
  const east = ringPositions(raw.arcs, raw.territories[1].arcs[0][0]);
  assert.deepEqual(west, [[21, 50], [21, 51], [20, 51], [20, 50], [21, 50]]);
  assert.ok(east.some(([x, y]) => x === 21 && y === 50) && east.some(([x, y]) => x === 21 && y === 51));
});

test("thinning keeps the ends, and every vertex that the line needs", () => {
  assert.deepEqual(thinned([0, 0, 1, 0.1, 2, 0, 3, 5, 4, 0], 0.5), [0, 2, 3, 4]);
  assert.deepEqual(thinned([0, 0, 1, 0.1, 2, 0, 3, 5, 4, 0], 9), [0, 4]);
  assert.deepEqual(thinned([0, 0, 10, 0, 10, 10, 0, 0], 1), [0, 1, 2, 3]);
  assert.deepEqual(thinned([0, 0, 1, 1], 9), [0, 1]);
});

test("no vertex lies farther from the thinned line than the tolerance", () => {
  const line = Array.from({ length: 400 }, (_, i) => (i % 2 ? Math.sin(i / 9) * 30 + ((i * 7919) % 13) : i));
  const kept = thinned(line, 4);
  for (let k = 1; k < kept.length; k++) {
    const [a, b] = [kept[k - 1], kept[k]];
    const [ax, ay, bx, by] = [line[2 * a], line[2 * a + 1], line[2 * b], line[2 * b + 1]];
    for (let i = a; i <= b; i++) {
      const away = Math.abs((line[2 * i] - ax) * (by - ay) - (line[2 * i + 1] - ay) * (bx - ax)) / Math.hypot(bx - ax, by - ay);
      assert.ok(away <= 4 + 1e-9, `vertex ${i}: ${away}`);
    }
  }
  assert.ok(kept.length < 120);
});

/** The vertices that path data of moves and steps visit. */
function visited(data) {
  const rings = [];
  for (const [, start, steps] of data.matchAll(/M([^l]+)l([^Mz]*)/g)) {
    const numbers = (text) => [...text.matchAll(/-?\d*\.?\d+/g)].map(Number);
    const ring = [numbers(start)];
    const flat = numbers(steps);
    for (let i = 0; i < flat.length; i += 2) ring.push([ring.at(-1)[0] + flat[i], ring.at(-1)[1] + flat[i + 1]].map((n) => Math.round(n * 10) / 10));
    rings.push(ring);
  }
  return rings;
}

test("path data closes rings, and leaves out what is less than a triangle", () => {
  const at = linesAt([[0, 0, 10, 0, 10, -10, 0, 0], [0, 0, 0.1, -0.1, 0, 0], [5, -5, 305.3, -5.2]], { left: 0, top: 0 }, 2, 0.5);
  assert.deepEqual(visited(at.area([[0]])), [[[0, 0], [20, 0], [20, 20], [0, 0]]]);
  assert.match(at.area([[0]]), /z$/);
  assert.equal(at.area([[1]]), "");
  assert.deepEqual(visited(at.area([[~0]])), [[[0, 0], [20, 20], [20, 0], [0, 0]]]);
  assert.deepEqual(visited(at.lines([2, ~2])), [[[10, 10], [610.6, 10.4]], [[610.6, 10.4], [10, 10]]]);
});

test("a line beside a line lies to its left on the screen, backwards to its right", () => {
  const at = linesAt([[0, 0, 10, 0]], { left: 0, top: 0 }, 1, 0.5);
  assert.deepEqual(visited(at.beside([0], 2)), [[[0, -2], [10, -2]]]);
  assert.deepEqual(visited(at.beside([~0], 2)), [[[0, 2], [10, 2]]]);
});

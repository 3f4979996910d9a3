import assert from "node:assert/strict";
import { test } from "node:test";
import { borderClass, bordersByLand, groupBorders, lawClass } from "../../mapper/assets/js/model/borders.js";
import { colourDistance, contrast, hexOf, linearRgb, nightColour, simulate } from "../../mapper/assets/js/model/colour.js";
import { fittedView, graticule, resolutions, windowOutline, withOffsets } from "../../mapper/assets/js/model/crs.js";
import { legendContent } from "../../mapper/assets/js/model/legend.js";
import { clusterMarks, eventStrength } from "../../mapper/assets/js/model/events.js";
import { arrowPath, movementPhase, toothedPath } from "../../mapper/assets/js/model/courses.js";
import { patternKey, patternSpec } from "../../mapper/assets/js/plate/patterns.js";
import { neighbourIn } from "../../mapper/assets/js/panels/keyboard.js";

const rule = (controller, sovereign = controller, status = "sovereign") => ({ controller, sovereign, status });

test("a border shows between two holders, thin within one, not at all within one state; its course may be unstated", () => {
  assert.equal(borderClass(rule("a"), rule("b"), "schematic"), "border state schematic");
  assert.equal(borderClass(rule("a"), rule("b"), ""), "border state unstated");
  const governed = { ...rule("a"), administration: "office" };
  assert.equal(borderClass(rule("a"), governed, "surveyed"), "border governed surveyed");
  assert.equal(borderClass(governed, governed, "surveyed"), "border none");
  assert.equal(borderClass(rule("a"), rule("b"), "unstated"), "border state unstated");
  assert.equal(borderClass(rule("a"), rule("a", "b", "occupied"), "surveyed"), "border inner surveyed");
  assert.equal(borderClass(rule("a"), rule("a"), "surveyed"), "border none");
  assert.equal(lawClass(rule("a", "b"), rule("b")), "law none");
});

test("arcs between the same two lands are one element", () => {
  const borders = groupBorders([[0, 1, 2, 5], [1, 2, 1, 5], [2, 1, 2, 6], [3, 0, 2, -1]]);
  assert.deepEqual(borders.map(({ arcs }) => arcs), [[0, 1], [2], [3]]);
  assert.deepEqual(bordersByLand(borders, 3), [[2], [0, 1], [0, 1, 2]]);
});

test("every status but sovereign has a pattern of its own", () => {
  const seen = new Set();
  for (const status of ["annexed", "occupied", "puppet", "leased", "disputed", "autonomous", "mandate", "free city", "protectorate"]) {
    const spec = patternSpec(status, "#93a4b5", "#e3a6ae");
    assert.ok(spec, status);
    seen.add(JSON.stringify([spec.size, spec.angle, spec.strips.map(({ at, width, across }) => [at, width, across]), spec.dots.length]));
  }
  assert.equal(seen.size, 9);
  assert.equal(patternSpec("sovereign", "#93a4b5", "#93a4b5"), null);
  assert.match(patternKey("free city", "danzig", "danzig"), /^[a-z0-9-]+$/);
});

test("colours go there and back, and text stands on the night's fills", () => {
  assert.equal(hexOf(linearRgb("#93a4b5")), "#93a4b5");
  assert.ok(contrast(nightColour("#c77b6b"), "#ece7da") > 4);
  assert.ok(colourDistance("#ff0000", "#00ff00") > colourDistance(simulate("#ff0000", "deutan"), simulate("#00ff00", "deutan")));
});

test("zooms are steps of one ratio; views fit smaller maps", () => {
  const metres = resolutions(8000);
  assert.ok(Math.abs(metres[9] - 8000 / 1.6 ** 9) < 1e-9);
  assert.ok(metres[10] > 0, "a double click at the last zoom asks for one more");
  const whole = { x: 200, y: 120 }; // of the window at zoom 0
  assert.deepEqual(fittedView([55, 25, 4], { x: 1000, y: 720 }, whole), [55, 25, 4]);
  assert.ok(fittedView([55, 25, 4], { x: 375, y: 500 }, whole)[2] < 3);
  for (const size of [{ x: 0, y: 0 }, { x: -40, y: 300 }]) assert.ok(Number.isFinite(fittedView([55, 25, 4], size, whole)[2]), "nothing is free");
  const [, , zoom] = fittedView([40, -3, 3.25], { x: 375, y: 500 }, whole);
  assert.ok(200 * 1.6 ** zoom > 0.93 * 375, "a window is no small sheet on empty paper");
  assert.equal(withOffsets("+proj=aea +x_0=5"), "+proj=aea +x_0=5 +y_0=0");
  assert.equal(windowOutline([0, 0, 2, 1], 4).length, 16);
  assert.equal(graticule([0, 0, 10, 10], 5).length, 6);
});

test("an event is hidden before its day, strong on it, and gone after a year", () => {
  assert.equal(eventStrength(10, 12, 9), 0);
  assert.equal(eventStrength(10, 12, 12), 1);
  assert.ok(eventStrength(10, 12, 13) < 1 && eventStrength(10, 12, 300) > 0);
  assert.equal(eventStrength(10, 12, 400), 0);
});

test("only marks that truly overlap are joined, the newest leads", () => {
  const clusters = clusterMarks([{ x: 0, y: 0, n: 1 }, { x: 40, y: 0, n: 2 }, { x: 3, y: 0, n: 3 }], 13);
  assert.deepEqual(clusters.map((cluster) => cluster.map(({ n }) => n)), [[3, 1], [2]]);
  const below = clusterMarks([{ x: 5, y: 90, n: 1 }, { x: 5, y: 77, n: 2 }, { x: 17, y: 90, n: 3 }, { x: 5, y: 64.1, n: 4 }], 13);
  assert.deepEqual(below.map((cluster) => cluster.map(({ n }) => n)), [[4, 2], [3, 1]], "13 apart is no overlap");
});

test("a movement appears on its day and fades within the month", () => {
  const movement = { from: "1939-09-17", to: "1939-09-28" };
  const at = (iso) => movementPhase(movement, { since: null, day: Date.parse(iso) / 86_400_000 });
  assert.deepEqual(["1939-09-16", "1939-09-17", "1939-09-28", "1939-09-29", "1939-11-01"].map(at), ["hidden", "now", "now", "past", "hidden"]);
});

test("arrows and fronts are whole paths", () => {
  const points = [{ x: 0, y: 0 }, { x: 50, y: 10 }, { x: 100, y: 0 }];
  assert.match(arrowPath(points, 8), /^M[\d\s.L-]+Z$/);
  assert.doesNotMatch(arrowPath(points, 8) + toothedPath(points, 16), /NaN|Infinity/);
  assert.equal(arrowPath([{ x: 0, y: 0 }, { x: 1, y: 1 }], 8), "");
});

test("the legend names all whose colours are in view, holders and owners, the largest first", () => {
  const content = legendContent([{ rules: [rule("a"), rule("b"), rule("b", "c", "occupied"), rule("z")], km2: [5, 3, 4, 99], shown: [true, true, true, false] }]);
  assert.deepEqual(content.powers, ["b", "a", "c"]);
  assert.deepEqual(content.statuses.map(({ status }) => status), ["occupied"]);
});

test("arrow keys go to the nearest land in their direction", () => {
  const points = [{ x: 0, y: 0 }, { x: 10, y: 1 }, { x: 30, y: 0 }, { x: 0, y: -10 }];
  assert.equal(neighbourIn(points, 0, [1, 0]), 1);
  assert.equal(neighbourIn(points, 0, [0, -1]), 3);
  assert.equal(neighbourIn(points, 0, [-1, 0]), -1);
});

test("a border of another owner alone, or of another status alone, is one within a state; a border in law is between owners", () => {
  assert.equal(borderClass(rule("a"), rule("a", "b"), "surveyed"), "border inner surveyed");
  assert.equal(borderClass(rule("a"), rule("a", "a", "leased"), ""), "border inner unstated");
  assert.equal(borderClass(rule("a"), { ...rule("a"), administration: "" }, ""), "border none");
  assert.equal(borderClass({ ...rule("a"), administration: "x" }, rule("a"), ""), "border governed unstated");
  assert.equal(lawClass(rule("a"), rule("b")), "law");
});

test("borders are joined by their two lands, their line and how well it is known, and by nothing else", () => {
  const told = groupBorders([[0, 1, 2, 5], [1, 2, 1, 5, 0], [2, 1, 2, 5, 1], [3, 2, 1, 5, 1], [4, 1, 2, -1], [5, 1, 3, 5], [6, 0, 2, 5], [7, 2, 1, 4, 1], [8, 1, 2, 0], [9, 0, 1, 2]]);
  assert.deepEqual(told.map(({ arcs, left, right, line, far }) => [arcs.join(), left, right, line, far]), [
    ["0,1", 1, 2, 5, false], ["2,3", 1, 2, 5, true], ["4", 1, 2, -1, false], ["5", 1, 3, 5, false], ["6", 0, 2, 5, false], ["7", 2, 1, 4, true], ["8", 1, 2, 0, false], ["9", 0, 1, 2, false],
  ]);
  const all = [];
  for (let left = 0; left < 12; left++) for (let right = left + 1; right < 12; right++) for (let line = -1; line < 6; line++) for (const far of [0, 1]) all.push([all.length, left, right, line, far]);
  assert.equal(groupBorders(all).length, all.length, "no two are taken for one");
});

test("the legend's example of a status is the largest, land of another owner before land of one's own", () => {
  const legend = (...lands) => legendContent([{ rules: lands.map(([by, of, status]) => rule(by, of, status)), km2: lands.map((one) => one[3]), shown: lands.map(() => true) }]);
  const example = (...lands) => legend(...lands).statuses.map(({ status, controller, km2 }) => `${status} ${controller} ${km2}`);
  assert.deepEqual(example(["a", "b", "occupied", 1], ["c", "d", "occupied", 2], ["e", "f", "occupied", 2]), ["occupied c 2"]);
  assert.deepEqual(example(["a", "a", "leased", 9], ["c", "d", "leased", 2]), ["leased c 2"]);
  assert.deepEqual(example(["c", "d", "leased", 2], ["a", "a", "leased", 9]), ["leased c 2"]);
  assert.deepEqual(example(["a", "a", "leased", 1], ["c", "c", "leased", 2]), ["leased c 2"]);
  assert.deepEqual(example(["a", "b", "occupied", 0]), [], "of no land there is no example");
  assert.deepEqual(legend(["b", "a", "occupied", 5], ["c", "c", "sovereign", 5]).powers, ["a", "b", "c"], "of equals by name");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { overlaps } from "../../mapper/assets/js/model/boxes.js";
import { nameGroups } from "../../mapper/assets/js/labels/names.js";
import { besidePoint, createGrid, fillLand, fitName, groupTable, nameLines } from "../../mapper/assets/js/labels/place.js";
import { rawWorld, rawWorldAtWar, world, worldAtWar } from "./world.js";

const EXTENT = { left: 20, right: 22, top: 51, bottom: 50 };
const grid = createGrid(EXTENT, 0.02, 2);
for (const land of world().territories) fillLand(grid, land, rawWorld().arcs);
const all = { x0: 0, y0: 0, x1: grid.columns, y1: grid.rows };
const measure = (text, size) => text.length * size * 0.9;

test("every cell of land belongs to one territory", () => {
  const counts = [0, 0];
  for (const cell of grid.cells) counts[cell] += 1;
  assert.deepEqual(counts, [2500, 2500]);
  assert.deepEqual(grid.boxes, [{ x0: 0, y0: 0, x1: 50, y1: 50 }, { x0: 50, y0: 0, x1: 100, y1: 50 }]);
});

test("zones take the cells of their territory, and it takes them back", () => {
  const { territories } = worldAtWar();
  const cut = createGrid(EXTENT, 0.02, territories.length);
  const counted = () => [...cut.cells].reduce((counts, cell) => ({ ...counts, [cell]: (counts[cell] ?? 0) + 1 }), {});
  for (const index of [0, 1, 2, 3]) fillLand(cut, territories[index], rawWorldAtWar().arcs);
  assert.deepEqual(counted(), { 1: 2500, 2: 1250, 3: 1250 });
  fillLand(cut, territories[0], rawWorldAtWar().arcs);
  assert.deepEqual(counted(), { 0: 2500, 1: 2500 });
});

test("a name stands wholly inside its land, at the same place at every run", () => {
  const table = groupTable(grid, [0], all);
  const first = fitName(table, "POLAND", 6, measure, () => false);
  assert.ok(first);
  assert.ok(first.box.x0 >= 0 && first.box.x1 <= 50 && first.box.y0 >= 0 && first.box.y1 <= 50);
  assert.deepEqual(fitName(table, "POLAND", 6, measure, () => false), first);
});

test("a name gives way to what covers the plate, and is left out where nothing fits", () => {
  const table = groupTable(grid, [0], all);
  const half = { x0: 0, y0: 0, x1: 50, y1: 30 };
  const moved = fitName(table, "POLAND", 6, measure, (box) => overlaps(box, half));
  assert.ok(moved && moved.box.y0 >= 30);
  assert.equal(fitName(table, "POLAND", 6, measure, () => true), null);
  assert.equal(fitName(table, "POLAND", 0.3, measure, () => false), null);
});

test("long names break in two near the middle", () => {
  assert.deepEqual(nameLines("POLAND"), [["POLAND"]]);
  assert.deepEqual(nameLines("MONGOLIAN PEOPLE'S REPUBLIC")[0], ["MONGOLIAN", "PEOPLE'S REPUBLIC"]);
});

test("town names do not overlap", () => {
  const taken = [];
  for (let i = 0; i < 8; i++) {
    const spot = besidePoint(50, 50, 40, 12, 4, taken);
    if (!spot) continue;
    assert.ok(!taken.some((box) => overlaps(box, spot.box)));
    taken.push(spot.box);
  }
  assert.ok(taken.length >= 2);
});

test("occupied land bears its owner's name while the owner has no land of its own", () => {
  const groups = nameGroups([
    { controller: "germany", sovereign: "germany", status: "sovereign" },
    { controller: "germany", sovereign: "poland", status: "occupied" },
  ]);
  assert.deepEqual(groups.map(({ polity, held }) => [polity, held]), [["germany", false], ["poland", true]]);
});

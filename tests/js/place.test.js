import assert from "node:assert/strict";
import { test } from "node:test";
import { overlaps } from "../../mapper/assets/js/model/boxes.js";
import { decodeArcs } from "../../mapper/assets/js/model/decode.js";
import { homes, nameGroups } from "../../mapper/assets/js/labels/groups.js";
import {
  besidePoint,
  cellBoxes,
  fitName,
  groupTable,
  mainland,
  nameLines,
  neighbours,
  rasterise,
} from "../../mapper/assets/js/labels/place.js";
import { rawWorld, world } from "./world.js";

const grid = rasterise(world().territories, decodeArcs(rawWorld().arcs, 4), { left: 20, right: 22, top: 51, bottom: 50 }, 0.02);
const boxes = cellBoxes(grid, 2);
const all = { x0: 0, y0: 0, x1: grid.columns, y1: grid.rows };
const measure = (text, size) => text.length * size * 0.9;

test("every cell of land belongs to one territory", () => {
  const counts = [0, 0];
  for (const cell of grid.cells) counts[cell] += 1;
  assert.deepEqual(counts, [2500, 2500]);
});

test("a name stands wholly inside its land, at the same place at every run", () => {
  const table = groupTable(grid, boxes, [0], all);
  const first = fitName(table, "POLAND", 6, measure, () => false);
  assert.ok(first);
  assert.ok(first.box.x0 >= 0 && first.box.x1 <= 50 && first.box.y0 >= 0 && first.box.y1 <= 50);
  assert.deepEqual(fitName(table, "POLAND", 6, measure, () => false), first);
});

test("a name gives way to what covers the plate, and is left out where nothing fits", () => {
  const table = groupTable(grid, boxes, [0], all);
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
  const rules = [
    { controller: "germany", sovereign: "germany", status: "sovereign" },
    { controller: "germany", sovereign: "poland", status: "occupied" },
    { controller: "ussr", sovereign: "poland", status: "occupied" },
    { controller: "poland", sovereign: "poland", status: "sovereign" },
  ];
  const named = (lives) => nameGroups(rules, lives, (polity, land) => (polity === "germany") === (land === 0)).map(({ polity, held, members }) => [polity, held, [...members]]);
  const both = [["germany", false, [0]], ["poland", true, [1]], ["poland", true, [2]]];
  assert.deepEqual(named([true, true, true, false]), both);
  const own = [["germany", false, [0]], ["germany", true, [1]], ["ussr", true, [2]], ["poland", false, [3]]];
  assert.deepEqual(named([true, true, true, true]), own);
});

test("an owner's name stands on no land beyond its country, nor where another power of the country has land", () => {
  const isHome = homes({ japan: { today: { en: "Japan" } }, italy: { today: { en: "Italy" } }, salo: { today: { en: "Italy" } }, both: { today: { en: "Serbia, Croatia and others" } }, crimea: { today: { en: "Ukraine" } } }, [
    { today: { en: "Japan" } }, { today: { en: "North Korea" } }, { today: { en: "Italy" } }, { today: { en: "Italy" } }, { today: { en: "Slovenia and Croatia" } }, { today: { en: "Ukraine (occupied by Russia since 2014)" } }, {},
  ]);
  assert.deepEqual([isHome("both", 4), isHome("crimea", 5), isHome("both", 2), isHome("unknown", 6)], [true, true, false, false]);
  const occupied = (controller, sovereign) => ({ controller, sovereign, status: "occupied" });
  const rules = [occupied("united-states", "japan"), occupied("ussr", "japan"), occupied("germany", "italy"), { controller: "salo", sovereign: "italy", status: "puppet" }];
  const named = (lives) => nameGroups(rules, lives, isHome).map(({ polity, members }) => [polity, [...members]]);
  assert.deepEqual(named([true, true, true, false]), [["japan", [0]], ["ussr", [1]], ["italy", [2]]]);
  assert.deepEqual(named([true, true, true, true]), [["japan", [0]], ["ussr", [1]], ["germany", [2]], ["salo", [3]]]);
});

test("disputed land bears its holder's name, as occupied land does, and is land of its own", () => {
  const rules = [
    { controller: "west-ukraine", sovereign: "austria", status: "disputed" },
    { controller: "poland", sovereign: "west-ukraine", status: "occupied" },
    { controller: "poland", sovereign: "austria", status: "disputed" },
  ];
  const named = nameGroups(rules, [true, true, true], () => true).map(({ polity, held, members }) => [polity, held, [...members]]);
  assert.deepEqual(named, [["west-ukraine", true, [0]], ["poland", true, [1, 2]]]);
});

test("a power's name stands on the land of its own country, not on what it holds beyond the sea", () => {
  const coast = { cells: Int16Array.from([0, 0, -1, 2, 0, 1, -1, 2, 1, 1, -1, 2]), columns: 4, rows: 3 };
  const beside = neighbours(coast, 3);
  assert.deepEqual(beside.map((others) => [...others]), [[1], [0], []]);
  const all = new Set([0, 1, 2]);
  assert.deepEqual(mainland(all, (land) => land === 0, beside), new Set([0, 1]));
  assert.deepEqual(mainland(new Set([1, 2]), (land) => land === 0, beside), new Set([1, 2]));
  assert.deepEqual(mainland(all, (land) => land !== 1, beside), new Set([0, 2, 1]));
});

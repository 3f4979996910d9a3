import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { inflated } from "../../mapper/assets/js/model/inflate.js";
import { unpacked } from "../../mapper/assets/js/model/unpack.js";

const told = () => ({
  version: "2",
  coded: { texts: ["note", "by", "of", "campaign", "territories", "theatre"], days: ["from", "to"], cited: ["source"], state: ["controller", "sovereign", "status", "rule", "confidence"] },
  texts: ["", "a note", "usa", "west-land", "september", "east-land"],
  citations: [[["peace-1921", "art. 2"]], []],
  states: [["poland", "poland", "sovereign", "act", "high"], ["ussr", "poland", "occupied", "captures", "low"]],
  map: { id: "m", story: [{ id: "one", source: 0 }] },
  theatres: {
    west: {
      name: { en: "West" }, window: [0, 0, 1, 1], proj: "", coarsest: 8000, unit: 50, coast: [0],
      arcs: [[1, 2, 3, -4], [0, 0, 1, 1]],
      territories: [
        { id: "west-land", name: { en: "West" }, today: { en: "" }, note: 1, km2: 5, arcs: [[[0, 1, -2]]], point: [1, 1], spells: [-18679, -11063, 0, 1, 0] },
        { id: "west-land--1", of: 3, campaign: 4, km2: 5, arcs: [[[1]]], point: [1, 1], spells: [-11063, -11062, 1, 0, 1] },
      ],
      lines: { keys: ["id", "note", "source", "arcs"], rows: [["l", 1, 0, [0]]] },
      lakes: [[5, 5, 1, 0, 0, 1, -1, -1]],
      rivers: [{ id: "r", name: { en: "R" }, points: [7, 7, 1, 1] }],
    },
  },
  events: { keys: ["id", "join"], rows: [["e", { theatre: null }]] },
  places: [],
  agreements: [],
  recognitions: { keys: ["by", "from", "territories"], rows: [[2, 0, [3, 5]]] },
  movements: [],
  railways: [],
});

test("numbers become what they stand for", () => {
  const blob = unpacked(told());
  const { west } = blob.theatres;
  assert.deepEqual(west.territories[0].spells, [
    { from: "1918-11-11", to: "1939-09-18", controller: "poland", sovereign: "poland", status: "sovereign", rule: "act", confidence: "high", note: "a note", source: [["peace-1921", "art. 2"]] },
  ]);
  assert.deepEqual(west.territories[0].arcs, [[[0, 1, -1]]]);
  assert.deepEqual(west.lines, [{ id: "l", note: "a note", source: [["peace-1921", "art. 2"]], arcs: [0] }]);
  assert.deepEqual(blob.recognitions, [{ by: "usa", from: "1970-01-01", territories: ["west-land", "east-land"] }]);
  assert.deepEqual(blob.events, [{ id: "e", join: { theatre: null } }]);
  assert.deepEqual(blob.map.story, [{ id: "one", source: [["peace-1921", "art. 2"]] }]);
});

test("each vertex is a step from the one before, in units of so many metres", () => {
  const { west } = unpacked(told()).theatres;
  assert.deepEqual(west.arcs.map((arc) => [...arc]), [[50, 100, 200, -100], [200, -100, 250, -50]]);
  assert.deepEqual([...west.lakes[0]], [250, 250, 300, 250, 300, 300, 250, 250]);
  assert.deepEqual([...west.rivers[0].points], [350, 350, 400, 400]);
});

test("a zone has the name of its territory", () => {
  const zone = unpacked(told()).theatres.west.territories[1];
  assert.deepEqual([zone.of, zone.campaign, zone.name, zone.note], ["west-land", "september", { en: "West" }, "a note"]);
});

test("compressed text is read with the browser's means, and without them", async () => {
  const text = JSON.stringify({ name: "Łódź 瀋陽" }).repeat(1000);
  const packed = gzipSync(text).toString("base64");
  assert.equal(await inflated(packed), text);
  const means = globalThis.DecompressionStream;
  try {
    globalThis.DecompressionStream = undefined;
    assert.equal(await inflated(packed), text);
  } finally {
    globalThis.DecompressionStream = means;
  }
});

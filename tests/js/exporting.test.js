import assert from "node:assert/strict";
import { test } from "node:test";
import { indexTheatre } from "../../mapper/assets/js/model/chains.js";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { paperPlan } from "../../mapper/assets/js/model/paper.js";
import { decodeArcs } from "../../mapper/assets/js/model/decode.js";
import { bibtexText, changeRows, citationText, csvText, fileName, sourceKeys, sourcesCsv, stateGeoJson, stateRows } from "../../mapper/assets/js/model/exporting.js";
import { rawWorld, world } from "./world.js";

const TOLD = { version: "7", stamp: "ab", about: { uri: "urn:tiny:", licence: "CC0-1.0" } };

test("the state of a day is GeoJSON with closed rings", () => {
  const collection = stateGeoJson(TOLD, [{ theatre: world(), arcs: decodeArcs(rawWorld().arcs, 4) }], "1939-09-20", dayNumber("1939-09-20"));
  assert.equal(collection.features.length, 2);
  assert.deepEqual([collection.version, collection.stamp, collection.licence], ["7", "ab", "CC0-1.0"]);
  const [west] = collection.features;
  assert.equal(west.properties.controller, "ussr");
  assert.equal(west.properties.sovereign, "poland");
  assert.equal(west.properties.source, "peace-1921 [art. 2]");
  assert.equal(west.properties.uri, "urn:tiny:spells/west-land/1939-09-19");
  for (const { geometry } of collection.features) for (const ring of geometry.coordinates.flat()) assert.deepEqual(ring[0], ring.at(-1));
});

test("CSV quotes what must be quoted and starts no formula", () => {
  assert.equal(csvText([["a", 'say "x", y', "=1+1", -5, "-x"]]), 'a,"say ""x"", y",\'=1+1,-5,\'-x\r\n');
});

test("sources are listed once, in order", () => {
  const sources = { a: { text: "A", bibtex: "@misc{a}" }, b: { text: "B", bibtex: "@misc{b}" } };
  const keys = sourceKeys([[["b", ""], ["a", "p. 1"]], [["b", ""]]]);
  assert.deepEqual(keys, ["a", "b"]);
  assert.equal(bibtexText(keys, sources), "@misc{a}\n\n@misc{b}\n");
  assert.equal(sourcesCsv(["a"], sources), "key,citation\r\na,A\r\n");
  assert.equal(citationText([["a", "p. 1"], ["b", ""]]), "a [p. 1]; b");
  assert.equal(fileName("../x y", "1939-09-17", "csv"), "-x-y-1939-09-17.csv");
});

test("a sheet lies as its subject does, and few sources stand under it", () => {
  assert.deepEqual(paperPlan([], [], 2), { tall: false, apart: false, width: 277, height: 139 });
  assert.deepEqual(paperPlan([], [], 0.7), { tall: true, apart: false, width: 190, height: 245 });
  const legend = [Array(20).fill(12), [90]];
  const few = paperPlan(Array(6).fill(130), legend, 1.8);
  assert.equal(few.apart, false);
  assert.ok(few.height < paperPlan([], legend, 1.8).height);
});

test("where the plates would give way too far, the sources stand on a sheet of their own", () => {
  const legend = [Array(20).fill(12)];
  const many = paperPlan(Array(90).fill(130), legend, 1.8);
  assert.equal(many.apart, true);
  assert.ok(many.height >= paperPlan([], legend, 1.8).height);
});

test("a feature of the state says who held it, since when, how sure that is, and where it stands", () => {
  const raw = rawWorld();
  Object.assign(raw.territories[0].spells[1], { confidence: "high" });
  const collection = stateGeoJson(TOLD, [{ theatre: indexTheatre("west", raw), arcs: decodeArcs(raw.arcs, raw.places) }], "1939-09-20", dayNumber("1939-09-20"));
  const [west, east] = collection.features;
  assert.deepEqual(west.properties, { territory: "west-land", name: "West", date: "1939-09-20", controller: "ussr", sovereign: "poland", status: "occupied", from: "1939-09-19", to: "1939-10-28", km2: 7900, confidence: "high", source: "peace-1921 [art. 2]", uri: "urn:tiny:spells/west-land/1939-09-19" });
  assert.equal(east.properties.confidence, "");
  assert.deepEqual(west.geometry, { type: "MultiPolygon", coordinates: [[[[21, 50], [21, 51], [20, 51], [20, 50], [21, 50]]]] });
  raw.arcs[1] = [210000, 510000, -10000, 0, 0, -10000]; // a ring that does not come back to its first position
  const [open] = stateGeoJson(TOLD, [{ theatre: indexTheatre("west", raw), arcs: decodeArcs(raw.arcs, raw.places) }], "1939-09-20", dayNumber("1939-09-20")).features;
  assert.deepEqual(open.geometry.coordinates[0][0], [[21, 50], [21, 51], [20, 51], [20, 50], [21, 50]]);
});

test("the tables of a day and of a span have a row for each land, and for each change", () => {
  const day = dayNumber("1939-09-20");
  assert.deepEqual(stateRows(TOLD, [world()], "1939-09-20", day), [
    ["territory", "name", "date", "controller", "sovereign", "status", "from", "to", "km2", "source", "uri"],
    ["west-land", "West", "1939-09-20", "ussr", "poland", "occupied", "1939-09-19", "1939-10-28", 7900, "peace-1921 [art. 2]", "urn:tiny:spells/west-land/1939-09-19"],
    ["east-land", "East", "1939-09-20", "ussr", "ussr", "sovereign", "1930-01-01", "1946-01-01", 8100, "other-1930", "urn:tiny:spells/east-land/1930-01-01"],
  ]);
  assert.deepEqual(changeRows([world()], { since: dayNumber("1939-01-01"), day }), [
    ["date", "territory", "name", "controller_before", "sovereign_before", "status_before", "controller", "sovereign", "status", "km2", "source"],
    ["1939-09-19", "west-land", "West", "poland", "poland", "sovereign", "ussr", "poland", "occupied", 7900, "peace-1921 [art. 2]"],
  ]);
});

test("a cell that a table would reckon is made a text, a number is left, and what breaks a row is quoted", () => {
  assert.equal(csvText([["+48 600", "+5", "-1,5", "@x", "\tx", "\rx", "a\nb", "a\rb", null, undefined, 0]]), "'+48 600,+5,\"-1,5\",'@x,'\tx,\"'\rx\",\"a\nb\",\"a\rb\",,,0\r\n");
  assert.equal(csvText([]), "\r\n");
  assert.equal(bibtexText(["x", "a"], { a: { bibtex: " @misc{a} " } }), "@misc{a}\n");
  assert.equal(sourcesCsv(["x"], {}), "key,citation\r\nx,\r\n");
});

test("a sheet is shared to the millimetre", () => {
  // 22 mm of title, 4.1 a row of the legend: 1.32 a letter and 12.5 a sample, and a tenth is wasted; 9 mm below
  assert.deepEqual(paperPlan([], [[]], 1.8), { tall: false, apart: false, width: 277, height: 154 });
  assert.deepEqual(paperPlan([], [[181]], 1.8), { tall: false, apart: false, width: 277, height: 154 });
  assert.equal(paperPlan([], [[181], [181]], 1.8).height, 151);
  assert.equal(paperPlan([], [[182, 182]], 1.7).height, 147, "three rows");
  assert.equal(paperPlan([], Array(4).fill([100, 100]), 1.5).height, 126);
  assert.equal(paperPlan([], Array(4).fill([85, 85]), 1.5).height, 143);
  assert.equal(paperPlan(Array(8).fill(60), [], 1.5).height, 154, "two lines of sources, and 9 mm");
  assert.equal(paperPlan(Array(8).fill(61), [], 1.5).height, 149);
  assert.equal(paperPlan(Array(9).fill(60), [], 1.5).height, 151);
  assert.deepEqual(paperPlan(Array(9).fill(60), [], 0.7), { tall: true, apart: false, width: 190, height: 237 });
});

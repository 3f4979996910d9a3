import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { paperPlan } from "../../mapper/assets/js/model/paper.js";
import { decodeArcs } from "../../mapper/assets/js/model/decode.js";
import { bibtexText, citationText, csvText, fileName, sourceKeys, sourcesCsv, stateGeoJson } from "../../mapper/assets/js/model/exporting.js";
import { rawWorld, world } from "./world.js";

test("the state of a day is GeoJSON with closed rings", () => {
  const collection = stateGeoJson([{ theatre: world(), arcs: decodeArcs(rawWorld().arcs) }], "1939-09-20", dayNumber("1939-09-20"));
  assert.equal(collection.features.length, 2);
  const [west] = collection.features;
  assert.equal(west.properties.controller, "ussr");
  assert.equal(west.properties.sovereign, "poland");
  assert.equal(west.properties.source, "peace-1921 [art. 2]");
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

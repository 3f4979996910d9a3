import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { paperPlan, shortCitation } from "../../mapper/assets/js/model/paper.js";
import { bibtexText, citationText, csvText, fileName, sourceKeys, sourcesCsv, stateGeoJson } from "../../mapper/assets/js/model/exporting.js";
import { rawWorld, world } from "./world.js";

test("the state of a day is GeoJSON with closed rings", () => {
  const collection = stateGeoJson([{ theatre: world(), arcs: rawWorld().arcs }], "1939-09-20", dayNumber("1939-09-20"));
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

test("on one sheet the plate gives way to its sources, within bounds", () => {
  assert.deepEqual(paperPlan([], []), { dense: false, height: 135 });
  assert.ok(paperPlan(Array(30).fill(130), Array(12).fill(15)).height < 125);
  assert.ok(paperPlan(Array(90).fill(130), []).height > 75);
  assert.equal(shortCitation("word ".repeat(40)).length <= 58, true);
});

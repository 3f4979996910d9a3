import assert from "node:assert/strict";
import { test } from "node:test";
import { ofLand, ofRecord, recognitionKey, sharesWords } from "../../mapper/assets/js/panels/evidence.js";

const texts = [
  ["book-1950", "p. 3", "https://example.org/a", "scholarship", ""],
  ["treaty-1918", "", "", "document", "in part"],
];
const evidence = {
  levels: ["document", "text", "in part", "cited", "rule"],
  land: { north: [["1918-11-11", 3], ["1939-09-17", 1, 0, 1]] },
  others: { "recognitions/a/b/1939-09-17/north+south": [2, 1] },
  texts,
  sources: { "book-1950": "A Book." },
  shares: { spells: 0.184, events: 0.332, agreements: 1 },
};
const words = { "legend.evidence": "{spells} {events} {agreements}" };
const context = (given) => ({
  blob: { evidence: given },
  lang: () => "en",
  t: () => (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]),
});
const ctx = context(evidence);

test("a land has the evidence of the spell that was written last by the day", () => {
  assert.deepEqual(ofLand(ctx, "north", "1939-09-16"), { level: "cited", texts: [] });
  assert.deepEqual(ofLand(ctx, "north", "1939-09-17"), { level: "text", texts });
  assert.deepEqual(ofLand(ctx, "north", "1944-01-01"), { level: "text", texts });
  assert.equal(ofLand(ctx, "nowhere", "1939-09-17"), null);
});

test("a record of which no text was read is only cited", () => {
  const key = recognitionKey({ by: "a", of: "b", from: "1939-09-17", territories: ["north", "south"] });
  assert.deepEqual(ofRecord(ctx, "recognitions", ...key), { level: "in part", texts: [texts[1]] });
  assert.deepEqual(ofRecord(ctx, "events", "march"), { level: "cited", texts: [] });
});

test("an atlas without evidence says nothing of it", () => {
  const bare = context(null);
  assert.equal(ofLand(bare, "north", "1939-09-17"), null);
  assert.equal(ofRecord(bare, "events", "march"), null);
  assert.equal(sharesWords(bare), "");
});

test("the shares are whole per cent", () => {
  assert.equal(sharesWords(ctx), "18% 33% 100%");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { shareAlike } from "../../mapper/assets/js/model/sharing.js";
import { planesOf, unpack } from "../../mapper/assets/js/model/unpack.js";

/** @param {object} record */
const line = (record) => gzipSync(JSON.stringify(record)).toString("base64");
const planes = { west: { window: [0, 1, 2, 3], proj: "+proj=aea", coarsest: 8000 } };
const lines = [{ title: "Żółw 滿洲", list: [1] }, { west: { arcs: [] } }, { east: { arcs: [2] } }].map(line);
const text = [Buffer.from(JSON.stringify(planes)).toString("base64"), ...lines].join("\n");

test("a record is put together of its lines, whatever its letters and however old the browser is", async () => {
  const record = { title: "Żółw 滿洲", list: [1], theatres: { west: { arcs: [] }, east: { arcs: [2] } } };
  assert.deepEqual(await unpack(text), record);
  const own = globalThis.DecompressionStream;
  delete globalThis.DecompressionStream;
  try {
    assert.deepEqual(await unpack(text), record);
  } finally {
    globalThis.DecompressionStream = own;
  }
});

test("the planes of the theatres are known at once", () => {
  assert.deepEqual(planesOf(text), planes);
});

test("events share what they say alike, and nothing else", () => {
  const event = (id, join) => ({ id, date: "1939-09-17", earliest: "1939-09-17", latest: "1939-09-17", qualifier: "", theme: "war", confidence: "high", title: { en: id }, text: {}, place: {}, essay: {}, correction: {}, source: [], join });
  const join = (more) => ({ match: "one", border_km: null, border: "", theatre: "west", candidates: [], ...more });
  const told = () => [event("a", join()), event("b", join()), event("c", join({ border_km: 3 })), event("d", join({ theatre: null }))];
  const events = told();
  shareAlike(events);
  assert.deepEqual(events, told());
  assert.equal(events[0].join, events[1].join);
  assert.equal(events[0].text, events[3].place);
  assert.notEqual(events[0].join, events[2].join);
});

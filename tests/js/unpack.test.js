import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { unpack } from "../../mapper/assets/js/model/unpack.js";

/** @param {object} record */
const line = (record) => gzipSync(JSON.stringify(record)).toString("base64");

test("a record is put together of its lines, whatever its letters", () => {
  const text = [{ title: "Żółw 滿洲", list: [1] }, { west: { arcs: [] } }, { east: { arcs: [2] } }].map(line).join("\n");
  const theatres = { west: { arcs: [] }, east: { arcs: [2] } };
  assert.deepEqual(unpack(text), { title: "Żółw 滿洲", list: [1], theatres });
});

/** The documents lead into the maps by addresses: the page's own parser reads each, and understands every part of it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { readHash } from "../../mapper/assets/js/model/state.js";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const LINK = /map:([a-z0-9-]+)(#[^)\s]*)?\)|maps\/([a-z0-9-]+)\.html(#[^")\s`]*)?"/g;
const documents = readdirSync(new URL("docs/", root)).filter((name) => name.endsWith(".md"));
const found = documents.flatMap((name) =>
  [...read(`docs/${name}`).matchAll(LINK)].map((one) => [name, one[1] ?? one[3], one[2] ?? one[4] ?? ""]),
);
const links = found.filter(([, name]) => name !== "index"); // which hands a record on: tests/browser/test_vouched.py
const listed = (text, key) => [...text.match(new RegExp(`^${key} = \\[(.*)\\]`, "m"))[1].matchAll(/"([^"]+)"/g)].map((one) => one[1]);
const about = read("geodata/atlas.toml");
const OVERLAYS = ["control", "recognised", "agreed", "movements", "railways", "rivers", "towns"];

/** What the page of a map knows, as its files say. @param {string} name */
function knownOf(name) {
  const map = read(`maps/${name}.toml`);
  return {
    first: dayNumber(about.match(/^from = (\S+)/m)[1]),
    last: dayNumber(about.match(/^to = (\S+)/m)[1]) - 1,
    layers: [...OVERLAYS, ...listed(map, "layers")],
    theatres: listed(map, "theatres"),
    polities: [...new Set(read("geodata/recognitions.csv").split("\n").slice(1).map((row) => row.split(",")[0]))],
    langs: listed(about, "languages"),
    steps: map.split("[[story]]").length - 1,
  };
}

test("the documents lead into every map", () => {
  assert.ok(links.length > 30);
  const maps = readdirSync(new URL("maps/", root)).filter((name) => name.endsWith(".toml"));
  assert.deepEqual([...new Set(links.map((one) => `${one[1]}.toml`))].sort(), maps.sort());
});

for (const [document, name, hash] of links) {
  test(`${document}: ${name}${hash}`, () => {
    const fields = new URLSearchParams(hash.slice(1));
    const state = readHash(hash, knownOf(name));
    for (const key of fields.keys()) assert.ok(["date", "layers", "view", "as", "lang", "compare"].includes(key), key);
    if (fields.has("date")) assert.equal(state.day, dayNumber(fields.get("date")));
    if (fields.has("layers")) assert.deepEqual([...state.layers], fields.get("layers").split(","));
    if (fields.has("as")) assert.equal(state.as, fields.get("as"));
    if (fields.has("lang")) assert.equal(state.lang, fields.get("lang"));
    if (fields.has("view")) assert.ok(Object.keys(state.views).length);
  });
}

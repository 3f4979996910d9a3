import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, placeName, searchEntries } from "../../mapper/assets/js/search.js";

const entry = (id, names, weight = 1) => ({ kind: "place", id, label: names[0], names, detail: "", weight });
const entries = [entry("vilnius", ["Vilnius", "Wilno", "Вильна"]), entry("lwow", ["Lwów", "Lviv"]), entry("shenyang", ["Shenyang", "Mukden"]), entry("mukden-incident", ["Mukden incident"])];

test("accents, case and letters of their own do not matter", () => {
  assert.equal(fold("ŁÓDŹ-Śródmieście"), "lodz srodmiescie");
  assert.equal(searchEntries(entries, "lwow")[0].entry.id, "lwow");
  assert.equal(searchEntries(entries, "ВИЛЬ")[0].entry.id, "vilnius");
});

test("every name of a place finds it, the whole name first", () => {
  assert.deepEqual(searchEntries(entries, "mukden").map((hit) => hit.entry.id), ["shenyang", "mukden-incident"]);
  assert.equal(searchEntries(entries, "wilno")[0].matched, "Wilno");
  assert.deepEqual(searchEntries(entries, "  "), []);
});

test("a town bears the name in force that day", () => {
  const place = { id: "v", lon: 0, lat: 0, rank: 1, name: { en: "Vilnius", pl: "Wilno" }, names: [["Wilno", "1920-10-09", "1939-10-28"]], today: "" };
  assert.equal(placeName(place, "1939-10-27", "en"), "Wilno");
  assert.equal(placeName(place, "1939-10-28", "en"), "Vilnius");
  assert.equal(placeName(place, "1939-10-28", "pl"), "Wilno");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { fold, placeName, placeNames, searchEntries, searchIndex } from "../../mapper/assets/js/model/search.js";

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
  const place = { id: "v", lon: 0, lat: 0, rank: 1, name: { en: "Vilnius", pl: "Wilno" }, names: { en: [["Wilno", "1920-10-09", "1939-10-28"]] }, today: { en: "" } };
  assert.equal(placeName(place, "1939-10-27", "en"), "Wilno");
  assert.equal(placeName(place, "1939-10-28", "en"), "Vilnius");
  assert.equal(placeName(place, "1939-10-28", "pl"), "Wilno");
});

test("in Polish a town bears its Polish name of the day, else its Polish name, else the one in force", () => {
  const names = [["Petrograd", "1918-11-11", "1924-01-26"]];
  const place = { id: "l", lon: 0, lat: 0, rank: 2, name: { en: "Leningrad", pl: "Leningrad (pl)" }, names: { en: names, pl: [["Piotrogród", "1918-11-11", "1924-01-26"]] }, today: { en: "Saint Petersburg, Russia" } };
  assert.equal(placeName(place, "1920-01-01", "pl"), "Piotrogród");
  assert.equal(placeName(place, "1924-01-26", "pl"), "Leningrad (pl)");
  assert.equal(placeName(place, "1920-01-01", "en"), "Petrograd");
  assert.equal(placeName({ ...place, names: { en: names, pl: [] } }, "1920-01-01", "pl"), "Leningrad (pl)");
  assert.equal(placeName({ ...place, names: { en: names }, name: { en: "Leningrad" } }, "1920-01-01", "pl"), "Petrograd");
  assert.equal(placeName({ ...place, names: { en: [] }, name: { en: "Leningrad" } }, "1920-01-01", "pl"), "Leningrad");
  assert.deepEqual(placeNames(place, "pl").map(([name]) => name), ["Piotrogród", "Petrograd"]);
  assert.deepEqual(placeNames({ ...place, names: { en: names, pl: names } }, "pl"), names, "the same name is not told twice");
  assert.deepEqual(placeNames(place, "en"), names);
});

test("the search finds a town by every name of both languages, whatever the language of the page", () => {
  const place = { id: "l", lon: 0, lat: 0, rank: 2, name: { en: "Leningrad", pl: "Leningrad" }, names: { en: [["Petrograd", "1918-11-11", "1924-01-26"]], pl: [["Piotrogród", "1918-11-11", "1924-01-26"]] }, today: { en: "Saint Petersburg, Russia" } };
  const blob = { places: [place], polities: {}, theatres: {}, events: [] };
  for (const lang of ["en", "pl"]) {
    const entries = searchIndex(blob, () => lang);
    for (const name of ["leningrad", "petrograd", "piotrogrod", "saint petersburg"]) assert.equal(searchEntries(entries, name)[0]?.entry.id, "l", name);
  }
});

test("what was found is named in the language of the page, also after it changed", () => {
  let lang = "en";
  const blob = { places: [{ id: "w", rank: 1, name: { en: "Warsaw", pl: "Warszawa" }, names: { en: [] }, today: { en: "" } }], polities: { poland: { name: { en: "Poland", pl: "Polska" } } }, theatres: {}, events: [] };
  const entries = searchIndex(blob, () => lang);
  assert.deepEqual(entries.map((one) => one.label), ["Warsaw", "Poland"]);
  lang = "pl";
  assert.deepEqual(entries.map((one) => one.label), ["Warszawa", "Polska"]);
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { changesOn, indexTheatre, nameTowns } from "../../mapper/assets/js/model/chains.js";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { areaWords, pick, tongue, translator } from "../../mapper/assets/js/model/i18n.js";
import { changeGroups, landNames, landTitle } from "../../mapper/assets/js/model/changes.js";
import { rawWorld, world } from "./world.js";

const catalogue = JSON.parse(readFileSync(new URL("../../mapper/assets/i18n/en.json", import.meta.url), "utf8"));
const t = translator({ en: catalogue }, "en");

test("a change is a sentence with its area", () => {
  const groups = changeGroups(changesOn([world()], dayNumber("1939-09-19")), (id) => id.toUpperCase(), "en", t);
  assert.deepEqual(groups.map((group) => group.sentence), ["West: from POLAND to USSR (occupied), 7,900 km²."]);
});

test("land that changed in part is named by its towns", () => {
  const raw = rawWorld();
  const [west] = raw.territories;
  const zone = (id, km2, towns) => ({ id, of: west.id, km2, towns, arcs: west.arcs, point: west.point, spells: [] });
  raw.territories.push(zone("west--1", 3000, ["Lida"]), zone("west--2", 4900, ["Wilno", "Troki", "Olkieniki"]));
  const theatre = indexTheatre("west", raw);
  nameTowns([theatre], [{ name: { en: "Vilnius", de: "Wilna" }, names: { en: [["Wilno", "1920-10-09", "1939-10-28"]] } }]);
  const [land, , lida, wilno] = theatre.territories;
  assert.equal(landTitle(land, "en"), "West");
  assert.equal(landTitle(wilno, "pl"), "Zachód (Wilno, Troki …)");
  assert.equal(landTitle(wilno, "de"), "West (Wilna, Troki …)");
  const named = (...lands) => landNames(lands.map((territory) => ({ territory })), "en", t);
  assert.deepEqual(named(lida), ["West (part: Lida)"]);
  assert.deepEqual(named(lida, wilno), ["West"]);
});

test("areas are rounded as their accuracy allows", () => {
  assert.equal(areaWords(201_015.7, "en"), "201,000 km²");
  assert.equal(areaWords(7954.4, "en"), "7,950 km²");
  assert.equal(areaWords(61.2, "en"), "61 km²");
});

test("a missing translation falls back on English, a missing value stays visible", () => {
  assert.equal(pick({ en: "Wilno", pl: "" }, "pl"), "Wilno");
  assert.equal(pick(undefined, "pl"), "");
  assert.equal(translator({ en: { a: "{x} {y}" }, pl: {} }, "pl")("a", { x: 1 }), "1 {y}");
});

test("English that stands in for a translation is marked as English", () => {
  assert.equal(tongue({ en: "a claim", pl: "twierdzenie" }, "pl"), null);
  assert.equal(tongue({ en: "a claim", pl: "a claim" }, "pl"), "en");
  assert.equal(tongue({ en: "a claim", pl: "" }, "pl"), "en");
  assert.equal(tongue({ en: "a claim", pl: "a claim" }, "en"), null);
});

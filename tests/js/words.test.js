import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { changesOn, indexTheatre, nameTowns } from "../../mapper/assets/js/model/chains.js";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { areaWords, figure, pick, plural, sentence, signedArea, tongue, translator, withArticle } from "../../mapper/assets/js/model/i18n.js";
import { bound } from "../../mapper/assets/js/dom.js";
import { byWeight, changeGroups, greatOf, landNames, landTitle } from "../../mapper/assets/js/model/changes.js";
import { rawWorld, world } from "./world.js";

const catalogue = JSON.parse(readFileSync(new URL("../../mapper/assets/i18n/en.json", import.meta.url), "utf8"));
const t = translator({ en: catalogue }, "en");

test("a change is a sentence with its area", () => {
  const groups = changeGroups(changesOn([world()], dayNumber("1939-09-19")), (id) => id.toUpperCase(), "en", t);
  assert.deepEqual(groups.map((group) => group.sentence), ["West: from POLAND to USSR (occupied), 7,900 km²."]);
});

test("in Polish a word of one letter stays with the next", () => {
  assert.equal(bound("I w nocy z 23 na 24 sierpnia, 7 a 8 i Warszawa", "pl"), "I\u00a0w\u00a0nocy z\u00a023 na 24 sierpnia, 7 a\u00a08 i\u00a0Warszawa");
  assert.equal(bound("„W Mandżurii” Li W. a ", "pl"), "„W\u00a0Mandżurii” Li W. a ");
  assert.equal(bound("a line", "en"), "a line");
});

test("land that changed in part is named by its towns", () => {
  const raw = rawWorld();
  const [west] = raw.territories;
  const zone = (id, km2, towns) => ({ id, of: west.id, km2, towns, arcs: west.arcs, point: west.point, spells: [] });
  raw.territories.push(zone("west--1", 3000, ["Lida"]), zone("west--2", 4900, ["Wilno", "Troki", "Olkieniki"]), zone("west--3", 10, ["Lwów (Lviv)"]));
  const theatre = indexTheatre("west", raw);
  nameTowns([theatre], [{ name: { en: "Vilnius", de: "Wilna" }, names: { en: [["Wilno", "1920-10-09", "1939-10-28"]] }, rank: 2 }, { name: { en: "Troki" }, names: {}, rank: 3 }], ["en", "pl", "de"]);
  const [land, , lida, wilno, lwow] = theatre.territories;
  assert.equal(landTitle(land, "en"), "West");
  assert.equal(landTitle(wilno, "pl"), "Zachód (Wilno, Troki …)");
  assert.equal(landTitle(wilno, "de"), "West (Wilna, Troki …)");
  const named = (...lands) => landNames(lands.map((territory) => ({ territory })), "en", t);
  assert.deepEqual(named(lida), ["West (part: Lida)"]);
  assert.deepEqual(named(lida, wilno), ["West"]);
  assert.equal(landTitle(lwow, "pl"), "Zachód (Lwów / Lviv)"); // no brackets in brackets
  assert.equal(landTitle({ ...lwow, name: { en: "Lwów" } }, "en"), "Lwów (Lviv)");
  assert.deepEqual(named(lwow), ["West (part: Lwów / Lviv)"]);
  assert.deepEqual(theatre.territories.map(({ great }) => great?.rank ?? null), [null, null, null, 2, null]);
  const group = (from, to, km2, territory) => ({ from, to, km2, changes: [{ territory }] });
  const [large, capital, same] = [group("a", "b", 9000, lida), group("a", "b", 10, wilno), group("a", "a", 20, wilno)];
  assert.deepEqual([large, capital, same].sort(byWeight), [capital, large, same]);
  assert.equal(greatOf(capital).name.en, "Wilno");
});

test("a town of a zone has today's name behind it in the first language alone", () => {
  const raw = rawWorld();
  const [west] = raw.territories;
  raw.territories.push({ id: "west--1", of: west.id, km2: 3000, towns: ["Oppeln (Opole)", "Iwje (Iwie)"], arcs: west.arcs, point: west.point, spells: [] });
  const theatre = indexTheatre("west", raw);
  const town = (name, today, more) => ({ name: { en: name, ...more }, names: {}, today: { en: today } });
  nameTowns([theatre], [town("Oppeln", "Opole", { pl: "Opole" }), town("Iwje", "Iwye")], ["en", "pl", "de"]);
  const titles = ["en", "pl", "de"].map((lang) => landTitle(theatre.territories.at(-1), lang));
  assert.deepEqual(titles, ["West (Oppeln / Opole, Iwje / Iwie)", "Zachód (Opole, Iwje)", "West (Oppeln, Iwje)"]); // Iwje's today is spelt in another way
});

test("a count has the form of its language, and one form where the catalogue has no further", () => {
  const words = (lang) => translator({ [lang]: JSON.parse(readFileSync(new URL(`../../mapper/assets/i18n/${lang}.json`, import.meta.url), "utf8")) }, lang);
  const counted = (lang, count) => plural(words(lang), lang, "count.changes", count);
  assert.deepEqual([1, 2, 5].map((count) => counted("pl", count)), ["1 zmiana", "2 zmiany", "5 zmian"]);
  assert.deepEqual([1, 3, 12].map((count) => counted("uk", count)), ["1 зміна", "3 зміни", "12 змін"]);
  assert.deepEqual([0, 11, 21].map((count) => counted("lv", count)), ["Maiņas: 0", "Maiņas: 11", "21 maiņa"]);
  assert.equal(counted("ja", 3), "3件の変化");
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

test("a sentence begins with a capital and ends with one stop; figures have their separators", () => {
  assert.deepEqual([sentence("łódź falls"), sentence(""), sentence("x")], ["Łódź falls", "", "X"]);
  const said = translator({ en: { a: "{x}.", b: "{x}" } }, "en");
  assert.deepEqual([said("a", { x: "U.S." }), said("b", { x: "so ..." }), said("a", { x: 0 }), said("c")], ["U.S.", "so ...", "0.", "c"]);
  assert.deepEqual([figure(1234.5, "en"), figure(1234, "pl"), figure(999, "en")], ["1,235", "1\u00a0234", "999"]);
  assert.deepEqual([9999, 10_049, 10_050, 1000, 999.4, 1004, 1005].map((km2) => areaWords(km2, "en")), ["10,000", "10,000", "10,100", "1,000", "999", "1,000", "1,010"].map((one) => `${one} km²`));
  assert.deepEqual([signedArea(0, "+", "en"), signedArea(5, "+", "en"), signedArea(5, "−", "en")], ["–", "+5 km²", "−5 km²"]);
  assert.deepEqual([withArticle("Soviet Union", "en"), withArticle("The Soviet Union", "en"), withArticle("Poland", "en"), withArticle("Soviet Union", "pl")], ["the Soviet Union", "The Soviet Union", "Poland", "Soviet Union"]);
  assert.deepEqual([pick({ en: "a" }, "pl"), pick({}, "en"), pick(null, "en"), pick({ en: "a", pl: "b" }, "pl")], ["a", "", "", "b"]);
});

test("changes are told together that are of one kind, the largest first, and four lands at most by name", () => {
  const land = (name, km2, more = {}) => ({ name: { en: name }, km2, whole: null, townNames: [], ...more });
  const rule = (controller, sovereign = controller, status = "sovereign") => ({ controller, sovereign, status });
  const change = (territory, before, after) => ({ territory, before, after });
  const say = (key, values = {}) => (key === "change.and_more" ? `${values.names} and ${values.count}` : key.startsWith("change") ? `${key}: ${values.lands}, ${values.from}-${values.to} of ${values.sovereign} (${values.was}-${values.status}) ${values.km2}` : key);
  const told = (...changes) => changeGroups(changes, (id) => id.toUpperCase(), "en", say).map(({ sentence: said, km2 }) => [said, km2]);
  const [a, b] = [rule("a"), rule("b")];
  assert.deepEqual(told(change(land("Y", 10), a, b), change(land("X", 20), a, b), change(land("Z", 50), a, rule("b", "a", "occupied"))), [
    ["change.passes_as: Z, A-B of A (status.sovereign-status.occupied) 50 km²", 50], ["change.passes: X, Y, A-B of B (status.sovereign-status.sovereign) 30 km²", 30],
  ]);
  assert.equal(told(change(land("X", 1), rule("b", "a", "occupied"), b))[0][0].split(":")[0], "change.status");
  assert.equal(told(change(land("X", 1), rule("b", "a"), b))[0][0].split(":")[0], "change.law");
  const many = (count) => told(...Array.from({ length: count }, (_, i) => change(land(`L${i}`, 1), a, b)))[0][0].split(": ")[1].split(", A-")[0];
  assert.deepEqual([many(4), many(5)], ["L0, L1, L2, L3", "L0, L1, L2 and 2"]);
  assert.equal(told(change(land("X", 1), a, b), change(land("X", 2), a, rule("b", "c"))).length, 2, "another owner is another kind");
});

test("land is called whole from 98 of a hundred on; of its towns two are named", () => {
  const whole = { name: { en: "Land" }, km2: 100, whole: null, townNames: [] };
  const zone = (km2, ...towns) => ({ name: { en: "Land" }, km2, whole, townNames: towns.map((en) => ({ en })) });
  const named = (...zones) => landNames(zones.map((territory) => ({ territory })), "en", (key, { land, towns }) => `${key} ${land} ${towns ?? ""}`.trim());
  assert.deepEqual(named(zone(98, "A")), ["Land"]);
  assert.deepEqual(named(zone(97.9, "A")), ["land.part_of Land A"]);
  assert.deepEqual(named(zone(10, "A"), zone(20, "B")), ["land.part_of Land B, A"], "the largest part first");
  assert.deepEqual(named(zone(10, "A", "B", "C")), ["land.part_of Land A, B …"]);
  assert.deepEqual(named(zone(10, "A", "A")), ["land.part_of Land A"]);
  assert.deepEqual(named(zone(10, "Land")), ["land.part Land"], "a town that only repeats the name");
  assert.deepEqual(named(zone(10, "Land", "A")), ["land.part_of Land Land, A"]);
});

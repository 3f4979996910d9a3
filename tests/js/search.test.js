import assert from "node:assert/strict";
import { test } from "node:test";
import { searchIndex } from "../../mapper/assets/js/model/findable.js";
import { fold, placeName, placeNames, searchEntries } from "../../mapper/assets/js/model/search.js";

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

const tongue = (lang) => ({ lang: () => lang, t: () => (key) => key });
const blobOf = (part) => ({ places: [], polities: {}, theatres: {}, events: [], agreements: [], movements: [], railways: [], elsewhere: [], map: { story: [] }, ...part });

test("the search finds a town by every name of both languages and its further ones, whatever the language of the page", () => {
  const place = { id: "l", lon: 0, lat: 0, rank: 2, name: { en: "Leningrad", pl: "Leningrad" }, names: { en: [["Petrograd", "1918-11-11", "1924-01-26"]], pl: [["Piotrogród", "1918-11-11", "1924-01-26"]] }, today: { en: "Saint Petersburg, Russia" }, also: ["Leningrado"] };
  for (const lang of ["en", "pl"]) {
    const entries = searchIndex(blobOf({ places: [place] }), tongue(lang));
    for (const name of ["leningrad", "petrograd", "piotrogrod", "saint petersburg", "leningrado"]) assert.equal(searchEntries(entries, name)[0]?.entry.id, "l", name);
  }
});

test("what was found is named in the language of the page, also after it changed", () => {
  let lang = "en";
  const blob = blobOf({ places: [{ id: "w", rank: 1, name: { en: "Warsaw", pl: "Warszawa" }, names: { en: [] }, today: { en: "" }, also: [] }], polities: { poland: { name: { en: "Poland", pl: "Polska" }, note: "", also: [] } } });
  const entries = searchIndex(blob, { lang: () => lang, t: () => (key) => key });
  assert.deepEqual(entries.map((one) => one.label), ["Warsaw", "Poland"]);
  lang = "pl";
  assert.deepEqual(entries.map((one) => one.label), ["Warszawa", "Polska"]);
});

test("one name of a place leads to what bears another of its names", () => {
  const river = entry("river", ["Nomonhan", "Khalkhin Gol", "Halhin gol"]);
  const battle = { ...entry("battle", ["Battle of Khalkhin Gol"]), kind: "event" };
  const border = { ...entry("border", ["Agreement on the Nomonhan boundary"]), kind: "event" };
  for (const name of ["Halhin gol", "nomonhan", "KHALKHIN GOL"])
    assert.deepEqual(searchEntries([river, battle, border], name).map((hit) => hit.entry.id).sort(), ["battle", "border", "river"], name);
  assert.equal(searchEntries([river, battle], "halhin gol")[0].entry.id, "river", "what bears the name itself comes first");
});

test("an id finds a power, and is never shown", () => {
  const [hit] = searchEntries([{ ...entry("ussr", ["Soviet Union"]), kind: "polity", hidden: ["ussr"] }], "ussr");
  assert.equal(hit.entry.id, "ussr");
  assert.equal(hit.matched, "");
});

test("a hit in a text is shown in its words, after all names", () => {
  const long = `${"At first nothing is told of it. ".repeat(8)}Then Żukow's tanks surrounded a Japanese division, and the border stayed. ${"Much more follows here. ".repeat(9)}`;
  const told = { ...entry("told", ["A title"]), texts: () => ["Nothing.", long] };
  const named = entry("named", ["Tanks"]);
  assert.deepEqual(searchEntries([told, named], "tanks").map((hit) => hit.entry.id), ["named", "told"]);
  const [{ excerpt }] = searchEntries([told], "zukow tank");
  assert.deepEqual(excerpt.filter(({ found }) => found).map(({ text }) => text), ["Żukow", "tanks"]);
  const text = excerpt.map((piece) => piece.text).join("");
  assert.match(text, /^… .*Then Żukow's tanks surrounded.* …$/);
  assert.ok(text.length < 260);
  assert.ok(long.includes(text.slice(2, -2)));
  assert.deepEqual(searchEntries([told], "tanks of a moon"), []);
});

test("events, stories, agreements and notes are found by their texts", () => {
  const text = (en) => ({ en });
  const blob = blobOf({
    events: [{ id: "e", title: text("Truce"), place: text("Tanggu"), text: text("The railway stayed open."), essay: text(""), correction: text("Not a lease."), date: "1933-05-31", earliest: "1933-05-31", latest: "1933-05-31", qualifier: "" }],
    map: { story: [{ title: text("Step"), chapter: text(""), text: text("Puyi at its head"), question: text(""), correction: text(""), date: "1932-03-01" }] },
    agreements: [{ id: "a", name: text("Pact"), from: "1939-08-23", note: "denied until 1989", lines: [] }],
    theatres: { east: { lines: [], territories: [{ id: "t", name: text("Jehol"), today: text(""), note: "drawn by hand", spells: [{ note: "the chief town fell" }] }] } },
  });
  const entries = searchIndex(blob, tongue("en"));
  const kinds = (query) => searchEntries(entries, query).map((hit) => hit.entry.kind);
  assert.deepEqual(kinds("railway open"), ["event"]);
  assert.deepEqual(kinds("lease"), ["event"]);
  assert.deepEqual(kinds("puyi"), ["step"]);
  assert.deepEqual(kinds("1989"), ["agreement"]);
  assert.deepEqual(kinds("chief town"), ["territory"]);
  assert.equal(entries.find((one) => one.kind === "event").detail, "31 May 1933 · Tanggu", "in words, not as the data have it");
});

test("what stands on another map comes after what stands on this one", () => {
  const one = { map: "other", kind: "event", id: "x", label: { en: "Mukden" }, names: [], date: "1931-09-18", theatre: "", at: null };
  const entries = searchIndex(blobOf({ elsewhere: [one] }), tongue("en"));
  const [here, there] = searchEntries([...entries, entry("h", ["Mukden"])], "mukden");
  assert.deepEqual([here.entry.map, there.entry.map, there.entry.detail], [undefined, "other", "18 September 1931"]);
});

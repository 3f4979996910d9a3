import assert from "node:assert/strict";
import { test } from "node:test";
import { searchIndex } from "../../mapper/assets/js/model/findable.js";
import { distance, nearQueries } from "../../mapper/assets/js/model/near.js";
import { fold, datedName, datedNames, queriesNear, searchEntries } from "../../mapper/assets/js/model/search.js";

const entry = (id, names, weight = 1) => ({ kind: "place", id, label: names[0], names, detail: "", weight });
const entries = [entry("vilnius", ["Vilnius", "Wilno", "Вильна"]), entry("lwow", ["Lwów", "Lviv"]), entry("shenyang", ["Shenyang", "Mukden"]), entry("mukden-incident", ["Mukden incident"])];

test("accents, case and letters of their own do not matter", () => {
  assert.equal(fold("ŁÓDŹ-Śródmieście"), "lodz srodmiescie");
  assert.equal(searchEntries(entries, "lwow", "en")[0].entry.id, "lwow");
  assert.equal(searchEntries(entries, "ВИЛЬ", "en")[0].entry.id, "vilnius");
});

test("every name of a place finds it, the whole name first", () => {
  assert.deepEqual(searchEntries(entries, "mukden", "en").map((hit) => hit.entry.id), ["shenyang", "mukden-incident"]);
  assert.equal(searchEntries(entries, "wilno", "en")[0].matched, "Wilno");
  assert.deepEqual(searchEntries(entries, "  ", "en"), []);
});

test("what has a day is found by its day, with the year or without", () => {
  const dated = { ...entry("invasion", ["Soviet Union invades Poland"]), kind: "event", hidden: ["1939-09-17"], when: () => "17 September 1939" };
  const found = (query) => searchEntries([dated, entry("street", ["17 September Street"], 0)], query, "en").map((hit) => hit.entry.id);
  assert.deepEqual(found("17 September 1939"), ["invasion"]);
  assert.deepEqual(found("17 sept"), ["invasion", "street"]);
  assert.deepEqual(found("18 September"), []);
});

test("a town bears the name in force that day", () => {
  const place = { id: "v", lon: 0, lat: 0, rank: 1, name: { en: "Vilnius", pl: "Wilno" }, names: { en: [["Wilno", "1920-10-09", "1939-10-28"]] }, today: { en: "" } };
  assert.equal(datedName(place, "1939-10-27", "en"), "Wilno");
  assert.equal(datedName(place, "1939-10-28", "en"), "Vilnius");
  assert.equal(datedName(place, "1939-10-28", "pl"), "Wilno");
});

test("in Polish a town bears its Polish name of the day, else its Polish name, else the one in force", () => {
  const names = [["Petrograd", "1918-11-11", "1924-01-26"]];
  const place = { id: "l", lon: 0, lat: 0, rank: 2, name: { en: "Leningrad", pl: "Leningrad (pl)" }, names: { en: names, pl: [["Piotrogród", "1918-11-11", "1924-01-26"]] }, today: { en: "Saint Petersburg, Russia" } };
  assert.equal(datedName(place, "1920-01-01", "pl"), "Piotrogród");
  assert.equal(datedName(place, "1924-01-26", "pl"), "Leningrad (pl)");
  assert.equal(datedName(place, "1920-01-01", "en"), "Petrograd");
  assert.equal(datedName({ ...place, names: { en: names, pl: [] } }, "1920-01-01", "pl"), "Leningrad (pl)");
  assert.equal(datedName({ ...place, names: { en: names }, name: { en: "Leningrad" } }, "1920-01-01", "pl"), "Petrograd");
  assert.equal(datedName({ ...place, names: { en: [] }, name: { en: "Leningrad" } }, "1920-01-01", "pl"), "Leningrad");
  assert.deepEqual(datedNames(place, "pl").map(([name]) => name), ["Piotrogród", "Petrograd"]);
  assert.deepEqual(datedNames({ ...place, names: { en: names, pl: names } }, "pl"), names, "the same name is not told twice");
  assert.deepEqual(datedNames(place, "en"), names);
});

const tongue = (lang) => ({ lang: () => lang, t: () => (key) => key });
const blobOf = (part) => ({ places: [], polities: {}, theatres: {}, events: [], agreements: [], movements: [], railways: [], elsewhere: [], map: { story: [] }, ...part });

test("the search finds a town by every name of both languages and its further ones, whatever the language of the page", () => {
  const place = { id: "l", lon: 0, lat: 0, rank: 2, name: { en: "Leningrad", pl: "Leningrad" }, names: { en: [["Petrograd", "1918-11-11", "1924-01-26"]], pl: [["Piotrogród", "1918-11-11", "1924-01-26"]] }, today: { en: "Saint Petersburg, Russia" }, also: ["Leningrado"] };
  for (const lang of ["en", "pl"]) {
    const entries = searchIndex(blobOf({ places: [place] }), tongue(lang));
    for (const name of ["leningrad", "petrograd", "piotrogrod", "saint petersburg", "leningrado"]) assert.equal(searchEntries(entries, name, "en")[0]?.entry.id, "l", name);
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
    assert.deepEqual(searchEntries([river, battle, border], name, "en").map((hit) => hit.entry.id).sort(), ["battle", "border", "river"], name);
  assert.equal(searchEntries([river, battle], "halhin gol", "en")[0].entry.id, "river", "what bears the name itself comes first");
});

test("an id finds a power, and is never shown", () => {
  const [hit] = searchEntries([{ ...entry("ussr", ["Soviet Union"]), kind: "polity", hidden: ["ussr"] }], "ussr", "en");
  assert.equal(hit.entry.id, "ussr");
  assert.equal(hit.matched, "");
});

test("a hit in a text is shown in its words, after all names", () => {
  const long = `${"At first nothing is told of it. ".repeat(8)}Then Żukow's tanks surrounded a Japanese division, and the border stayed. ${"Much more follows here. ".repeat(9)}`;
  const told = { ...entry("told", ["A title"]), texts: () => [{ en: "Nothing." }, { en: long }] };
  const named = entry("named", ["Tanks"]);
  assert.deepEqual(searchEntries([told, named], "tanks", "en").map((hit) => hit.entry.id), ["named", "told"]);
  const [{ excerpt }] = searchEntries([told], "zukow tank", "en");
  assert.deepEqual(excerpt.filter(({ found }) => found).map(({ text }) => text), ["Żukow", "tanks"]);
  const text = excerpt.map((piece) => piece.text).join("");
  assert.match(text, /^… .*Then Żukow's tanks surrounded.* …$/);
  assert.ok(text.length < 260);
  assert.ok(long.includes(text.slice(2, -2)));
  assert.deepEqual(searchEntries([told], "tanks of a moon", "en"), []);
});

test("events, stories, agreements and notes are found by their texts", () => {
  const text = (en) => ({ en });
  const blob = blobOf({
    events: [{ id: "e", also: [], title: text("Truce"), place: text("Tanggu"), text: text("The railway stayed open."), essay: text(""), correction: text("Not a lease."), date: "1933-05-31", earliest: "1933-05-31", latest: "1933-05-31", qualifier: "" }],
    map: { story: [{ title: text("Step"), chapter: text(""), text: text("Puyi at its head"), question: text(""), correction: text(""), date: "1932-03-01" }] },
    agreements: [{ id: "a", also: [], name: text("Pact"), from: "1939-08-23", note: { en: "denied until 1989", pl: "zaprzeczano w Moskwie" }, lines: [] }],
    theatres: { east: { lines: [], territories: [{ id: "t", name: text("Jehol"), today: text(""), note: "drawn by hand", spells: [{ note: "the chief town fell" }] }] } },
  });
  const entries = searchIndex(blob, tongue("en"));
  const kinds = (query) => searchEntries(entries, query, "en").map((hit) => hit.entry.kind);
  assert.deepEqual(kinds("railway open"), ["event"]);
  assert.deepEqual(kinds("lease"), ["event"]);
  assert.deepEqual(kinds("puyi"), ["step"]);
  assert.deepEqual(kinds("1989"), ["agreement"]);
  assert.deepEqual(kinds("zaprzeczano w moskwie"), ["agreement"]);
  assert.deepEqual(kinds("chief town"), ["territory"]);
  assert.equal(entries.find((one) => one.kind === "event").detail, "31 May 1933 · Tanggu", "in words, not as the data have it");
});

test("the days of an event are put in words once for each language, however much is typed", () => {
  const text = (en) => ({ en });
  const event = { id: "e", also: [], date: "1939-09", earliest: "1939-09-01", latest: "1939-09-30", qualifier: "?", title: text("War"), place: text(""), text: text(""), essay: text(""), correction: text("") };
  let lang = "en";
  let made = 0;
  const t = () => (key, { date }) => ((made += 1), date);
  const entries = searchIndex(blobOf({ events: [event] }), { lang: () => lang, t });
  for (const typed of ["s", "se", "sep", "september 1939"]) assert.equal(searchEntries(entries, typed, "en").length, 1, typed);
  lang = "pl";
  for (const typed of ["wrz", "wrzesień 1939"]) assert.equal(searchEntries(entries, typed, "en").length, 1, typed);
  lang = "en";
  assert.equal(searchEntries(entries, "september", "en").length, 1);
  assert.equal(made, 2);
});

test("what stands on another map comes after what stands on this one", () => {
  const one = { map: "other", kind: "event", id: "x", label: { en: "Mukden" }, names: [], date: "1931-09-18", theatre: "", at: null };
  const entries = searchIndex(blobOf({ elsewhere: [one] }), tongue("en"));
  const [here, there] = searchEntries([...entries, entry("h", ["Mukden"])], "mukden", "en");
  assert.deepEqual([here.entry.map, there.entry.map, there.entry.detail], [undefined, "other", "18 September 1931"]);
});

test("of what matches alike, what is called so comes before what happened there", () => {
  const there = { ...entry("annexed", ["Annexed", "Riga"]), kind: "event" };
  assert.deepEqual(searchEntries([there, entry("riga", ["Riga"])], "riga", "en").map((hit) => hit.entry.id), ["riga", "annexed"]);
});

test("a whole name comes before its beginning, that before the beginnings of words, those before what is within", () => {
  const ranked = (query, ...names) => searchEntries(names.map((name, i) => ({ ...entry(`${i}`, [name]), kind: "event" })), query, "en").map((hit) => hit.matched);
  assert.deepEqual(ranked("new york", "Old-new-yorks", "xnew yorky", "York New", "New Yorker", "New York"), ["New York", "New Yorker", "Old-new-yorks", "York New", "xnew yorky"]);
  assert.deepEqual(ranked("ork new", "York New", "New York"), ["New York", "York New"], "within: in the order of their names");
  assert.deepEqual(ranked("york x", "New York"), []);
  const [hit] = searchEntries([{ ...entry("a", ["Yorkshire", "York", "New York"]), hidden: ["york"] }], "york", "en");
  assert.deepEqual([hit.matched, hit.score], ["York", 41], "the best of its names, the first of equals, ten a rank and its weight");
});

test("as many are found as are asked for, the weightier first, and of equals by name", () => {
  const many = Array.from({ length: 40 }, (_, i) => ({ ...entry(`${i}`, [`Name ${String(39 - i).padStart(2, "0")}`]), kind: "event" }));
  assert.equal(searchEntries(many, "name", "en").length, 30);
  assert.deepEqual(searchEntries(many, "name", "en", 2).map((hit) => hit.entry.label), ["Name 00", "Name 01"]);
  many[5].weight = 2;
  assert.equal(searchEntries(many, "name", "en", 1)[0].entry.id, "5");
});

test("other names lead on for places and powers alone, and short ones do not", () => {
  const found = (kind, names, query) => searchEntries([{ ...entry("one", names), kind }, { ...entry("battle", ["Battle of Halha"]), kind: "event" }], query, "en").map((hit) => hit.entry.id);
  assert.deepEqual(found("place", ["Nomon", "Halha"], "nomon"), ["one", "battle"]);
  assert.deepEqual(found("polity", ["Nomon", "Halha, the river"], "nomon"), ["one", "battle"], "a name ends with a comma");
  assert.deepEqual(found("event", ["Nomon", "Halha"], "nomon"), ["one"]);
  assert.deepEqual(found("place", ["Nomon", "Ha"], "nomon"), ["one"]);
  assert.deepEqual(found("place", ["Nomon", "Hal"], "nomon"), ["one", "battle"]);
  const [, second] = searchEntries([{ ...entry("one", ["Nomon", "Halha"]), kind: "place" }, { ...entry("told", ["T"]), kind: "event", texts: () => [{ en: "by the Halha" }] }], "nomon", "en");
  assert.deepEqual([second.entry.id, second.score], ["told", 3.5]);
});

test("an excerpt is cut at words, 70 letters before what was found and 140 after", () => {
  const pieces = (text, query) => searchEntries([{ ...entry("t", ["Title"]), texts: () => [{ en: text }] }], query, "en")[0].excerpt;
  assert.deepEqual(pieces("Tanks came by night.", "tanks"), [{ text: "Tanks", found: true }, { text: " came by night.", found: false }]);
  const long = `${"abc ".repeat(30)}tanks${" def".repeat(50)}`;
  const [dots, before, word, after, end] = pieces(long, "tanks");
  assert.deepEqual([dots.text, before.text, word, after.text, end.text], ["… ", "abc ".repeat(17), { text: "tanks", found: true }, " def".repeat(33), " …"]);
  const short = `${"a".repeat(69)} tanks`;
  assert.deepEqual(pieces(short, "tanks").map(({ text }) => text), [`${"a".repeat(69)} `, "tanks"]);
  const words = (text) => pieces(text, "tanks").map((piece) => piece.text);
  assert.deepEqual(words(`tanks${" def".repeat(33)} xy`), ["tanks", `${" def".repeat(33)} xy`], "140 letters are whole");
  assert.deepEqual(words(`tanks${" def".repeat(33)} xyz`), ["tanks", " def".repeat(33), " …"]);
  assert.deepEqual(pieces("tanks and tanks", "tanks").filter(({ found }) => found).length, 2);
});

test("a name holds from its first day up to its last, or without an end", () => {
  const place = (...names) => ({ name: { en: "Name", pl: "Nazwa" }, names: { en: names } });
  const at = (iso, ...names) => datedName(place(...names), iso, "en");
  assert.equal(at("1930-01-01", ["A", "1930-01-01", ""]), "A");
  assert.equal(at("1929-12-31", ["A", "1930-01-01", ""]), "Name");
  assert.equal(at("1929-12-31", ["A", "", "1930-01-01"]), "A");
  assert.equal(at("1930-01-01", ["A", "", "1930-01-01"], ["B", "", ""]), "B");
  assert.equal(datedName({ name: { en: "Name" }, names: {} }, "1930-01-01", "pl"), "Name");
  assert.deepEqual(datedNames({ name: { en: "Name" }, names: {} }, "pl"), []);
  assert.deepEqual(datedNames({ name: { en: "Name" }, names: { en: [["A", "1", "2"]], pl: [["A", "1", "3"]] } }, "pl"), [["A", "1", "3"], ["A", "1", "2"]]);
});

test("each kind weighs what it is worth: powers and great towns first, then lands, then what is told", () => {
  const text = (en) => ({ en });
  const line = { id: "r", name: text("Line"), from: "1930-01-01", to: "1930-02-03", note: "by night", spells: [{ note: "sold" }, { note: "" }] };
  const blob = blobOf({
    places: [{ id: "p", rank: 2, name: text("Place"), names: {}, today: text("Today"), also: [] }],
    polities: { x: { name: text("Power"), note: "of note", also: [] } },
    theatres: { east: { lines: [{ id: "l", note: "along the river" }, { id: "m", note: "not of it" }], territories: [{ id: "t", name: text("Land"), today: text("Now"), spells: [{}] }, { id: "z", of: "t", name: text("Zone"), today: text(""), spells: [] }] } },
    agreements: [{ id: "a", also: [], name: text("Pact"), from: "1939-08-23", note: text(""), lines: ["l"] }],
    movements: [line], railways: [line],
    map: { story: [{ title: text("Step"), chapter: text("One"), text: text("T"), question: text("Q"), correction: text(""), date: "1932-03-01" }] },
    elsewhere: [{ map: "other", kind: "polity", id: "y", label: text("Yonder"), names: ["Y"], date: "", theatre: "", at: null }, { map: "other", kind: "step", id: "2", label: text("Second"), names: [], date: "1931-09-18", theatre: "", at: null }],
  });
  const told = searchIndex(blob, tongue("en")).map(({ kind, id, weight, label, detail, texts }) => [kind, id, weight, label, detail, (texts?.() ?? []).map(({ en }) => en)]);
  assert.deepEqual(told, [
    ["place", "p", 3, "Place", "Today", []], ["polity", "x", 5, "Power", "", ["of note"]], ["territory", "t", 2, "Land", "Now", []], ["step", "1", 1, "Step", "1 March 1932", ["T", "Q", "One"]],
    ["agreement", "a", 1, "Pact", "23 August 1939", ["along the river"]], ["movement", "r", 0, "Line", "1 January – 3 February 1930", ["by night"]], ["railway", "r", 0, "Line", "", ["sold"]],
    ["polity", "y", -4, "Yonder", "", []], ["step", "2", -4, "Second", "18 September 1931", []],
  ]);
});

const lwow = { id: "lwow", rank: 2, name: { en: "Lwów", pl: "Lwów", de: "Lemberg", lt: "Lvovas" }, names: { en: [["Lwów", "1918-11-11", "1939-09-22"], ["Lviv", "1939-09-22", "1941-06-30"]], pl: [["Lwów (miasto)", "", ""]] }, today: { en: "Lviv, Ukraine", lt: "Lvivas, Ukraina" }, also: ["Leopolis"] };
const told = (query, lang, blob) => searchEntries(searchIndex(blobOf(blob), tongue(lang)), query, lang).map(({ entry, beside }) => (beside ? `${entry.label} (${beside})` : entry.label));

test("a hit bears the name of the page's language, beside it another name of the place or the one that was typed, not the beginning of a word of another language", () => {
  const named = (query, lang) => told(query, lang, { places: [lwow] })[0];
  assert.equal(named("lv", "en"), "Lwów (Lviv)", "its own name before one of another language, which the data have first");
  assert.equal(named("lvo", "en"), "Lwów");
  assert.equal(named("lvovas", "en"), "Lwów (Lvovas)");
  assert.equal(named("lwow", "en"), "Lwów");
  assert.equal(named("leopol", "en"), "Lwów (Leopolis)");
  assert.equal(named("lvo", "lt"), "Lvovas");
  assert.equal(named("lvi", "lt"), "Lvovas (Lviv)");
  assert.equal(named("lwow m", "en"), "Lwów");
  assert.equal(named("lwow m", "pl"), "Lwów (Lwów (miasto))");
});

test("the name of a land or a power in another language stands beside it only where it was typed in full", () => {
  const lands = { theatres: { west: { lines: [], territories: [{ id: "w", name: { en: "Warsaw (left bank)", de: "Warschau (linkes Ufer)" }, today: { en: "" }, spells: [] }] } } };
  assert.deepEqual(told("warschau", "en", lands), ["Warsaw (left bank)"]);
  assert.deepEqual(told("warschau linkes ufer", "en", lands), ["Warsaw (left bank) (Warschau (linkes Ufer))"]);
  const powers = { polities: { ussr: { name: { en: "Soviet Union", pl: "Związek Radziecki" }, names: { en: [["Soviet Russia", "", ""]] }, note: "", also: ["USSR"] } } };
  assert.deepEqual(["soviet r", "zwiazek", "zwiazek radziecki", "ussr"].map((query) => told(query, "en", powers)[0]), ["Soviet Union (Soviet Russia)", "Soviet Union", "Soviet Union (Związek Radziecki)", "Soviet Union (USSR)"]);
  assert.deepEqual(told("soviet r", "pl", powers), ["Związek Radziecki"]);
});

test("a further name of an event or an agreement leads to it and stands beside its title", () => {
  const event = { id: "e", also: ["Hitler-Stalin Pact"], title: { en: "Nazi-Soviet Pact", pl: "Pakt Ribbentrop-Mołotow" }, place: { en: "Moscow" }, text: { en: "" }, essay: { en: "" }, correction: { en: "" }, date: "1939-08-23", earliest: "1939-08-23", latest: "1939-08-23", qualifier: "" };
  const agreement = { id: "a", also: ["Hitler-Stalin Pact: protocol"], name: { en: "Secret protocol" }, from: "1939-08-23", note: { en: "" }, lines: [] };
  assert.deepEqual(told("hitler stalin", "en", { events: [event], agreements: [agreement] }), ["Nazi-Soviet Pact (Hitler-Stalin Pact)", "Secret protocol (Hitler-Stalin Pact: protocol)"]);
  assert.deepEqual(told("pact", "en", { events: [event] }), ["Nazi-Soviet Pact"], "its title comes first");
  assert.deepEqual(told("pakt ribb", "en", { events: [event] }), ["Nazi-Soviet Pact"], "a title in another language is not told");
  assert.deepEqual(told("moscow", "en", { events: [event] }), ["Nazi-Soviet Pact"], "nor the place, which stands in the detail");
  const there = { map: "other", kind: "event", id: "e", label: event.title, names: ["Hitler-Stalin Pact", "Moscow"], date: "1939-08-23", theatre: "", at: null };
  assert.deepEqual(told("hitler stalin", "en", { elsewhere: [there] }), ["Nazi-Soviet Pact"]);
});

test("a hit in a text of another language is shown in that of the page, and says its language where there is no other", () => {
  const texts = () => [{ en: "It stayed open.", pl: "Linia nie została zamknięta." }, { en: "Denied until 1989.", pl: "Zaprzeczano w Moskwie." }, { en: "English alone." }];
  const one = { ...entry("a", ["Pact"]), kind: "agreement", texts };
  const excerpt = (query, lang) => searchEntries([one], query, lang).map((hit) => [hit.excerpt.map(({ text, found }) => (found ? `*${text}*` : text)).join(""), hit.tongue])[0];
  assert.deepEqual(excerpt("zaprzeczano", "en"), ["Denied until 1989.", null]);
  assert.deepEqual(excerpt("zaprzeczano", "pl"), ["*Zaprzeczano* w Moskwie.", null]);
  assert.deepEqual(excerpt("denied", "pl"), ["Zaprzeczano w Moskwie.", null]);
  assert.deepEqual(excerpt("alone", "en"), ["English *alone*.", null]);
  assert.deepEqual(excerpt("alone", "pl"), ["English *alone*.", "en"]);
  const both = { ...one, texts: () => [{ en: "One", pl: "Pakt" }, { en: "Pakt", pl: "Dwa" }] };
  assert.deepEqual(searchEntries([both], "pakt", "en")[0].excerpt, [{ text: "Pakt", found: true }], "the text that has it in the page's language comes first");
});

test("letters changed, left out, added or exchanged make a distance", () => {
  for (const [a, b, far] of [["vilnius", "vilnius", 0], ["vilnuis", "vilnius", 1], ["ribentrop", "ribbentrop", 1], ["molotow", "molotov", 1], ["ab", "ba", 1], ["abc", "ca", 3], ["", "abc", 3], ["kitten", "sitting", 3]])
    assert.deepEqual([distance(a, b), distance(b, a)], [far, far], `${a} ${b}`);
});

test("a misspelt word means the nearest that there are, one letter off up to five, two beyond, and none where it is short", () => {
  const known = new Set(["vilnius", "ribbentrop", "pact", "lwow", "luck", "lida", "line", "memel"]);
  const near = (query) => nearQueries(known, query, fold);
  assert.deepEqual(near("vilnuis"), ["vilnius"]);
  assert.deepEqual(near("vlinuis"), ["vilnius"], "two of seven letters");
  assert.deepEqual(near("mamal"), [], "two of five are too many");
  assert.deepEqual(near("mamel"), ["memel"]);
  assert.deepEqual(near("lina"), ["lida", "line"], "those at the same distance");
  assert.deepEqual(near("Lw"), ["lw"], "the beginning of a word is no mistake");
  assert.deepEqual(near("xx"), []);
  assert.deepEqual(near("Pact (Ribentrop)"), ["pact (ribbentrop)"]);
  assert.deepEqual(near("Vilnuis, 1939-09-20"), ["vilnius, 1939-09-20"], "a date stays as it is");
  assert.deepEqual(near("pact xxxxxxxx"), []);
  assert.deepEqual(near("pact pact pact pact pact pact ribentrop"), [], "a sentence is no name");
  assert.equal(near("lina lina lina").length, 6, "few are tried");
  assert.deepEqual(queriesNear([{ ...entry("p", ["Vilnius", "Wilno"]), hidden: ["wilna-id"] }], "Vilnuis"), ["vilnius"]);
});

test("a hit in a quotation of the text that is weighed says so", () => {
  const event = { id: "e", also: [], title: { en: "Pact" }, place: { en: "Moscow" }, text: { en: "A treaty was signed." }, essay: { en: "Hence he decided" }, correction: { en: "Historians differ" }, date: "1939-08-23", earliest: "1939-08-23", latest: "1939-08-23", qualifier: "" };
  const entries = searchIndex(blobOf({ events: [event] }), tongue("en"));
  assert.deepEqual(["signed", "decided", "historians", "pact"].map((query) => Boolean(searchEntries(entries, query, "en")[0].isQuoted)), [false, true, true, false]);
});

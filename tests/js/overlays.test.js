import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { firstPart, toothedPath } from "../../mapper/assets/js/model/courses.js";
import { agreedAndHeld, agreementsIn, agreementsShown, builtRailway, observersOn, overlayNews, ownersOf, progress, railwaySpell, spheresOn, viewsThatDiffer } from "../../mapper/assets/js/model/overlays.js";

const agreement = (id, from, to, assign) => ({ id, name: { en: id }, from, to, note: { en: "" }, source: [["x", ""]], assign, lines: [] });
const ALWAYS = Number.NEGATIVE_INFINITY; // an atlas without a first day
const railway = {
  id: "r",
  theatre: "east",
  name: { en: "R" },
  points: [],
  spells: [
    { from: "1918-11-11", to: "1924-10-03", owner: "china", note: "", source: [] },
    { from: "1924-10-03", to: "1946-01-01", owner: "ussr | china", note: "", source: [] },
  ],
};

test("a movement comes its share of the way each day, both days included", () => {
  const movement = { from: "1939-09-17", to: "1939-09-20" };
  const at = (iso) => progress(movement, dayNumber(iso));
  assert.deepEqual(["1939-09-16", "1939-09-17", "1939-09-18", "1939-09-20", "1939-09-25"].map(at), [0, 0.25, 0.5, 1, 1]);
  const line = [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 10 }];
  assert.deepEqual(firstPart(line, 0.75), [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 10, y: 5 }]);
});

test("a movement comes through its towns when they fall, and goes evenly between them", () => {
  const movement = { from: "1939-09-01", to: "1939-09-12", reached: [["1939-09-02", 0.1], ["1939-09-06", 0.5], ["1939-09-06", 0.7], ["1939-09-12", 1]] };
  const at = (iso) => Number(progress(movement, dayNumber(iso)).toFixed(3));
  assert.deepEqual(["1939-08-31", "1939-09-01", "1939-09-02", "1939-09-04", "1939-09-05"].map(at), [0, 0.05, 0.1, 0.3, 0.4]);
  assert.deepEqual(["1939-09-06", "1939-09-09", "1939-09-12", "1939-09-20"].map(at), [0.7, 0.85, 1, 1]);
});

test("the teeth of a front point away from the attacker's side", () => {
  const eastward = [{ x: 0, y: 0 }, { x: 20, y: 0 }];
  assert.match(toothedPath(eastward, 16, "left"), /L8 6L/);
  assert.match(toothedPath(eastward, 16, "right"), /L8 -6L/);
});

test("the latest agreement in force assigns a land, unless another is chosen", () => {
  const all = [
    agreement("old", "1939-08-23", "1941-06-22", [["lithuania", "germany"], ["lublin", "ussr"]]),
    agreement("new", "1939-09-28", "1941-06-22", [["lithuania", "ussr"]]),
  ];
  const told = (iso, chosen) => [...spheresOn(all, { since: null, day: dayNumber(iso) }, chosen)].map(([land, { polity }]) => `${land} ${polity}`);
  assert.deepEqual(told("1939-08-22"), []);
  assert.deepEqual(told("1939-09-27"), ["lithuania germany", "lublin ussr"]);
  assert.deepEqual(told("1939-09-28"), ["lithuania ussr", "lublin ussr"]);
  assert.deepEqual(told("1939-09-28", "old"), ["lithuania germany", "lublin ussr"]);
});

test("a day's news tells a railway's new owners and an agreement's end", () => {
  const blob = { movements: [], recognitions: [], railways: [railway], agreements: [agreement("a", "1920-01-01", "1924-10-03", [])] };
  const news = overlayNews(blob, { since: null, day: dayNumber("1924-10-03") }, dayNumber("1918-11-11"));
  assert.deepEqual(news.railways.map(({ after }) => ownersOf(after)), [["ussr", "china"]]);
  assert.deepEqual(news.lapsed.map((one) => one.id), ["a"]);
  assert.deepEqual(overlayNews(blob, { since: null, day: dayNumber("1924-10-04") }, ALWAYS).railways, []);
});

const on = (iso) => ({ since: null, day: dayNumber(iso) });
const named = (list) => list.map(({ id }) => id);

test("of agreements of one day the later told assigns a land; what is shown stands by day and then by name", () => {
  const all = [agreement("z", "1930-01-01", "1940-01-01", [["x", "a"], ["y", "a"]]), agreement("b", "1930-01-01", "1940-01-01", [["x", "b"]]), agreement("c", "1931-01-01", "1940-01-01", [["w", "c"]]), agreement("early", "1929-01-01", "1940-01-01", [["w", "a"], ["v", "a"]])];
  const spheres = spheresOn(all, on("1935-01-01"));
  assert.deepEqual([...spheres].map(([land, { polity }]) => `${land} ${polity}`).sort(), ["v a", "w c", "x b", "y a"]);
  assert.deepEqual(named(agreementsShown(spheres)), ["c", "b", "z", "early"]);
  assert.deepEqual(named(agreementsIn(all, on("1935-01-01")).map((one) => one.agreement)), ["early", "b", "z", "c"]);
  assert.equal(spheresOn(all, { since: dayNumber("1939-12-31"), day: dayNumber("1941-01-01") }).size, 4, "in force on its first day");
  assert.equal(spheresOn(all, { since: dayNumber("1940-01-01"), day: dayNumber("1941-01-01") }).size, 0);
});

test("an agreement took the place of another only where it assigns its lands, later, and while that one held", () => {
  const told = (...others) => {
    const first = agreement("first", "1930-01-01", "1935-01-01", [["x", "a"], ["y", "a"]]);
    const [found] = agreementsIn([first, ...others], { since: dayNumber("1930-01-01"), day: dayNumber("1945-01-01") }).filter((one) => one.agreement.id === "first");
    return named(found.replaced);
  };
  assert.deepEqual(told(agreement("same", "1930-01-01", "1940-01-01", [["x", "b"]])), []);
  assert.deepEqual(told(agreement("then", "1930-01-02", "1940-01-01", [["y", "b"]])), ["then"]);
  assert.deepEqual(told(agreement("at its end", "1935-01-01", "1940-01-01", [["x", "b"]])), ["at its end"]);
  assert.deepEqual(told(agreement("after", "1935-01-02", "1940-01-01", [["x", "b"]])), []);
  assert.deepEqual(told(agreement("elsewhere", "1932-01-01", "1940-01-01", [["w", "b"]])), []);
});

test("what was agreed and what was held are listed by what was agreed, then by what others got, then by name", () => {
  const land = (id, km2, controller, more = {}) => ({ id, km2, starts: [0], spells: [{ controller }], ...more });
  const told = (...lands) => agreedAndHeld(lands, new Map(["p", "q", "r", "s"].map((id) => [id, { polity: id }])), 5).map(({ polity, agreed, both, others }) => [polity, agreed, both, others]);
  assert.deepEqual(told(land("p", 5, "p"), land("q", 9, "z"), land("t", 99, "p")), [["q", 9, 0, 0], ["p", 5, 5, 0], ["z", 0, 0, 9]]);
  assert.deepEqual(told(land("s", 4, "x"), land("r", 4, "w"), land("q", 6, "x")), [["q", 6, 0, 0], ["r", 4, 0, 0], ["s", 4, 0, 0], ["x", 0, 0, 10], ["w", 0, 0, 4]]);
  assert.deepEqual(told(land("p", 4, "s"), land("q", 4, "r"), land("r", 9, "s"), land("s", 9, "z"), land("p", 1, "z")).map(([polity]) => polity), ["s", "r", "p", "q", "z"]);
  assert.deepEqual(told(land("zone", 7, "p", { of: "p" })), [["p", 7, 7, 0]], "a zone is part of its territory");
});

test("a railway has the spell of its day, and a change of its manager alone is no news", () => {
  const owner = (iso) => railwaySpell(railway, dayNumber(iso))?.owner;
  assert.deepEqual(["1918-11-10", "1918-11-11", "1924-10-02", "1924-10-03", "1946-01-01"].map(owner), [undefined, "china", "china", "ussr | china", undefined]);
  const two = { ...railway, id: "late", spells: [{ ...railway.spells[0], to: "1924-10-05" }, { ...railway.spells[1], from: "1924-10-05", owner: "x" }] };
  const same = { ...railway, id: "same", spells: railway.spells.map((one) => ({ ...one, owner: "china" })) };
  const news = (since, day, first = ALWAYS) => overlayNews({ movements: [], recognitions: [], agreements: [], railways: [two, same, railway] }, { since: dayNumber(since), day: dayNumber(day) }, first).railways.map((one) => one.railway.id);
  assert.deepEqual(news("1924-01-01", "1924-12-31"), ["r", "late"]);
  assert.deepEqual(news("1924-10-03", "1924-10-04"), ["r"]);
  assert.deepEqual(news("1924-10-04", "1924-10-05"), ["late"]);
  assert.deepEqual(news("1924-01-01", "1924-12-31", dayNumber("1924-10-03")), ["late"], "what begins with the atlas is no news");
});

test("a railway that was only planned is not there, and its owner is no news", () => {
  const planned = { ...railway, spells: [{ ...railway.spells[0], status: "planned" }, railway.spells[1]] };
  assert.deepEqual(["1924-10-02", "1924-10-03"].map((iso) => builtRailway(planned, dayNumber(iso))?.owner), [undefined, "ussr | china"]);
  assert.equal(railwaySpell(planned, dayNumber("1924-10-02")).owner, "china");
  const news = (one) => overlayNews({ movements: [], recognitions: [], agreements: [], railways: [one] }, { since: dayNumber("1924-01-01"), day: dayNumber("1924-12-31") }, ALWAYS).railways.length;
  assert.deepEqual([railway, planned].map(news), [1, 0]);
});

test("those who had a view of their own on the day may be asked, and the one that is chosen", () => {
  const views = [{ by: "old", from: "1920-01-01", to: "1923-01-01" }, { by: "usa", from: "1922-01-01", to: "1946-01-01" }];
  const asked = (iso, chosen = "") => observersOn(views, ["old", "usa", "none"], dayNumber(iso), chosen);
  assert.deepEqual(["1921-12-31", "1922-12-31", "1923-01-01"].map((iso) => asked(iso)), [["old"], ["old", "usa"], ["usa"]]);
  assert.deepEqual(asked("1939-09-17", "none"), ["usa", "none"]);
});

test("a view that goes on under another holder of the same land is not fresh; any other is", () => {
  const view = (from, to, more = {}) => ({ by: "usa", of: "x", from, to, territories: ["p"], stance: "refuses", as: { controller: "q", sovereign: "q", status: "sovereign" }, source: [], note: "", ...more });
  const fresh = (...others) => overlayNews({ movements: [], agreements: [], railways: [], recognitions: [view("1930-02-01", "1931-01-01"), ...others] }, { since: dayNumber("1930-01-15"), day: dayNumber("1930-12-31") }, ALWAYS).recognitions.length;
  assert.equal(fresh(), 1);
  assert.equal(fresh(view("1929-01-01", "1930-02-01")), 0);
  for (const more of [{ by: "uk" }, { stance: "recognises" }, { of: "y" }, { territories: ["r"] }]) assert.equal(fresh(view("1929-01-01", "1930-02-01", more)), 1, JSON.stringify(more));
  assert.equal(fresh(view("1929-01-01", "1930-01-31")), 1, "a day lies between them");
  assert.equal(fresh(view("1930-02-01", "1931-01-01", { territories: ["r"] })), 1, "one day, viewer and view: together");
  for (const as of [{ controller: "z" }, { sovereign: "z" }, { status: "occupied" }])
    assert.equal(fresh(view("1930-02-01", "1931-01-01", { territories: ["r"], as: { controller: "q", sovereign: "q", status: "sovereign", ...as } })), 2, JSON.stringify(as));
});

test("views of one day stay in their order, the latest stand first, and those in force only", () => {
  const view = (id, from, to) => ({ id, by: "usa", from, to, territories: ["p"], as: { controller: "q", sovereign: "q", status: "sovereign" } });
  const held = () => ({ controller: "z", sovereign: "z", status: "sovereign" });
  const all = [view("a", "1930-01-01", "1940-01-01"), view("b", "1931-01-01", "1940-01-01"), view("c", "1930-01-01", "1940-01-01"), view("gone", "1930-01-01", "1935-01-01"), view("to come", "1935-01-02", "1940-01-01")];
  assert.deepEqual(viewsThatDiffer(all, "usa", dayNumber("1935-01-01"), held).map(({ record }) => record.id), ["b", "a", "c"]);
  assert.deepEqual(viewsThatDiffer(all, "usa", dayNumber("1935-01-01"), () => all[0].as), []);
});

test("a movement stands still before its first day and after its last", () => {
  const at = (iso, more) => progress({ from: "1939-09-17", to: "1939-09-20", ...more }, dayNumber(iso));
  assert.deepEqual([at("1939-09-10"), at("1939-09-19"), at("1940-09-19")], [0, 0.75, 1]);
  assert.deepEqual(["1939-09-16", "1939-09-17", "1939-09-18", "1939-09-19"].map((iso) => at(iso, { reached: [["1939-09-18", 0.6]] })), [0, 0.3, 0.6, 0.6]);
  assert.equal(at("1939-09-17", { reached: [] }), 0.25);
});

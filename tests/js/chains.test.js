import assert from "node:assert/strict";
import { test } from "node:test";
import { balance, changesBetween, changesOn, indexTheatre, livesOn, mergeDays, nextDay, recognitionsOn, runOf, sameLook, sameRule, seenAs, spellOn, turnedBetween, wholeChain } from "../../mapper/assets/js/model/chains.js";
import { dayNumber, isoDay } from "../../mapper/assets/js/model/days.js";
import { world } from "./world.js";

test("on the day of a change the new state holds, the day before the old one", () => {
  const [land] = world().territories;
  assert.equal(spellOn(land, dayNumber("1939-09-18")).controller, "poland");
  assert.equal(spellOn(land, dayNumber("1939-09-19")).controller, "ussr");
  assert.equal(spellOn(land, dayNumber("1918-11-11")).controller, "poland");
  assert.equal(spellOn(land, dayNumber("1945-12-31")).controller, "lithuania");
});

test("only a change of holder, owner or status is a change", () => {
  assert.deepEqual(world().changeDays.map(isoDay), ["1939-09-19", "1939-10-28"]);
  assert.equal(changesOn([world()], dayNumber("1930-01-01")).length, 0);
  assert.equal(changesOn([world()], dayNumber("1939-09-19")).length, 1);
});

test("between two days, either way, only the lands turn of which something begins or ends", () => {
  const turned = (one, other) => [...turnedBetween(world(), dayNumber(one), dayNumber(other))];
  assert.deepEqual(turned("1939-09-18", "1939-09-19"), [0]);
  assert.deepEqual(turned("1939-09-19", "1939-09-18"), [0]);
  assert.deepEqual(turned("1939-09-19", "1939-10-27"), []);
  assert.deepEqual(turned("1929-12-31", "1930-01-01"), [1]);
});

test("next and previous land on the changes in order and stop at the ends", () => {
  const days = mergeDays([[5, 9, 5], [7]], 4, 9);
  assert.deepEqual(days, [5, 7, 9]);
  assert.equal(nextDay(days, 5, 1), 7);
  assert.equal(nextDay(days, 7, -1), 5);
  assert.equal(nextDay(days, 9, 1), null);
  assert.equal(nextDay(days, 5, -1), null);
});

test("what one gains another loses", () => {
  const rows = balance(changesBetween([world()], dayNumber("1939-09-01"), dayNumber("1939-11-01")));
  assert.deepEqual(rows.map(({ polity, gained, lost }) => [polity, gained, lost]), [["lithuania", 7900, 0], ["poland", 0, 7900]]);
});

test("an observer sees what it recognised, on its days only", () => {
  const refusal = { by: "usa", of: "x", from: "1939-09-19", to: "1939-10-28", territories: ["west-land"], stance: "refuses", as: { controller: "poland", sovereign: "poland", status: "sovereign" }, source: [], note: "" };
  const day = dayNumber("1939-09-20");
  const seen = recognitionsOn([refusal], "usa", day);
  const spell = spellOn(world().territories[0], day);
  assert.deepEqual(seenAs(spell, seen.get("west-land")), { controller: "poland", sovereign: "poland", status: "sovereign" });
  assert.equal(recognitionsOn([refusal], "usa", dayNumber("1939-10-28")).size, 0);
  assert.equal(recognitionsOn([refusal], "japan", day).size, 0);
  assert.equal(seenAs(spell, undefined), spell);
});

const chain = (...days) => days.map(([from, to, by, more = {}]) => ({ from, to, controller: by, sovereign: by, status: "sovereign", source: [], ...more }));
const lands = (...raw) => indexTheatre("west", { territories: raw.map((one) => ({ name: { en: one.id }, today: { en: "" }, note: "", km2: 10, arcs: [], point: [0, 0], ...one })) });
const told = (theatre) => theatre.changes.map(({ day, territory, before, after }) => [isoDay(day), territory.id, before.controller, after.controller]);

test("a land that was not there the day before did not change; one that a zone leaves to it did, if another held the zone", () => {
  const gap = lands({ id: "gap", spells: chain(["1920-01-01", "1930-01-01", "a"], ["1930-01-03", "1940-01-01", "b"]) });
  assert.deepEqual(told(gap), [], "two days lie between them");
  assert.deepEqual(told(lands({ id: "next", spells: chain(["1920-01-01", "1930-01-01", "a"], ["1930-01-01", "1940-01-01", "b"]) })), [["1930-01-01", "next", "a", "b"]]);
  const cut = lands(
    { id: "land", spells: chain(["1920-01-01", "1930-01-01", "a"], ["1931-01-01", "1940-01-01", "b"]) },
    { id: "land-1", of: "land", spells: chain(["1930-01-01", "1930-12-31", "a"], ["1930-12-31", "1931-01-01", "b"]) },
    { id: "land-2", of: "land", spells: chain(["1930-01-01", "1930-01-02", "b"], ["1930-01-02", "1931-01-01", "c"]) },
  );
  assert.deepEqual(told(cut), [["1930-01-01", "land-2", "a", "b"], ["1930-01-02", "land-2", "b", "c"], ["1930-12-31", "land-1", "a", "b"], ["1931-01-01", "land-2", "c", "b"]]);
  assert.deepEqual(cut.changeDays.map(isoDay), ["1930-01-01", "1930-01-02", "1930-12-31", "1931-01-01"]);
});

test("a change of owner alone, of status alone, or of holder alone is one; of office it is a look", () => {
  const [plain] = chain(["1920-01-01", "1930-01-01", "a"]);
  for (const more of [{ controller: "b" }, { sovereign: "b" }, { status: "occupied" }]) {
    assert.equal(sameRule(plain, { ...plain, ...more }), false);
    assert.equal(sameLook(plain, { ...plain, ...more }), false);
  }
  assert.equal(sameRule(plain, { ...plain, administration: "office" }), true);
  assert.equal(sameLook(plain, { ...plain, administration: "office" }), false);
  assert.equal(sameLook(plain, { ...plain, administration: "" }), true);
  assert.equal(sameLook({ ...plain, administration: "office" }, plain), false);
});

test("on a day a land has the last spell that has begun, however many there are", () => {
  const { territories } = lands({ id: "x", spells: chain(["1920-01-01", "1921-01-01", "a"], ["1921-01-01", "1922-01-01", "b"], ["1922-01-01", "1923-01-01", "c"], ["1923-01-01", "1924-01-01", "d"], ["1924-01-01", "1925-01-01", "e"]) });
  const holder = (iso) => spellOn(territories[0], dayNumber(iso)).controller;
  assert.deepEqual(["1919-12-31", "1920-01-01", "1920-12-31", "1921-01-01", "1921-12-31", "1922-01-01", "1922-12-31", "1923-01-01", "1923-12-31", "1924-01-01", "1930-01-01"].map(holder), [..."aaabbccddee"]);
  assert.deepEqual(["1919-12-31", "1920-01-01", "1924-12-31", "1925-01-01"].map((iso) => livesOn(territories[0], dayNumber(iso))), [false, true, true, false]);
  const order = lands({ id: "y", spells: chain(["1921-01-01", "1922-01-01", "b"], ["1920-01-01", "1921-01-01", "a"]) });
  assert.deepEqual(order.territories[0].spells.map(({ controller }) => controller), ["a", "b"]);
  assert.deepEqual(order.territories[0].lives.map((life) => life.map(isoDay)), [["1920-01-01", "1922-01-01"]]);
});

test("a view is in force from its first day up to, not with, its last, and the last told wins", () => {
  const view = (from, to, as) => ({ by: "usa", from, to, territories: ["x"], as });
  const seen = (iso, ...views) => recognitionsOn(views, "usa", dayNumber(iso)).get("x")?.as;
  assert.deepEqual(["1929-12-31", "1930-01-01", "1930-01-31", "1930-02-01"].map((iso) => seen(iso, view("1930-01-01", "1930-02-01", 1))), [undefined, 1, 1, undefined]);
  assert.equal(seen("1930-01-05", view("1930-01-01", "1930-02-01", 1), view("1930-01-02", "1930-02-01", 2)), 2);
  assert.equal(recognitionsOn([{ ...view("1930-01-01", "1930-02-01", 1), by: "" }], "", dayNumber("1930-01-05")).size, 0, "on the ground nobody views");
});

test("of two days a zone is compared with its territory where it was not there yet, or is no more", () => {
  const theatre = lands(
    { id: "land", spells: chain(["1920-01-01", "1930-01-01", "a"], ["1931-01-01", "1940-01-01", "b"]) },
    { id: "land-1", of: "land", spells: chain(["1930-01-01", "1931-01-01", "c"]) },
    { id: "young", spells: chain(["1930-06-01", "1940-01-01", "d"]) },
  );
  const between = (one, other) => changesBetween([theatre], dayNumber(one), dayNumber(other)).map(({ territory, before, after }) => `${territory.id} ${before.controller} ${after.controller}`);
  assert.deepEqual(between("1925-01-01", "1930-03-01"), ["land-1 a c"]);
  assert.deepEqual(between("1930-03-01", "1935-01-01"), ["land-1 c b"]);
  assert.deepEqual(between("1925-01-01", "1935-01-01"), ["land a b"]);
  assert.deepEqual(between("1935-01-01", "1930-03-01"), ["land-1 b c"]);
  assert.deepEqual(between("1930-03-01", "1950-01-01"), [], "then there is no such land");
});

test("lists of days are merged after the first and with the last of the bounds", () => {
  assert.deepEqual(mergeDays([[9, 3], [3, 6]], 3, 6), [6]);
  assert.deepEqual([nextDay([], 5, 1), nextDay([4], 5, -1), nextDay([3, 4], 5, -1), nextDay([6, 7], 5, 1)], [null, 4, 4, 6]);
});

test("a chain says what was so while a campaign cut the land: its part's spells, or that it was cut; what is not recorded stays a hole", () => {
  const { territories } = lands(
    { id: "land", spells: chain(["1920-01-01", "1930-01-01", "a"], ["1930-06-01", "1937-07-07", "c"], ["1939-01-01", "1940-01-01", "b"]) },
    { id: "part", of: "land", spells: chain(["1937-07-07", "1938-10-25", "c"], ["1938-10-25", "1939-01-01", "b"]) },
    { id: "other", of: "land", spells: chain(["1937-07-07", "1939-01-01", "c"]) },
    { id: "late", of: "land", spells: chain(["1940-01-01", "1941-01-01", "b"]) },
  );
  const [land, part, other] = territories;
  const links = (of, partOn) => wholeChain(of, partOn).map((one) => [one.from, one.to, one.controller ?? "cut"]);
  const around = [["1920-01-01", "1930-01-01", "a"], ["1930-06-01", "1937-07-07", "c"]];
  const after = [["1939-01-01", "1940-01-01", "b"], ["1940-01-01", "1941-01-01", "cut"]];
  const own = [["1937-07-07", "1938-10-25", "c"], ["1938-10-25", "1939-01-01", "b"]];
  assert.deepEqual(links(land), [...around, ["1937-07-07", "1939-01-01", "cut"], ...after]);
  const town = (day) => (livesOn(part, day) ? part : null);
  assert.deepEqual(links(land, town), [...around, ...own, ...after]);
  assert.deepEqual(links(part), [...around, ...own, ...after]);
  const run = (of, day, partOn) => {
    const { first, last } = runOf(wholeChain(of, partOn), spellOn(of, dayNumber(day)));
    return [first.from, last.to];
  };
  assert.deepEqual(run(land, "1933-01-01"), ["1930-06-01", "1937-07-07"]);
  assert.deepEqual(run(land, "1933-01-01", town), ["1930-06-01", "1938-10-25"], "of the town, to the day before it fell");
  assert.deepEqual(run(part, "1938-01-01"), ["1930-06-01", "1938-10-25"]);
  assert.deepEqual(run(other, "1938-01-01"), ["1930-06-01", "1939-01-01"]);
  assert.deepEqual(run(part, "1925-01-01"), ["1920-01-01", "1930-01-01"]);
  assert.equal(runOf(wholeChain(land), spellOn(land, dayNumber("1939-06-01"))).next.cut, true);
});

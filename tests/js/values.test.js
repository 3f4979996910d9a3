/** What the rooms of the model give for values that can be counted by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contains, inBox, inWindow, overlaps, padded, scaled } from "../../mapper/assets/js/model/boxes.js";
import { balance, changesBetween, indexTheatre, landsOf, landsOn, ledger, livesOn, mergeDays, recognitionsOn, spellOn, turnedBetween } from "../../mapper/assets/js/model/chains.js";
import { changedLands, changesIn, landNames } from "../../mapper/assets/js/model/changes.js";
import { dayNumber, isoDay } from "../../mapper/assets/js/model/days.js";
import { landAt, project, shapeOf, shapePaths } from "../../mapper/assets/js/model/geometry.js";
import { agreedAndHeld, agreedOf, agreementsIn, agreementsShown, inForce, isOwn, overlayNews, spheresAsSeen, spheresOn, viewsThatDiffer } from "../../mapper/assets/js/model/overlays.js";
import { areaPath, heldOn, landOverTime, seriesRows, yearLines } from "../../mapper/assets/js/model/series.js";
import proj4 from "../../mapper/assets/node_modules/proj4/dist/proj4.js";
import { rawWorld, spell, world } from "./world.js";

globalThis.proj4 = proj4; // the page has it as a script

const on = (iso) => ({ since: null, day: dayNumber(iso) });
const bounds = { first: dayNumber("1918-11-11"), last: dayNumber("1945-12-31") };
const ids = (list) => list.map(({ id }) => id);

/** A land of 100 km2 that a campaign cuts into two zones from 1940 to 1941; blue takes one of them in May. */
function cut() {
  const land = { theatre: "west", note: "", today: { en: "" }, arcs: [], point: [0, 0] };
  const raw = {
    territories: [
      { ...land, id: "land", name: { en: "Land" }, km2: 100, spells: [spell("1918-11-11", "1940-01-01", "red"), spell("1941-01-01", "1946-01-01", "blue")] },
      { ...land, id: "land-1", of: "land", km2: 30, spells: [spell("1940-01-01", "1940-05-01", "red"), spell("1940-05-01", "1941-01-01", "blue")] },
      { ...land, id: "land-2", of: "land", km2: 70, spells: [spell("1940-01-01", "1941-01-01", "red")] },
    ],
  };
  return indexTheatre("west", raw);
}

test("boxes that touch hold, and do not overlap", () => {
  const box = { x0: 0, y0: 0, x1: 4, y1: 2 };
  const moved = (x, y) => ({ x0: x, y0: y, x1: x + 4, y1: y + 2 });
  for (const other of [moved(4, 0), moved(-4, 0), moved(0, 2), moved(0, -2)]) {
    assert.equal(overlaps(box, other), false);
    assert.equal(overlaps(box, other, 1), true);
  }
  for (const other of [moved(3, 0), moved(-3, 0), moved(0, 1), moved(0, -1)]) {
    assert.equal(overlaps(box, other), true);
    assert.equal(contains(box, other), false);
  }
  assert.equal(contains(box, box), true);
  assert.deepEqual(padded(box, 0.5), { x0: -2, y0: -1, x1: 6, y1: 3 });
  assert.deepEqual(scaled({ x0: 1, y0: 2, x1: 3, y1: 4 }, 2), { x0: 2, y0: 4, x1: 6, y1: 8 });
  for (const [x, y, within] of [[0, 0, true], [4, 2, true], [4.1, 1, false], [-0.1, 1, false], [1, 2.1, false], [1, -0.1, false]]) {
    assert.equal(inBox({ x, y }, box), within);
    assert.equal(inWindow({ lon: x, lat: y }, [0, 0, 4, 2]), within);
  }
});

test("a land that a campaign cuts is its zones for so long", () => {
  const theatre = cut();
  const [land, one, two] = theatre.territories;
  const there = (iso) => ids(landsOn([theatre], dayNumber(iso)));
  assert.deepEqual(["1939-12-31", "1940-01-01", "1940-12-31", "1941-01-01"].map(there), [["land"], ["land-1", "land-2"], ["land-1", "land-2"], ["land"]]);
  assert.deepEqual(land.lives.map((life) => life.map(isoDay)), [["1918-11-11", "1940-01-01"], ["1941-01-01", "1946-01-01"]]);
  assert.deepEqual([one.whole, two.whole, land.zones.length], [land, land, 2]);
  assert.equal(livesOn(land, dayNumber("1945-12-31")), true);
  const changes = theatre.changes.map(({ day, territory, before, after }) => [isoDay(day), territory.id, before.controller, after.controller]);
  assert.deepEqual(changes, [["1940-05-01", "land-1", "red", "blue"], ["1941-01-01", "land-2", "red", "blue"]]);
  const turns = theatre.turns.map(([day, lands]) => [isoDay(day), [...new Set(lands)].sort()]);
  assert.deepEqual(turns.slice(1, 4), [["1940-01-01", [0, 1, 2]], ["1940-05-01", [0, 1]], ["1941-01-01", [0, 1, 2]]]);
  assert.deepEqual([...turnedBetween(theatre, dayNumber("1940-04-30"), dayNumber("1940-05-01"))].sort(), [0, 1]);
});

test("between two days a zone stands for its land", () => {
  const told = (one, other) =>
    changesBetween([cut()], dayNumber(one), dayNumber(other)).map(({ territory, before, after }) => `${territory.id} ${before.controller} ${after.controller}`);
  assert.deepEqual(told("1930-01-01", "1940-06-01"), ["land-1 red blue"]);
  assert.deepEqual(told("1940-06-01", "1930-01-01"), ["land-1 blue red"]);
  assert.deepEqual(told("1940-04-30", "1940-05-01"), ["land-1 red blue"]);
  assert.deepEqual(told("1930-01-01", "1945-01-01"), ["land red blue"]);
  assert.deepEqual(told("1940-06-01", "1945-01-01"), ["land-2 red blue"]);
  assert.deepEqual(told("1940-05-01", "1940-12-31"), []);
});

test("gains and losses of a power, in all and by the day", () => {
  const theatre = cut();
  const rows = balance(changesIn([theatre], { since: bounds.first, day: bounds.last }).flatMap(({ changes }) => changes));
  const told = rows.map(({ polity, gained, lost, gains, losses }) => [polity, gained, lost, gains.length, losses.length]);
  assert.deepEqual(told, [["blue", 100, 0, 2, 0], ["red", 0, 100, 0, 2]]);
  const days = (polity) => ledger([theatre], polity).map(({ day, gained, lost }) => [isoDay(day), gained, lost]);
  assert.deepEqual(days("blue"), [["1940-05-01", 30, 0], ["1941-01-01", 70, 0]]);
  assert.deepEqual(days("red"), [["1940-05-01", 0, 30], ["1941-01-01", 0, 70]]);
  assert.deepEqual(days("green"), []);
  const both = [...theatre.changes.map((one) => ({ ...one, day: 5 })), { ...theatre.changes[0], day: 3 }];
  assert.deepEqual(ledger([{ changes: both }], "blue"), [{ day: 3, gained: 30, lost: 0 }, { day: 5, gained: 100, lost: 0 }]);
  const change = (from, to, km2) => ({ territory: { km2 }, before: { controller: from }, after: { controller: to } });
  const several = balance([change("a", "b", 5), change("c", "d", 20), change("b", "a", 10), change("a", "a", 99)]);
  assert.deepEqual(several.map(({ polity, gained, lost }) => [polity, gained, lost]), [["c", 0, 20], ["d", 20, 0], ["a", 10, 5], ["b", 5, 10]]);
  const apart = balance([change("x", "y", 5), change("z", "y", 50), change("x", "w", 1)]);
  assert.deepEqual(apart.map(({ polity }) => polity), ["y", "z", "x", "w"], "what was gained and what was lost count alike");
  assert.deepEqual(ids(landsOf([theatre], "blue", dayNumber("1940-06-01"))), ["land-1"]);
  assert.deepEqual(mergeDays([[3, 1, 7], [5, 3]], 1, 5), [3, 5]);
});

test("the lands of a span have the days on which they passed, and names of a part", () => {
  const theatre = cut();
  const told = changedLands(theatre, { since: dayNumber("1940-02-01"), day: dayNumber("1940-12-01") });
  assert.deepEqual(told.map(({ index, before, days }) => [index, before.controller, days.map(isoDay)]), [[1, "red", ["1940-05-01"]]]);
  const t = (key, { land }) => `${key} ${land}`;
  const [, one, two] = theatre.territories;
  assert.deepEqual(landNames([{ territory: one }], "en", t), ["land.part Land"]);
  assert.deepEqual(landNames([{ territory: one }, { territory: two }], "en", t), ["Land"]);
  assert.deepEqual(changesIn([theatre], on("1940-05-01")).map(({ day, changes }) => [isoDay(day), changes.length]), [["1940-05-01", 1]]);
  assert.deepEqual(changesIn([theatre], { since: dayNumber("1940-05-02"), day: dayNumber("1940-12-31") }), []);
});

const agreement = (id, from, to, assign) => ({ id, name: { en: id }, from, to, note: { en: "" }, source: [[id, ""]], assign, lines: [] });
const pacts = [
  agreement("b", "1930-01-01", "1940-01-01", [["west-land", "ussr"], ["east-land", "poland"]]),
  agreement("a", "1930-01-01", "1935-01-01", [["east-land", "ussr"]]),
  agreement("later", "1932-01-01", "1940-01-01", [["west-land", "poland"]]),
];

test("agreements in force: the latest first, and what took the place of one", () => {
  assert.deepEqual([inForce(pacts[0], dayNumber("1930-01-01")), inForce(pacts[0], dayNumber("1939-12-31")), inForce(pacts[0], dayNumber("1940-01-01"))], [true, true, false]);
  assert.deepEqual(ids(agreementsShown(spheresOn(pacts, on("1933-01-01")))), ["later", "a"]);
  assert.deepEqual(ids(agreementsShown(new Map(pacts.map((one) => [one.id, { agreement: one, polity: "" }])))), ["later", "a", "b"]);
  const told = (moment) => agreementsIn(pacts, moment).map((one) => [one.agreement.id, ids(one.replaced)]);
  assert.deepEqual(told({ since: dayNumber("1931-01-01"), day: dayNumber("1936-01-01") }), [["a", []], ["b", ["later"]], ["later", []]]);
  assert.deepEqual(told({ since: dayNumber("1932-01-01"), day: dayNumber("1932-01-02") })[1], ["b", ["later"]]);
  assert.deepEqual(told(on("1933-01-01"))[1], ["b", []]);
  assert.deepEqual(told(on("1939-12-31")).map(([id]) => id), ["b", "later"]);
  assert.deepEqual(agreedOf(pacts, "west-land", dayNumber("1933-01-01")).map((one) => [one.agreement.id, one.polity]), [["later", "poland"], ["b", "ussr"]]);
  assert.deepEqual(agreedOf(pacts, "west-land", dayNumber("1931-12-31")).map((one) => one.polity), ["ussr"]);
  assert.deepEqual(agreedOf(pacts, "east-land", dayNumber("1931-12-31")).map((one) => one.polity), ["poland", "ussr"], "of one day as the file has them");
});

test("what was agreed beside what was held, in km2", () => {
  const { territories } = world();
  const spheres = spheresOn([pacts[0]], on("1935-01-01"));
  const rows = agreedAndHeld(territories, spheres, dayNumber("1935-01-01")); // Poland held the west, the USSR the east
  assert.deepEqual(rows, [{ polity: "poland", agreed: 8100, interest: 0, both: 0, others: 7900 }, { polity: "ussr", agreed: 7900, interest: 0, both: 0, others: 8100 }]);
  const kept = agreedAndHeld(territories, spheresOn([pacts[2]], on("1935-01-01")), dayNumber("1935-01-01"));
  assert.deepEqual(kept, [{ polity: "poland", agreed: 7900, interest: 0, both: 7900, others: 0 }]);
  const seen = spheresAsSeen(spheres, "agreed", new Map([["west-land", "poland"]]));
  assert.deepEqual(seen.map(({ by, of, territories: lands, as }) => [by, of, ...lands, as.controller, as.status]), [["agreed", "ussr", "west-land", "ussr", "sovereign"], ["agreed", "poland", "east-land", "poland", "sovereign"]]);
  assert.equal(recognitionsOn(seen, "agreed", bounds.last).size, 2);
});

test("a sphere of interest gives no land: on paper it is whose it was, and what a state holds of its own there is no breach", () => {
  const { territories } = world();
  const spheres = spheresOn([agreement("secret", "1930-01-01", "1940-01-01", [["west-land", "ussr", "interest"], ["east-land", "poland", "interest"]])], on("1935-01-01"));
  const seen = spheresAsSeen(spheres, "agreed", new Map([["west-land", "poland"]]));
  assert.deepEqual(seen.map(({ of, as }) => [of, as.controller, as.sovereign]), [["poland", "poland", "poland"], ["poland", "poland", "poland"]]);
  const rows = agreedAndHeld(territories, spheres, dayNumber("1935-01-01"));
  assert.deepEqual(rows.map(({ polity, agreed, interest, both, others }) => [polity, agreed, interest, both, others]), [["poland", 8100, 8100, 0, 0], ["ussr", 7900, 7900, 0, 0]]);
  const [west, east] = territories;
  const day = dayNumber("1935-01-01");
  assert.equal(isOwn({ interest: true }, west, day), true);
  assert.equal(isOwn({ interest: false }, west, day), false);
  const taken = { ...east, spells: east.spells.map((spell) => ({ ...spell, controller: "ussr", sovereign: "poland" })) };
  assert.equal(isOwn({ interest: true }, taken, day), false, "who took it holds what is not his own");
});

const view = (from, to, territories, controller, more = {}) => ({ by: "usa", of: "x", from, to, territories, stance: "refuses", as: { controller, sovereign: controller, status: "sovereign" }, source: [], note: "", ...more });

test("a power's views that differ from what was held, the latest first", () => {
  const held = (id) => (id === "nowhere" ? undefined : spellOn(world().territories[id === "west-land" ? 0 : 1], dayNumber("1935-01-01")));
  const all = [view("1920-01-01", "1940-01-01", ["west-land", "east-land", "nowhere"], "poland"), view("1930-01-01", "1940-01-01", ["east-land"], "japan"), view("1931-01-01", "1940-01-01", ["east-land"], "ussr"), view("1920-01-01", "1935-01-01", ["east-land"], "japan"), view("1930-01-01", "1940-01-01", ["east-land"], "japan", { by: "uk" })];
  const told = viewsThatDiffer(all, "usa", dayNumber("1935-01-01"), held).map(({ record, lands }) => [record.from, ...lands]);
  assert.deepEqual(told, [["1930-01-01", "east-land"], ["1920-01-01", "east-land"]]);
});

test("news over the land come in the order of time, and nothing is new on the first day of all", () => {
  const railway = (id, day, owners) => ({ id, name: { en: id }, spells: [{ from: "1918-11-11", to: day, owner: owners[0] }, { from: day, to: "1946-01-01", owner: owners[1] }] });
  const blob = {
    movements: [{ id: "m", from: "1930-02-01", to: "1930-03-01" }],
    agreements: [agreement("x", "1930-02-01", "1930-04-01", []), agreement("first", "1918-11-11", "1919-01-01", [])],
    railways: [railway("late", "1930-03-02", ["a", "b"]), railway("early", "1930-02-02", ["a", "b"]), railway("same", "1930-02-02", ["a", "a"])],
    recognitions: [view("1930-03-01", "1940-01-01", ["p"], "q"), view("1930-02-01", "1930-03-01", ["p"], "z"), view("1930-02-01", "1940-01-01", ["r"], "z"), view("1930-02-03", "1940-01-01", ["s"], "z", { by: "uk" })],
  };
  const news = overlayNews(blob, { since: dayNumber("1930-01-01"), day: dayNumber("1930-12-31") }, bounds.first);
  assert.deepEqual([ids(news.begun), ids(news.ended), ids(news.agreed), ids(news.lapsed)], [["m"], ["m"], ["x"], ["x"]]);
  assert.deepEqual(news.railways.map(({ railway: { id }, before, after }) => [id, before.owner, after.owner]), [["early", "a", "b"], ["late", "a", "b"]]);
  assert.deepEqual(news.recognitions.map((group) => group.map(({ from, territories }) => `${from} ${territories}`)), [["1930-02-01 p", "1930-02-01 r"], ["1930-02-03 s"]]);
  assert.deepEqual(ids(overlayNews(blob, on("1918-11-11"), bounds.first).agreed), []);
  const edges = [["1930-01-31", "1930-02-01"], ["1930-02-01", "1930-02-28"], ["1930-02-02", "1930-02-28"]].map(([since, day]) => ids(overlayNews(blob, { since: dayNumber(since), day: dayNumber(day) }, bounds.first).begun));
  assert.deepEqual(edges, [["m"], ["m"], []]);
});

test("the land of each power over time", () => {
  const series = landOverTime([cut()], bounds);
  assert.deepEqual(series.map(({ polity, most, steps }) => [polity, most, steps.map(({ day, km2 }) => [isoDay(day), km2])]), [
    ["blue", 100, [["1918-11-11", 0], ["1940-05-01", 30], ["1941-01-01", 100]]],
    ["red", 100, [["1918-11-11", 100], ["1940-05-01", 70], ["1941-01-01", 0]]],
  ]);
  assert.deepEqual(["1940-04-30", "1940-05-01", "1945-12-31"].map((iso) => heldOn(series[0], dayNumber(iso))), [0, 30, 100]);
  assert.equal(heldOn(series[0], bounds.first - 1), 0);
  assert.deepEqual(yearLines({ first: dayNumber("1938-07-01"), last: dayNumber("1939-12-31") }).map(({ year, at }) => [year, Math.round(at * 549)]), [[1939, 184]]);
  assert.deepEqual(seriesRows(series), [["date", "blue", "red"], ["1918-11-11", "0.0", "100.0"], ["1940-05-01", "30.0", "70.0"], ["1941-01-01", "100.0", "0.0"]]);
  const half = { polity: "p", most: 10, steps: [{ day: 0, km2: 10 }, { day: 5, km2: 4 }] };
  assert.equal(areaPath(half, { first: 0, last: 9 }, 100, 20), "M0 20H0.0V0.0H50.0V12.0H100V20Z");
  const late = { polity: "p", most: 0, steps: [{ day: 100, km2: 0 }, { day: 105, km2: -1e-9 }] };
  assert.equal(areaPath(late, { first: 100, last: 109 }, 50, 20), "M0 20H0.0V20.0H25.0V20.0H50V20Z", "a power of no land");
});

test("a land is drawn, found and boxed where it lies; the bands of a border lie left and right of it", () => {
  const raw = rawWorld();
  const shape = shapeOf(raw, world());
  const [west, east] = shape.boxes;
  assert.ok(west.x1 > west.x0 && west.y1 > west.y0 && west.x0 >= -1 && west.y0 >= -1);
  assert.ok(Math.abs(west.x1 - east.x0) < 1500 && east.x1 > west.x1, "one stands beside the other");
  const day = dayNumber("1930-01-01");
  assert.deepEqual([[20.5, 50.5], [21.5, 50.5], [20.99, 50.01], [21.01, 50.99], [19.9, 50.5], [22.1, 50.5], [20.5, 49.9], [20.5, 51.1]].map((at) => landAt(shape, at, day)), [0, 1, 0, 1, -1, -1, -1, -1]);
  assert.equal(landAt(shape, [20.5, 50.5], dayNumber("1946-01-01")), -1);
  const middle = project(shape, [21, 50.5]);
  assert.ok(Math.abs(middle.x - west.x1) < 1500 && middle.y > west.y0 && middle.y < west.y1);
  const paths = shapePaths(shape, 1e-3);
  const numbers = (data) => data.match(/-?\d+(\.\d+)?/g).map(Number);
  const [x, , , y1] = numbers(paths.border(0));
  assert.ok(Math.abs(x - middle.x * 1e-3) < 2 && Number.isFinite(y1));
  const [left, right] = [numbers(paths.left(0))[0], numbers(paths.right(0))[0]];
  assert.ok(Math.abs(left - (x - 2.4)) < 0.2 && Math.abs(right - (x + 2.4)) < 0.2, `${left} ${x} ${right}`); // drawn from south to north
  assert.equal(paths.land(0), paths.land(0));
  assert.match(paths.land(0), /^M.*Z$/i);
  assert.doesNotMatch(JSON.stringify([paths.land(0), paths.land(1), paths.waters()]), /NaN|undefined/);
});

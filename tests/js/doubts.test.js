import assert from "node:assert/strict";
import { test } from "node:test";
import { indexTheatre } from "../../mapper/assets/js/model/chains.js";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { doubtOn } from "../../mapper/assets/js/model/doubts.js";
import { changedBlocks } from "../../mapper/assets/js/plate/changed.js";

const spell = (from, to, controller, span = {}) => ({ from, to, controller, sovereign: controller, status: "sovereign", source: [], ...span });
const land = (id, spells) => ({ id, name: { en: id }, km2: 1, arcs: [[[0]]], point: [0, 0], spells });

/** A land whose change came on one of the days from 20 to 23 May, and one that changed on a known day. */
const world = () =>
  indexTheatre("west", {
    territories: [
      land("vague", [spell("1918-11-11", "1945-05-21", "a"), spell("1945-05-21", "1946-01-01", "b", { earliest: "1945-05-20", latest: "1945-05-23" })]),
      land("known", [spell("1918-11-11", "1945-05-21", "a"), spell("1945-05-21", "1946-01-01", "b")]),
    ],
  });
const on = (day, more = {}) => ({ since: null, day: dayNumber(day), compare: null, against: "", as: "", layers: new Set(["control"]), ...more });

test("a land is in doubt from the earliest day up to the day before the latest", () => {
  const [vague, known] = world().territories;
  const days = ["1945-05-19", "1945-05-20", "1945-05-22", "1945-05-23"];
  assert.deepEqual(days.map((day) => doubtOn(vague, dayNumber(day)) !== null), [false, true, true, false]);
  assert.equal(doubtOn(known, dayNumber("1945-05-21")), null);
  const { before, after } = doubtOn(vague, dayNumber("1945-05-22"));
  assert.deepEqual([before.controller, after.controller], ["a", "b"]);
});

test("a change that nobody sees is no doubt", () => {
  const same = indexTheatre("west", { territories: [land("same", [spell("1918-11-11", "1945-05-21", "a"), spell("1945-05-21", "1946-01-01", "a", { earliest: "1945-05-20", latest: "1945-05-23" })])] });
  assert.equal(doubtOn(same.territories[0], dayNumber("1945-05-21")), null);
});

test("on such a day its edge has the colour of the other holder, and it tells the days", () => {
  const days = [dayNumber("1945-05-20"), dayNumber("1945-05-23")];
  const blocks = (day, more) => changedBlocks(world(), on(day, more));
  assert.deepEqual(blocks("1945-05-20"), [{ from: "b", to: "a", members: [0], parts: [{ days, members: [0] }] }]);
  assert.deepEqual(blocks("1945-05-22"), [{ from: "a", to: "b", members: [0], parts: [{ days, members: [0] }] }]);
  assert.deepEqual([blocks("1945-05-19"), blocks("1945-05-23")], [[], []]);
  assert.deepEqual(blocks("1945-05-22", { layers: new Set() }), []);
  assert.deepEqual(blocks("1945-05-22", { as: "c" }), [], "another's view is not in doubt");
});

test("a span tells the changes as it did", () => {
  const told = changedBlocks(world(), on("1945-05-31", { since: dayNumber("1945-05-01") }));
  assert.deepEqual(told.map(({ from, to, members }) => [from, to, members]), [["a", "b", [0, 1]]]);
});

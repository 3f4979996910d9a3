import assert from "node:assert/strict";
import { test } from "node:test";
import { balance, changesBetween, changesOn, mergeDays, nextDay, recognitionsOn, seenAs, spellOn, turnedBetween } from "../../mapper/assets/js/model/chains.js";
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

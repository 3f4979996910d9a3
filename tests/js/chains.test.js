import assert from "node:assert/strict";
import { test } from "node:test";
import { balance, chainOf, changesBetween, changesOn, divisionsOf, landsOn, landsTurning, ledger, mergeDays, nextDay, partsOn, recognitionsOn, seenAs, spellOn } from "../../mapper/assets/js/model/chains.js";
import { dayNumber, isoDay } from "../../mapper/assets/js/model/days.js";
import { world, worldAtWar } from "./world.js";

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

const there = (iso) => landsOn([worldAtWar()], dayNumber(iso)).map(({ land }) => land.id);

test("a territory is there, or its zones of one campaign are", () => {
  assert.deepEqual(there("1939-08-31"), ["west-land", "east-land"]);
  assert.deepEqual(there("1939-09-01"), ["east-land", "west-land--1", "west-land--2"]);
  assert.deepEqual(there("1939-10-05"), ["east-land", "west-land--1", "west-land--2"]);
  assert.deepEqual(there("1939-10-06"), ["west-land", "east-land"]);
  assert.deepEqual(there("1945-05-20"), ["east-land", "west-land--3", "west-land--4"]);
  const [west] = worldAtWar().territories;
  assert.equal(spellOn(west, dayNumber("1939-09-05")), undefined);
  assert.deepEqual(partsOn(west, dayNumber("1939-09-05")).map(({ id }) => id), ["west-land--1", "west-land--2"]);
  assert.deepEqual(partsOn(west.zones[2], dayNumber("1939-08-05")).map(({ id }) => id), ["west-land"]);
});

test("the chain of a zone is that of its territory with its own, in the order of time", () => {
  const zone = worldAtWar().territories[2];
  assert.deepEqual(chainOf(zone).map(({ from, controller }) => `${from} ${controller}`), [
    "1918-11-11 poland", "1939-09-01 poland", "1939-09-10 germany", "1939-10-06 germany", "1945-06-01 poland",
  ]);
  assert.deepEqual(divisionsOf(zone.whole), [
    { from: "1939-09-01", to: "1939-10-06", polities: ["poland", "germany"] }, { from: "1945-05-01", to: "1945-06-01", polities: ["germany", "poland"] },
  ]);
  assert.deepEqual(divisionsOf(zone), []);
});

test("a campaign changes land zone by zone, and what is the same before and after is no change", () => {
  const war = worldAtWar();
  assert.deepEqual(war.changeDays.map(isoDay), ["1939-09-10", "1939-09-12", "1945-05-05", "1945-06-01"]);
  const told = (changes) => changes.map(({ territory, before, after, km2 }) => `${territory.id} ${before.controller} ${after.controller} ${km2}`);
  const between = (one, other) => told(changesBetween([war], dayNumber(one), dayNumber(other)));
  assert.deepEqual(between("1939-09-09", "1939-09-10"), ["west-land--1 poland germany 3900"]);
  assert.deepEqual(between("1939-08-01", "1939-09-11"), ["west-land--1 poland germany 3900"], "a whole territory and its zones");
  assert.deepEqual(between("1939-09-11", "1939-12-01"), ["west-land--2 poland germany 4000"], "zones and their whole territory");
  assert.deepEqual(between("1939-09-11", "1939-08-01"), ["west-land--1 germany poland 3900"], "backwards");
  assert.deepEqual(between("1939-08-01", "1939-12-01"), ["west-land poland germany 7900"]);
  assert.deepEqual(told(changesOn([war], dayNumber("1945-06-01"))), ["west-land--4 germany poland 3950"]);
  assert.deepEqual(ledger([war], "poland").map(({ day, gained, lost }) => [isoDay(day), gained, lost]), [
    ["1939-09-10", 0, 3900], ["1939-09-12", 0, 4000], ["1945-05-05", 3950, 0], ["1945-06-01", 3950, 0],
  ]);
});

test("zones of two campaigns are compared where they meet", () => {
  const changes = changesBetween([worldAtWar()], dayNumber("1939-09-11"), dayNumber("1945-05-10"));
  const told = changes.map(({ lands, before, after, km2 }) => `${lands.map(({ id }) => id.at(-1))} ${before.controller} ${after.controller} ${km2}`);
  assert.deepEqual(told, ["1,3 germany poland 1900", "2,4 poland germany 1950"]);
});

test("a step touches the lands that get another spell alone", () => {
  const war = worldAtWar();
  const turning = (one, other) => [...landsTurning(war, dayNumber(one), dayNumber(other))].sort();
  assert.deepEqual(turning("1939-09-09", "1939-09-10"), [2]);
  assert.deepEqual(turning("1939-09-10", "1939-09-09"), [2]);
  assert.deepEqual(turning("1939-09-10", "1939-09-11"), []);
  assert.deepEqual(turning("1939-08-31", "1939-09-01"), [0, 2, 3]);
});

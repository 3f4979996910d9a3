import assert from "node:assert/strict";
import { test } from "node:test";
import { indexTheatre } from "../../mapper/assets/js/model/chains.js";
import { dayNumber } from "../../mapper/assets/js/model/days.js";
import { arcEnds, arcsBeside, attacksFromLeft, chainsOf, courseOf, enemiesByDay, enemiesOn, frontSide, runsOf, slackOf, smoothFront, stretchesOf, teethOf, thinLine } from "../../mapper/assets/js/model/fronts.js";
import { rawWorld, spell } from "./world.js";

const WARS = [{ sides: [["germany", "heir"], ["poland"]], days: [["1939-09-01", "1939-09-20"], ["1939-09-25", "1939-10-13"]] }];
const land = (...spells) => ({ spells, starts: spells.map(({ from }) => dayNumber(from)) });
const whole = (...pieces) => ({ pieces, from: false, to: false });
const piece = (arc, forward, more = {}) => ({ arc, forward, left: 0, right: 1, fromLeft: true, far: false, slack: 6000, ...more });

test("powers fight on the days of their war, their heirs beside them, and not in a truce", () => {
  const begun = dayNumber("1939-09-01");
  assert.deepEqual([...enemiesOn(WARS, dayNumber("1939-09-25"))], [["germany poland", begun], ["heir poland", begun]]);
  for (const day of ["1939-08-31", "1939-09-20", "1939-09-24", "1939-10-13"]) assert.equal(enemiesOn(WARS, dayNumber(day)).size, 0, day);
  const kept = enemiesByDay(WARS);
  const days = ["1939-08-31", "1939-09-01", "1939-09-19", "1939-09-24", "1939-09-25", "1939-09-02", "1939-10-13"].map(dayNumber);
  for (const day of days) assert.deepEqual(kept(day), enemiesOn(WARS, day));
  assert.equal(kept(dayNumber("1939-09-01")), kept(dayNumber("1939-09-19")), "the same until a war begins or ends");
});

test("a border is a front where enemies hold its sides, and knows which side is the first", () => {
  const holder = (land) => ["germany", "poland", "poland", ""][land];
  const side = (left, right, enemies = new Map([["poland germany", 0]])) => frontSide({ left, right }, holder, enemies);
  assert.deepEqual([side(0, 1), side(1, 0), side(1, 2), side(2, 3), side(0, 3), side(0, 1, new Map())], [false, true, null, null, null, null]);
});

test("who took land last attacks; before anybody did, who will", () => {
  const taken = land(spell("1918-11-11", "1939-09-05", "poland"), spell("1939-09-05", "1946-01-01", "germany"));
  const later = land(spell("1918-11-11", "1939-09-20", "poland"), spell("1939-09-20", "1946-01-01", "germany"));
  const back = land(spell("1939-09-01", "1939-09-05", "germany"), spell("1939-09-05", "1946-01-01", "poland"));
  const old = land(spell("1918-11-11", "1946-01-01", "germany"));
  assert.equal(attacksFromLeft(taken, later, dayNumber("1939-09-10"), dayNumber("1939-09-01")), true);
  assert.equal(attacksFromLeft(later, taken, dayNumber("1939-09-10"), dayNumber("1939-09-01")), false);
  assert.equal(attacksFromLeft(old, later, dayNumber("1939-09-10"), dayNumber("1939-09-01")), true, "it will take it");
  assert.equal(attacksFromLeft(later, old, dayNumber("1939-09-10"), dayNumber("1939-09-01")), false);
  assert.equal(attacksFromLeft(old, back, dayNumber("1939-09-10"), dayNumber("1939-09-01")), false, "it was driven out of it");
  const longAgo = land(spell("1918-11-11", "1919-09-05", "germany"), spell("1919-09-05", "1946-01-01", "poland"));
  assert.equal(attacksFromLeft(old, longAgo, dayNumber("1939-09-10"), dayNumber("1939-09-01")), true, "another war");
});

test("a land lies on the left of an arc as its ring runs", () => {
  const { territories } = indexTheatre("west", rawWorld());
  const metres = rawWorld().arcs.map((steps) => {
    const flat = [...steps];
    for (let i = 2; i < flat.length; i++) flat[i] += flat[i - 2];
    return Float64Array.from(flat);
  });
  assert.ok(arcsBeside(territories[0], metres).has(0)); // the border runs north, the west is on its left
  assert.ok(!arcsBeside(territories[1], metres).has(0));
});

test("pieces make one chain from end to end, a ring comes round, and forks keep to one land", () => {
  const metres = [[0, 0, 1, 0], [2, 0, 1, 0], [2, 0, 3, 1]].map((one) => Float64Array.from(one));
  const chains = chainsOf([piece(2, true), piece(1, false), piece(0, true)], arcEnds(metres));
  assert.deepEqual(chains.map((chain) => chain.map(({ arc }) => arc)), [[0, 1, 2]]);
  assert.deepEqual(courseOf(whole(...chains[0]), metres).map(({ x, y }) => [x, y]), [[0, 0], [1, 0], [2, 0], [3, 1]]);
  const square = [[0, 0, 1, 0], [1, 0, 1, 1, 0, 0]].map((one) => Float64Array.from(one));
  assert.deepEqual(chainsOf([piece(0, true), piece(1, true)], arcEnds(square)).map((chain) => chain.length), [2]);
  const fork = [[0, 0, 1, 0], [1, 0, 2, 1], [1, 0, 2, -1], [0, 1, 1, 0]].map((one) => Float64Array.from(one));
  const parts = chainsOf([piece(0, true, { right: 5 }), piece(3, true, { left: 7, right: 8 }), piece(1, true, { left: 7, right: 9 }), piece(2, true, { left: 6, right: 5 })], arcEnds(fork));
  assert.deepEqual(parts.map((chain) => chain.map(({ arc }) => arc)), [[0, 2], [3, 1]]);
});

test("a front is drawn in stretches that meet, always at the same places, and each depends on its own pieces alone", () => {
  const metres = Array.from({ length: 40 }, (_, i) => Float64Array.from([i * 10, i % 3, i * 10 + 8, 5, (i + 1) * 10, (i + 1) % 3]));
  const ends = arcEnds(metres);
  const pieces = metres.map((_, arc) => piece(arc, true));
  const stretches = stretchesOf(pieces, ends);
  assert.ok(stretches.length > 3);
  const courses = stretches.map((stretch) => courseOf(stretch, metres).map(({ x, y }) => [x, y]));
  for (const [i, course] of courses.slice(1).entries()) assert.deepEqual(course[0], courses[i].at(-1));
  const own = courseOf(whole(...pieces), metres).map(({ x, y }) => `${x} ${y}`);
  const meetings = courses.slice(1).map(([at]) => `${at[0]} ${at[1]}`);
  assert.deepEqual(courses.flat().map(([x, y]) => `${x} ${y}`).filter((at) => !meetings.includes(at)), own);
  assert.deepEqual([stretches[0].from, stretches.at(-1).to], [false, false]);
  const part = stretchesOf(pieces.slice(3, 37), ends);
  assert.deepEqual(part.slice(1, -1), stretches.slice(2, -1), "those in the midst stay when the ends go");
  const ring = Array.from({ length: 20 }, (_, i) => [i, i + 1].flatMap((k) => [Math.cos((k % 20) / 20 * 2 * Math.PI), Math.sin((k % 20) / 20 * 2 * Math.PI)])).map((one) => Float64Array.from(one));
  const round = stretchesOf(ring.map((_, arc) => piece(arc, true)), arcEnds(ring));
  assert.ok(round.every(({ from, to }) => from && to));
  const ways = round.map((stretch) => courseOf(stretch, ring));
  for (const [i, way] of ways.entries()) assert.deepEqual([way[0].x, way[0].y], [ways.at(i - 1).at(-1).x, ways.at(i - 1).at(-1).y]);
});

test("points that nobody tells apart are left out, ends never", () => {
  const line = [0, 0.3, 0.6, 1, 1.2, 3, 3.1].map((x) => ({ x, y: 0 }));
  assert.deepEqual(thinLine(line, 0.8).map(({ x }) => x), [0, 1, 3, 3.1]);
});

const away = (line, { x, y }) => Math.min(...line.slice(1).map((b, i) => {
  const a = line[i];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}));
const areaOf = (ring) => Math.abs(ring.reduce((sum, { x, y }, i) => sum + ring.at(i - 1).x * y - x * ring.at(i - 1).y, 0)) / 2;

test("a front is smoothed within its slack: it keeps its ends, and what it cuts off changes land", () => {
  const zigzag = Float64Array.from(Array.from({ length: 12 }, (_, i) => [i * 15000, i % 2 ? 9000 : 0]).flat());
  const own = piece(0, true);
  const course = courseOf(whole(own), [zigzag]);
  const { line, lobes } = smoothFront(course);
  assert.deepEqual([line[0].x, line[0].y, line.at(-1).x], [0, 0, 165000]);
  const off = course.map((vertex) => away(line, vertex));
  assert.ok(Math.max(...off) > 1000, "it is smoothed");
  assert.ok(Math.max(...off) <= 6000, `${Math.max(...off)}`);
  const [left, right] = [0, 1].map((side) => lobes.filter(({ land }) => land === side));
  assert.ok(left.every(({ ring }) => ring.some(({ y }) => y > 5000)), "peaks are the left's");
  assert.ok(right.every(({ ring }) => ring.some(({ y }) => y < 4000)), "dips are the right's");
  assert.ok(left.length && right.length);
  const exact = smoothFront(courseOf(whole(piece(0, true, { slack: 0 })), [zigzag]));
  assert.deepEqual(exact.line.map(({ x, y }) => [x, y]), course.map(({ x, y }) => [x, y]));
  assert.equal(exact.lobes.length, 0);
});

test("small bends go, and what lies beside the straight line that stays is all of them", () => {
  const bend = Float64Array.from([0, 0, 20000, 1500, 40000, -1500, 60000, 0]);
  const { line, lobes } = smoothFront(courseOf(whole(piece(0, true)), [bend]));
  assert.equal(line.length, 2);
  assert.deepEqual(lobes.map(({ land }) => land), [0, 1]);
  assert.ok(Math.abs(areaOf(lobes[0].ring) - areaOf(lobes[1].ring)) < 1);
});

test("a pocket is smoothed all round", () => {
  const ring = Float64Array.from([0, 0, 30000, 0, 30000, 30000, 0, 30000, 0, 0]);
  const { line } = smoothFront(courseOf(whole(piece(0, true)), [ring]));
  assert.deepEqual([line[0].x, line[0].y], [line.at(-1).x, line.at(-1).y]);
  for (const corner of [{ x: 0, y: 0 }, { x: 30000, y: 30000 }]) assert.ok(away(line, corner) > 1000);
});

test("a line between zones moves within their uncertainty, another within its own", () => {
  assert.equal(slackOf(true, 0.1), 6000);
  assert.equal(slackOf(false, 3), 3000);
  assert.equal(slackOf(false), 0);
});

test("teeth point to the defender, and runs divide where a kind ends", () => {
  const own = piece(0, true);
  const other = piece(1, true, { fromLeft: false, far: true });
  const line = [{ x: 0, y: 0, piece: own }, { x: 30, y: 0, piece: own }, { x: 60, y: 0, piece: other }];
  const teeth = teethOf(line, { every: 20, half: 3, height: 6 });
  assert.deepEqual(teeth.map(({ d }) => d.match(/L\S+ (\S+)L/)[1]), ["6", "6", "-6"]); // y grows downwards: the left is above
  assert.deepEqual(runsOf(line, ({ far }) => far).map(({ kind, points }) => [kind, points.length]), [[false, 2], [true, 2]]);
});

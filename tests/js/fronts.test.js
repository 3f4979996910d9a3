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
  const longer = [...line, { x: 90, y: 0, piece: other }];
  assert.deepEqual(runsOf(longer, ({ far }) => far).map(({ points }) => points.map(({ x }) => x)), [[0, 30], [30, 60, 90]]);
});

const xy = (list) => list.map(({ x, y }) => [x, y].map((one) => Math.round(one * 1000) / 1000));
const vertices = (own, ...list) => list.map(([x, y]) => ({ x, y, piece: own }));

test("who holds the same land longer took it when its first spell began, and loses it when its last ends", () => {
  const at = dayNumber("1939-09-10");
  const begun = dayNumber("1939-09-01");
  const held = (...days) => land(...days.map(([from, to, by]) => spell(from, to, by)));
  const german = held(["1939-08-01", "1939-09-03", "poland"], ["1939-09-03", "1939-09-08", "germany"], ["1939-09-08", "1946-01-01", "germany"]);
  const polish = held(["1939-08-01", "1939-09-05", "germany"], ["1939-09-05", "1946-01-01", "poland"]);
  assert.equal(attacksFromLeft(german, polish, at, begun), false, "Poland took land later than Germany did");
  assert.equal(attacksFromLeft(polish, german, at, begun), true);
  assert.equal(attacksFromLeft(german, polish, at, dayNumber("1939-09-06")), true, "of another war is neither: nobody loses land, so the left");
  assert.equal(attacksFromLeft(german, polish, at, dayNumber("1939-09-05")), false, "on the first day of the war");
  const soon = held(["1939-08-01", "1939-09-12", "poland"], ["1939-09-12", "1939-09-14", "poland"], ["1939-09-14", "1946-01-01", "germany"]);
  const sooner = held(["1939-08-01", "1939-09-13", "germany"], ["1939-09-13", "1946-01-01", "poland"]);
  assert.equal(attacksFromLeft(sooner, soon, at, begun), false, "the left is taken first");
  assert.equal(attacksFromLeft(soon, sooner, at, begun), true);
  const third = held(["1939-08-01", "1939-09-11", "poland"], ["1939-09-11", "1946-01-01", "ussr"]);
  const first = held(["1938-01-01", "1946-01-01", "germany"]);
  assert.equal(attacksFromLeft(third, first, at, begun), true, "to a third power is no loss: the left");
  assert.equal(attacksFromLeft(first, third, at, begun), true);
  assert.equal(attacksFromLeft(first, soon, dayNumber("1930-01-01"), begun), true, "before all days, as on the first");
});

test("a land lies on the left of every arc that its rings run along, and of those of its holes", () => {
  const arcs = [[0, 0, 10, 0, 10, 10, 0, 10, 0, 0], [2, 2, 2, 4, 4, 4, 4, 2, 2, 2], [6, 6, 8, 6, 8, 8, 6, 6], [20, 0, 20, 10, 30, 10, 30, 0, 20, 0]].map((one) => Float64Array.from(one));
  const beside = (...rings) => [...arcsBeside({ arcs: rings }, arcs)].sort();
  assert.deepEqual(beside([[0], [1], [2]]), [0, 1], "a hole that runs with the clock has the land on its left, another has not");
  assert.deepEqual(beside([[~0], [~1], [~2]]), [0, 1], "whichever way the rings are told");
  assert.deepEqual(beside([[3]]), [], "the land is on the right of an arc that runs with the clock");
  assert.deepEqual(beside([[0]], [[~3]]), [0]);
});

test("a chain goes on with the same land, on whichever side, and a ring begins with its first piece", () => {
  const fork = [[0, 0, 1, 0], [1, 0, 2, 1], [1, 0, 2, -1]].map((one) => Float64Array.from(one));
  const goes = (...pieces) => chainsOf(pieces, arcEnds(fork)).map((chain) => chain.map(({ arc }) => arc));
  assert.deepEqual(goes(piece(0, true, { left: 1, right: 2 }), piece(1, true, { left: 3, right: 4 }), piece(2, true, { left: 1, right: 5 })), [[0, 2], [1]]);
  assert.deepEqual(goes(piece(0, true, { left: 1, right: 2 }), piece(1, true, { left: 3, right: 4 }), piece(2, true, { left: 5, right: 2 })), [[0, 2], [1]]);
  assert.deepEqual(goes(piece(0, true, { left: 1, right: 2 }), piece(1, true, { left: 3, right: 4 }), piece(2, true, { left: 5, right: 6 })), [[0, 1], [2]]);
  const apart = [[0, 0, 1, 0], [0, 1, 1, 1]].map((one) => Float64Array.from(one));
  assert.deepEqual(chainsOf([piece(0, true), piece(1, true)], arcEnds(apart)).length, 2);
  const both = [[0, 0, 1, 0, 1, 1, 0, 0], [1, 7, 2, 7]].map((one) => Float64Array.from(one));
  assert.deepEqual(chainsOf([piece(0, true), piece(1, true)], arcEnds(both)).map((chain) => chain.map(({ arc }) => arc)), [[1], [0]]);
});

test("a front is cut in every seventh arc, and one that comes round has no ends", () => {
  const metres = Array.from({ length: 16 }, (_, i) => Float64Array.from([i, 0, i + 1, 0]));
  const cut = (from, to) => stretchesOf(metres.slice(from, to).map((_, i) => piece(from + i, true)), arcEnds(metres)).map(({ pieces, from: begins, to: ends }) => [begins, pieces[0].arc, pieces.at(-1).arc, ends]);
  assert.deepEqual(cut(1, 7), [[false, 1, 6, false]]);
  assert.deepEqual(cut(5, 9), [[false, 5, 7, true], [true, 7, 8, false]]);
  assert.deepEqual(cut(0, 16), [[false, 0, 0, true], [true, 0, 7, true], [true, 7, 14, true], [true, 14, 15, false]]);
  const square = [[9, 9, 9, 9], [0, 0, 4, 0], [4, 0, 4, 4], [4, 4, 0, 4], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 4, 0, 0]].map((one) => Float64Array.from(one));
  const round = stretchesOf([1, 2, 3, 7].map((arc) => piece(arc, true)), arcEnds(square));
  assert.deepEqual(round.map(({ pieces, from, to }) => [from, pieces.map(({ arc }) => arc), to]), [[true, [7, 1, 2, 3, 7], true]]);
  assert.deepEqual(xy(courseOf(round[0], square)), [[0, 2], [0, 0], [4, 0], [4, 4], [0, 4], [0, 2]]);
});

test("a stretch begins in the middle of the longest side of its piece, either way", () => {
  const metres = [[0, 0, 2, 0, 2, 10, 3, 10], [3, 10, 9, 10]].map((one) => Float64Array.from(one));
  const course = (pieces, from, to) => xy(courseOf({ pieces, from, to }, metres));
  assert.deepEqual(course([piece(0, true), piece(1, true)], true, false), [[2, 5], [2, 10], [3, 10], [9, 10]]);
  assert.deepEqual(course([piece(0, true), piece(1, true)], false, true), [[0, 0], [2, 0], [2, 10], [3, 10], [6, 10]]);
  assert.deepEqual(course([piece(1, false), piece(0, false)], false, true), [[9, 10], [3, 10], [2, 10], [2, 5]]);
  assert.deepEqual(course([piece(0, true)], false, true), [[0, 0], [2, 0], [2, 5]]);
  assert.deepEqual(course([piece(0, true), piece(1, true)], false, false), [[0, 0], [2, 0], [2, 10], [3, 10], [9, 10]]);
});

test("a corner is rounded by a parabola from 1.2 of its slack before it to as far after it, and what it cuts off is told", () => {
  const [one, other] = [piece(0, true, { left: 4, right: 5 }), piece(1, true, { left: 6, right: 7 })];
  const moved = smoothFront(vertices({ ...one, slack: 5000 }, [90000, 70000], [98000, 76000], [98000, 96000]));
  assert.deepEqual(xy(moved.line)[1], [94000, 73000], "half of a side of 10 km");
  const corner = (slack, far = 60000) => [...vertices({ ...one, slack }, [0, 0], [far, 0]), ...vertices({ ...other, slack }, [far, far])];
  const { line, lobes } = smoothFront(corner(5000));
  assert.deepEqual(xy(line), [[0, 0], [54000, 0], [56160, 240], [57840, 960], [59040, 2160], [59760, 3840], [60000, 6000], [60000, 60000]]);
  assert.deepEqual(line.map(({ piece: { left } }) => left), [4, 4, 4, 4, 6, 6, 6, 6]);
  assert.deepEqual(lobes.map(({ land, ring }) => [land, xy(ring)]), [[5, [[60000, 0], ...xy(line.slice(1, 7))]]]);
  const back = smoothFront([...vertices({ ...one, slack: 5000 }, [60000, 60000], [60000, 0]), ...vertices({ ...one, slack: 5000 }, [0, 0])]);
  assert.deepEqual(back.lobes.map(({ land }) => land), [4], "the other way it lies on the left");
  assert.deepEqual(xy(smoothFront(corner(5000, 10000)).line).slice(1, 3), [[5000, 0], [6800, 200]], "half a side at most");
  const short = [...vertices({ ...one, slack: 5000 }, [0, 0], [60000, 0]), ...vertices({ ...other, slack: 5000 }, [60000, 8000])];
  assert.deepEqual(xy(smoothFront(short).line).filter((_, i) => i === 1 || i === 6), [[56000, 0], [60000, 4000]], "of the shorter side");
  assert.deepEqual(xy(smoothFront(corner(1000)).line)[1], [58800, 0]);
  assert.deepEqual(xy(smoothFront(corner(999)).line), [[0, 0], [60000, 0], [60000, 60000]], "a line that is known so well stays");
  const mixed = corner(5000);
  mixed[2] = { ...mixed[2], piece: { ...other, slack: 2000 } };
  assert.deepEqual(xy(smoothFront(mixed).line)[1], [57600, 0], "the lesser slack of the two");
});

test("a vertex goes that lies within 0.4 of the slack from the straight line", () => {
  const bent = (y, slack = 5000) => xy(smoothFront(vertices(piece(0, true, { slack }), [0, 0], [30000, y], [60000, 0])).line).length;
  assert.deepEqual([bent(2000), bent(-2000), bent(2001), bent(-2001)], [2, 2, 8, 8]);
  assert.equal(bent(10, 999), 3);
  const slanted = (off) => smoothFront(vertices(piece(0, true, { slack: 5000 }), [0, 0], [24000 - 0.6 * off, 32000 * 0.5625 + 0.8 * off], [48000, 36000]).map((one) => ({ ...one, x: one.x + 70000, y: one.y + 90000 }))).line.length;
  assert.deepEqual([slanted(1999), slanted(2001)], [2, 8]);
  const beyond = (x) => smoothFront(vertices(piece(0, true, { slack: 5000 }), [0, 0], [x, 0], [60000, 0])).line.length > 2;
  assert.deepEqual([beyond(-1999), beyond(-2001), beyond(61999), beyond(62001)], [false, true, false, true], "beyond an end it is as far as from the end");
  const two = smoothFront(vertices(piece(0, true, { slack: 5000 }), [0, 0], [20000, 2500], [40000, 9000], [60000, 0]));
  assert.ok(two.line.some(({ x }) => Math.abs(x - 40000) < 6000), "the worst stays first");
});

test("what lies beside a straight line is told side by side, cut where the course crosses it", () => {
  const told = (...list) => smoothFront(vertices(piece(0, true, { left: 8, right: 9 }), ...list)).lobes.map(({ land, ring }) => [land, xy(ring)]);
  assert.deepEqual(told([0, 0], [10000, 1000], [30000, -1000], [40000, 0]), [[8, [[0, 0], [10000, 1000], [20000, 0]]], [9, [[20000, 0], [30000, -1000], [40000, 0]]]]);
  assert.deepEqual(told([0, 0], [10000, -500], [30000, 1500], [40000, 0]), [[9, [[0, 0], [10000, -500], [15000, 0]]], [8, [[15000, 0], [30000, 1500], [40000, 0]]]]);
  assert.deepEqual(told([0, 0], [10000, 1000], [30000, 1500], [40000, 0]), [[8, [[0, 0], [10000, 1000], [30000, 1500], [40000, 0]]]], "one side is one piece");
  assert.deepEqual(told([0, 0], [10000, 0], [40000, 0]), []);
  assert.deepEqual(told([0, 0], [10000, 0], [20000, 800], [40000, 0]), [[8, [[0, 0], [10000, 0], [20000, 800], [40000, 0]]]]);
  assert.deepEqual(told([0, 0], [40000, 0]), []);
});

test("a pocket is opened in the middle of its longest side", () => {
  const ring = vertices(piece(0, true, { slack: 500 }), [0, 0], [30000, 0], [30000, 40000], [0, 0]);
  assert.deepEqual(xy(smoothFront(ring).line), [[15000, 20000], [0, 0], [30000, 0], [30000, 40000], [15000, 20000]]);
  const there = vertices(piece(0, true, { slack: 500 }), [0, 0], [30000, 0], [0, 0]);
  assert.deepEqual(xy(smoothFront(there).line), [[0, 0], [30000, 0], [0, 0]], "there and back is no ring");
});

test("teeth stand across a line, whichever way it goes, at even distances that divide it", () => {
  const size = { every: 10, half: 3, height: 6 };
  const drawn = (own, ...list) => teethOf(vertices(own, ...list), size).map(({ d }) => d);
  assert.deepEqual(drawn(piece(0, true, { fromLeft: false }), [0, 0], [12, 16]), ["M1.2 1.6L7.8 0.4L4.8 6.4Z", "M7.2 9.6L13.8 8.4L10.8 14.4Z"]);
  assert.deepEqual(drawn(piece(0, true), [0, 0], [12, 16]), ["M1.2 1.6L-1.8 7.6L4.8 6.4Z", "M7.2 9.6L4.2 15.6L10.8 14.4Z"]);
  assert.deepEqual(drawn(piece(0, true), [0, 0], [0, 4], [0, 14]).map((d) => d.match(/L(\S+ \S+)L/)[1]), ["-6 7"], "14 long: one, in its middle");
  assert.deepEqual(drawn(piece(0, true), [0, 0], [3, 0]), ["M-1.5 0L1.5 6L4.5 0Z"], "one at least");
  assert.deepEqual(drawn(piece(0, true), [0, 0], [7, 0], [7, 0], [40, 0]).map((d) => Number(d.match(/L(\S+) /)[1])), [5, 15, 25, 35]);
});

test("points so near that nobody tells them apart go by both their ways, and equal gaps stay", () => {
  const line = [[0, 0], [0, 0.5], [0.5, 0.5], [2, 0.5], [2, 0], [2, 0]].map(([x, y]) => ({ x, y }));
  assert.deepEqual(thinLine(line, 1).map(({ x, y }) => [x, y]), [[0, 0], [0.5, 0.5], [2, 0.5], [2, 0]]);
});

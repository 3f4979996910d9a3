/** Which lands a quiz asks for, and where a number stands in its land. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { changedLately, mostTelling } from "../../mapper/assets/js/files/holders.js";
import { roomIn } from "../../mapper/assets/js/files/signs.js";
import { depths } from "../../mapper/assets/js/labels/inland.js";

test("a cell is as deep as it is far from what is another's, and from the edge", () => {
  const owners = Int16Array.from(["00001", "00001", "00001", "00001", "0000-"].flatMap((row) => [...row].map((one) => (one === "-" ? -1 : Number(one)))));
  const deep = [...depths(owners, 5, 5)];
  assert.deepEqual([0, 6, 8, 12, 16, 18, 4, 24].map((i) => deep[i]), [1, 2, 1, 2, 2, 1, 1, 1]);
  assert.deepEqual([...depths(new Int16Array(25), 5, 5)].map(Math.round).slice(10, 15), [1, 2, 3, 2, 1]);
});

const box = (x, y, by = 5) => ({ x0: x - by, y0: y - by, x1: x + by, y1: y + by });
const view = { x0: 0, y0: 0, x1: 200, y1: 200 };

test("a number stands in the deepest room that is free, over a name only where there is no other", () => {
  const rooms = [{ x: 60, y: 60, depth: 40 }, { x: 100, y: 60, depth: 20 }, { x: 140, y: 60, depth: 9 }, { x: 160, y: 60, depth: 8 }];
  const name = (x) => ({ box: box(x, 60), element: null });
  assert.equal(roomIn(rooms, { fixed: [], names: [] }, view).x, 60);
  assert.equal(roomIn(rooms, { fixed: [], names: [name(60)] }, view).x, 100);
  assert.equal(roomIn(rooms, { fixed: [box(60, 60)], names: [name(100)] }, view).x, 140);
  assert.equal(roomIn(rooms, { fixed: [box(60, 60)], names: [name(100), name(140)] }, view).x, 100);
  assert.equal(roomIn(rooms, { fixed: [60, 100, 140].map((x) => box(x, 60)), names: [] }, view), null); // the last is too narrow
  assert.equal(roomIn([{ x: 10, y: 60, depth: 40 }], { fixed: [], names: [] }, view), null); // over the edge of the map
});

test("what changed of late is asked for first, with some of what lies beside it, then what is quiet", () => {
  const one = (id, changed, near, cells) => ({ id, changed, near, cells });
  const all = [
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((i) => one(`late ${i}`, i, true, 10)),
    ...[1, 2, 3, 4].map((i) => one(`beside ${i}`, 0, true, i)),
    one("quiet", 0, false, 9999),
  ];
  const ids = (list) => mostTelling(list).map(({ id }) => id);
  assert.deepEqual(ids(all), [8, 7, 6, 5, 4, 3, 2].map((i) => `late ${i}`).concat("beside 4", "beside 3", "beside 2"));
  assert.deepEqual(ids(all.slice(7)), ["late 8", "beside 1", "quiet", "beside 4", "beside 3", "beside 2"]);
});

test("a change is late for a year, or within the span that is shown", () => {
  const land = { whole: null };
  const spell = (controller) => ({ controller, status: "sovereign", sovereign: controller });
  const theatre = { changes: [-9000, -8650, -8600].map((day, i) => ({ day, territory: land, before: spell(`${i}`), after: spell(`${i + 1}`) })) };
  const late = (since, day) => changedLately(theatre, { since, day });
  assert.deepEqual([...late(null, -8620).holdings.keys()], ["1 sovereign 1", "2 sovereign 2"]);
  assert.equal(late(null, -8620).lands.get(land), 335);
  assert.equal(late(null, -8285).lands.size, 1);
  assert.equal(late(null, -8235).lands.size, 0);
  assert.equal(late(-9000, -8600).holdings.size, 4);
});

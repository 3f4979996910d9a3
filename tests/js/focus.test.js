import assert from "node:assert/strict";
import { test } from "node:test";
import { freePart, shiftToHold } from "../../mapper/assets/js/plate/focus.js";

const view = { x0: 0, y0: 0, x1: 400, y1: 300 };
const box = (x0, y0, x1, y1) => ({ x0, y0, x1, y1 });

test("what is free is the largest part that a cover leaves", () => {
  assert.deepEqual(freePart(view, []), view);
  assert.deepEqual(freePart(view, [box(0, 0, 200, 40)]), box(0, 40, 400, 300)); // a title in the corner
  assert.deepEqual(freePart(view, [box(360, 0, 400, 90)]), box(0, 0, 360, 300)); // buttons at the side
  assert.deepEqual(freePart(view, [box(0, 0, 200, 40), box(0, 280, 120, 300)]), box(0, 40, 400, 280));
  assert.deepEqual(freePart(view, [box(500, 0, 600, 300)]), view); // beside the view
});

test("a view shifts no more than it must to hold all points, and not where that takes its middle too far aside", () => {
  assert.equal(shiftToHold([], 400), 0);
  assert.equal(shiftToHold([-100, 100], 400), 0);
  assert.equal(shiftToHold([250], 400), 250 - (200 - 22));
  assert.equal(shiftToHold([-250], 400), -(250 - (200 - 22)));
  assert.equal(shiftToHold([-190, 190], 400), null); // both cannot be in sight
  assert.equal(shiftToHold([400], 400), null); // the middle would be lost
});

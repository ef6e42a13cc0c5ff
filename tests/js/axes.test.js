import assert from "node:assert/strict";
import { test } from "node:test";
import { arrow, scale, ticks } from "../../pages/_ui/shared/axes.js";

test("ticks are round and at most seven", () => {
  assert.deepEqual(ticks(0, 6), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(ticks(0, 10), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticks(-0.13, 0.31), [-0.1, 0, 0.1, 0.2, 0.3]);
  assert.deepEqual(ticks(-120, 480), [-100, 0, 100, 200, 300, 400]);
});

test("a scale puts its ends at the ends, and one unit is so many pixels", () => {
  const x = scale(-1, 3, 40, 440);
  assert.deepEqual([x(-1), x(0), x(3), x.one], [40, 140, 440, 100]);
  assert.deepEqual(x.ticks, [-1, 0, 1, 2, 3]);
});

test("a scale may run downwards, as y does on the screen", () => {
  const y = scale(0, 2, 300, 100);
  assert.deepEqual([y(0), y(1.5), y.one], [300, 150, -100]);
  const back = (pixel) => (pixel - 300) / y.one; // as the player reads a click
  assert.equal(back(y(1.25)), 1.25);
});

test("an arrow has a line and two wings, and none when it is too short to see", () => {
  assert.equal(arrow(1, 1), "");
  assert.equal(arrow(0, 0), "");
  // 20 pixels to the right: a head of 8, its wings 0.6 * 8 = 4.8 aside.
  assert.equal(arrow(20, 0), "M0 0L20 0M20 0L12 4.8M20 0L12 -4.8");
  assert.equal(arrow(4, 0), "M0 0L4 0M4 0L2 1.2M4 0L2 -1.2"); // a head of half its length
});

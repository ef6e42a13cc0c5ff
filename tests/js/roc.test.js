import assert from "node:assert/strict";
import { test } from "node:test";
import * as roc from "../../pages/_ui/verification/threshold/roc.js";
import { cellOf } from "../../pages/_ui/verification/threshold/confusion.js";
import { outcome } from "../../pages/_ui/verification/threshold/figures.js";
import { reading } from "../../pages/_ui/verification/threshold/reading.js";

const near = (found, wanted) => assert.ok(Math.abs(found - wanted) < 1e-9, `${found} is not ${wanted}`);

test("a point of the ROC is false accepts and recall in per cent", () => {
  const rates = { false_accept_rate: [0, 0.25, 1], recall: [0.5, 0.75, 1] };
  assert.deepEqual(roc.rocPoints(rates), [[0, 50], [25, 75], [100, 100]]);
});

test("the nearest of rising numbers, the first of two as near", () => {
  assert.equal(roc.nearest([0, 0.5, 1], 0.6), 1);
  assert.equal(roc.nearest([0, 0.5, 1], 0.25), 0);
  assert.equal(roc.nearest([0, 0.5, 1], 99), 2);
});

test("on a logarithmic axis ten times as many is one step, and less than a pair stays at the edge", () => {
  const x = roc.logScale(0.01, 0, 400); // from one pair in 10,000 to all
  near(x(0.01), 0);
  near(x(0.1), 100);
  near(x(100), 400);
  near(x(0), 0);
  assert.deepEqual(x.ticks, [100, 10, 1, 0.1, 0.01]);
});

test("the other logarithmic axis runs from all to none missed", () => {
  const y = roc.logScale(1, 0, 200, (share) => 100 - share);
  near(y(99), 0);
  near(y(90), 100);
  near(y(0), 200);
  near(y(100), 0);
  assert.deepEqual(y.ticks, [0, 90, 99]);
});

test("a linear axis runs from 0 to 100 per cent", () => {
  const y = roc.linearScale(300, 100);
  assert.deepEqual([y(0), y(50), y(100)], [300, 200, 100]);
  assert.deepEqual(y.ticks, [0, 20, 40, 60, 80, 100]);
});

test("the bars' axis is a cube root: an eighth of the most is half as high", () => {
  const y = roc.rootScale(40, 200, 0);
  assert.deepEqual([y(0), y(5), y(40)], [200, 100, 0]);
  assert.deepEqual(y.ticks, [0, 0.1, 1, 5, 20]);
});

test("an outcome counts false accepts and false rejects", () => {
  // Of 50 pairs of the same digit 45 lie below the second threshold, and 3 of 200 different ones.
  const table = { positive: [10, 45], negative: [0, 3], pairs: [50, 200], rates: { recall: [0.2, 0.9] } };
  assert.deepEqual(outcome(table, 1), { accepts: 3, rejects: 5, recall: 0.9 });
});

test("a place on the histogram reads the bar there, and nothing beside it", () => {
  // Four bars of 0.5 each, from 10 to 50 pixels: 35 lies on the third.
  const table = { same: [90, 8, 2, 0], different: [0, 1, 29, 70], end: 2 }, frame = { left: 10, right: 50 };
  const words = "Distance 1.00 to 1.50: 2.000\u202f% of = pairs, 29.000\u202f% of ≠ pairs";
  assert.equal(reading(table, frame, 35, 2), words);
  assert.equal(reading(table, frame, 9, 2), "");
  assert.equal(reading(table, frame, 51, 2), "");
});

test("two lists choose the cell of both digits in order, and none while one is empty", () => {
  assert.equal(cellOf(["9", "4"]), "4-9");
  assert.equal(cellOf(["3", "3"]), "3-3");
  assert.equal(cellOf(["", "3"]), "");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { lines, neighbour } from "../../pages/_ui/shared/cells.js";

// In a grid of three columns, the cell in the middle: number 4.
/** @type {(key: string, cursor: number[], how?: { typed?: boolean, shiftKey?: boolean }) => number | null} */
const go = (key, [selectionStart, selectionEnd], { typed = false, shiftKey = false } = {}) =>
  neighbour({ value: "12", selectionStart, selectionEnd }, { key, shiftKey }, 4, 3, typed);
const ALL = [0, 2], START = [0, 0], BETWEEN = [1, 1], END = [2, 2];

test("up, down and Enter change the row wherever the cursor stands", () => {
  assert.deepEqual(["ArrowUp", "ArrowDown", "Enter"].map((key) => go(key, BETWEEN)), [1, 7, 7]);
});

test("left and right leave a cell at the end of its text only", () => {
  assert.deepEqual([ALL, START, BETWEEN, END].map((at) => go("ArrowLeft", at)), [3, 3, null, null]);
  assert.deepEqual([ALL, START, BETWEEN, END].map((at) => go("ArrowRight", at)), [5, null, null, 5]);
});

test("left and right stay in their row", () => {
  const input = { value: "1", selectionStart: 0, selectionEnd: 1 };
  assert.equal(neighbour(input, { key: "ArrowLeft", shiftKey: false }, 3, 3, false), null);
  assert.equal(neighbour(input, { key: "ArrowRight", shiftKey: false }, 5, 3, false), null);
});

test("Tab goes to the next cell while one types, and else leaves the grid", () => {
  assert.equal(go("Tab", END), null);
  assert.equal(go("Tab", END, { typed: true }), 5);
  assert.equal(go("Tab", END, { typed: true, shiftKey: true }), 3);
});

test("padding puts narrow lines around the cells", () => {
  assert.equal(lines(1, 2, 0, "1fr"), "var(--ghost) 1fr 1fr");
});

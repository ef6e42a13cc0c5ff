import assert from "node:assert/strict";
import { test } from "node:test";
import { View } from "../../pages/_ui/verification/embedding_map/view.js";

// 448 by 248 pixels for a map of 2 by 2: (248 - 2 * 24) / 2 = 100 pixels a unit.
const view = () => new View({ clientWidth: 448, clientHeight: 248 });

const near = (found, wanted) => wanted.forEach((value, at) =>
  assert.ok(Math.abs(found[at] - value) < 1e-9, `${found} is not ${wanted}`));

test("the whole map fits with its edge", () => {
  assert.equal(view().unit, 100);
  near(view().onScreen(0, 0), [224, 124]);
  near(view().onScreen(-1, 1), [124, 24]); // y points up on the map, down on the screen
});

test("a screen without room still has a unit", () => {
  assert.equal(new View({ clientWidth: 0, clientHeight: 0 }).unit, 1);
});

test("a pan moves the map with the pointer", () => {
  const moved = view();
  moved.pan(30, 20);
  moved.move(true);
  near(moved.onScreen(0, 0), [254, 144]);
});

test("a pan ends at the edge of the map", () => {
  const moved = view();
  moved.pan(-1000, 1000);
  assert.deepEqual(moved.goal, { x: 1, y: 1, zoom: 1 });
});

test("zooming about a point keeps that point", () => {
  const zoomed = view();
  zoomed.zoom(2, 274, 84); // (0.5, 0.4) of the map
  zoomed.move(true);
  near([zoomed.at.x, zoomed.at.y, zoomed.at.zoom], [0.25, 0.2, 2]);
  near(zoomed.onScreen(0.5, 0.4), [274, 84]);
  zoomed.zoom(3, 274, 84);
  zoomed.move(true);
  near(zoomed.onScreen(0.5, 0.4), [274, 84]);
});

test("the zoom stays between the whole map and forty times", () => {
  const zoomed = view();
  zoomed.zoom(1000);
  assert.equal(zoomed.goal.zoom, 40);
  zoomed.pan(900, 900);
  zoomed.zoom(1e-6);
  assert.deepEqual(zoomed.goal, { x: 0, y: 0, zoom: 1 });
});

test("a move goes three tenths of the way, until it is there", () => {
  const moved = view();
  moved.pan(-100, 0);
  assert.equal(moved.move(false), true);
  near([moved.at.x], [0.3]);
  let frames = 1;
  while (moved.move(false)) frames += 1;
  assert.equal(moved.at.x, 1);
  assert.ok(frames < 40);
});

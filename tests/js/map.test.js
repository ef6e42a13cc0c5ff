import assert from "node:assert/strict";
import { test } from "node:test";
import { decoded, neighboursOf } from "../../pages/_ui/verification/embedding_map/canvas.js";
import { SIDE, tint } from "../../pages/_ui/verification/embedding_map/colors.js";

test("ink takes the colour of its class, paper that of the page, four fifths opaque", () => {
  const data = new Uint8ClampedArray(4 * 2 * SIDE * SIDE); // two pictures beside each other
  data[0] = 255; // ink in the first one
  data[4 * SIDE] = 51; // a fifth of ink in the second one
  tint(data, 2 * SIDE, { labels: "10", columns: 2 }, ["rgb(200, 100, 0)", "rgb(1, 2, 3)"], "rgb(0, 0, 250)");
  assert.deepEqual([...data.slice(0, 4)], [1, 2, 3, 255]);
  assert.deepEqual([...data.slice(4, 8)], [0, 0, 250, 204]);
  assert.deepEqual([...data.slice(4 * SIDE, 4 * SIDE + 4)], [40, 20, 200, 204]);
});

test("places travel as the base64 of little-endian floats of 32 bits", () => {
  assert.deepEqual([...decoded("AACAPwAAAMA=")], [1, -2]); // 3f800000, c0000000
});

test("a digit names every drawing that it neighbours", () => {
  const told = neighboursOf([
    { name: "first", neighbours: [7, 3], distances: ["0.10", "0.20"] },
    { name: "second", neighbours: [3], distances: ["0.30"] },
  ]);
  assert.deepEqual(told.get(7), ["0.10 from “first”"]);
  assert.deepEqual(told.get(3), ["0.20 from “first”", "0.30 from “second”"]);
});

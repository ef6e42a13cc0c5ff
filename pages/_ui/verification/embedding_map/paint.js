// Draws the digits, the visitor's drawings, and lines to their neighbours.
import { FINE, GLYPH, SIDE } from "./colors.js";

const CLOSE = 3; // from this zoom on, digits are shown as pictures

export function paintDigits(pen, view) {
  const { labels, columns } = view.data, { camera, only, placed, neighbours } = view, { at, unit, canvas } = camera;
  const { clientWidth: width, clientHeight: height } = canvas;
  const pictured = view.tinted && (view.pictures.getAttribute("aria-pressed") === "true" || at.zoom >= CLOSE);
  const size = pictured ? Math.min(44, 13 + 5 * at.zoom) : GLYPH + Math.min(5, at.zoom - 1);
  const dim = neighbours.size ? 0.4 : 1, scale = unit * at.zoom, half = size / 2;
  const [middle, centre] = [width / 2 - at.x * scale, height / 2 + at.y * scale];
  pen.globalAlpha = dim;
  for (const late of neighbours.size ? [false, true] : [false]) { // neighbours above all others
    for (let one = 0; one < labels.length; one += 1) {
      const x = middle + placed[2 * one] * scale, y = centre - placed[2 * one + 1] * scale;
      if (x < -half || y < -half || x > width + half || y > height + half) continue;
      if (neighbours.has(one) !== late) continue;
      pen.globalAlpha = late ? 1 : only === null || only === Number(labels[one]) ? dim : 0.08;
      if (pictured) {
        const column = one % columns, row = Math.floor(one / columns);
        pen.drawImage(view.tinted, column * SIDE, row * SIDE, SIDE, SIDE, x - half, y - half, size, size);
      } else
        pen.drawImage(view.glyphs, Number(labels[one]) * GLYPH * FINE, 0, GLYPH * FINE, GLYPH * FINE, x - half, y - half, size, size);
    }
  }
  pen.globalAlpha = 1;
}

export function paintLines(pen, view) {
  pen.strokeStyle = view.ink;
  view.data.drawings.forEach(({ neighbours }, which) => {
    const from = view.spot(which);
    neighbours.forEach((one, rank) => {
      pen.lineWidth = rank ? 1 : 2.5; // the nearest of all
      pen.beginPath();
      pen.moveTo(...from);
      pen.lineTo(...view.screenOf(one));
      pen.stroke();
    });
  });
}

export function paintDrawings(pen, view) {
  view.own.forEach((picture, which) => {
    const [x, y] = view.spot(which), half = 17;
    if (picture.complete) pen.drawImage(picture, x - half, y - half, 2 * half, 2 * half);
    pen.strokeStyle = view.ink;
    pen.lineWidth = 3;
    pen.strokeRect(x - half, y - half, 2 * half, 2 * half);
    pen.font = "700 13px sans-serif";
    pen.textAlign = "center";
    pen.lineWidth = 4;
    pen.strokeStyle = view.paper;
    const { name } = view.data.drawings[which], room = pen.measureText(name).width / 2 + 6;
    const middle = Math.min(Math.max(x, room), view.stage.clientWidth - room);
    pen.strokeText(name, middle, y - half - 7);
    pen.fillStyle = view.ink;
    pen.fillText(name, middle, y - half - 7);
  });
}

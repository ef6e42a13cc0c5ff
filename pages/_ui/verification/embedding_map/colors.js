// Digits in the colours of their classes, as glyphs and as pictures.
export const SIDE = 28; // pixels of a digit on the sheet
export const GLYPH = 13; // pixels of a digit's name on the map
const PAPER = 0.8; // opacity of a picture's background
export const FINE = 4; // oversampling, for sharp glyphs

/** @param {string[]} colours */
export function glyphsOf(colours) {
  const side = GLYPH * FINE, made = new OffscreenCanvas(side * colours.length, side), pen = made.getContext("2d");
  Object.assign(pen, { font: `700 ${side}px sans-serif`, textAlign: "center", textBaseline: "middle" });
  colours.forEach((colour, digit) => {
    pen.fillStyle = colour;
    pen.fillText(String(digit), (digit + 0.5) * side, side * 0.55);
  });
  return made;
}

// Grey levels (RGBA, `width` pixels a row) become ink in the colour of its class, on paper that lets
// a little through. Colours are as `getComputedStyle` gives them: rgb(…).
/**
 * @param {Uint8ClampedArray} data
 * @param {number} width
 * @param {{ labels: string, columns: number }} digits
 * @param {string[]} colours
 * @param {string} paper
 */
export function tint(data, width, { labels, columns }, colours, paper) {
  const [blank, ...inks] = [paper, ...colours].map((colour) => colour.match(/[\d.]+/g).map(Number));
  for (let at = 0; at < data.length; at += 4) {
    const x = (at / 4) % width, y = Math.floor(at / 4 / width);
    const ink = inks[Number(labels[Math.floor(y / SIDE) * columns + Math.floor(x / SIDE)])] ?? blank;
    const share = data[at] / 255;
    for (let part = 0; part < 3; part += 1)
      data[at + part] = blank[part] + (ink[part] - blank[part]) * share;
    data[at + 3] = 255 * Math.max(share, PAPER);
  }
}

export function tintedSheet(sheet, digits, colours, paper) {
  const made = new OffscreenCanvas(sheet.naturalWidth, sheet.naturalHeight), pen = made.getContext("2d");
  pen.drawImage(sheet, 0, 0);
  const picture = pen.getImageData(0, 0, made.width, made.height);
  tint(picture.data, made.width, digits, colours, paper);
  pen.putImageData(picture, 0, 0);
  return made;
}

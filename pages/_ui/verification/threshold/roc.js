// The ROC curve with the point of the threshold and the equal error rate.
import { axes, draw, set } from "../../shared/axes.js";

const WORDS_ASIDE = 8, WORDS_BELOW = 18; // pixels between the diamond and its label

// Index of the nearest of rising numbers.
/** @type {(numbers: number[], wanted: number) => number} */
export function nearest(numbers, wanted) {
  let best = 0;
  numbers.forEach((number, at) => {
    if (Math.abs(number - wanted) < Math.abs(numbers[best] - wanted)) best = at;
  });
  return best;
}

// Errors are rare: on a linear scale their bars would be too low to see.
/** @typedef {import("../../shared/axes.js").Axis} Axis */

/** @type {(most: number, from: number, to: number) => Axis} */
export function rootScale(most, from, to) {
  const place = (share) => from + Math.cbrt(share / most) * (to - from);
  return Object.assign(place, { ticks: [0, 0.1, 1, 5, 20, 50, 100].filter((tick) => tick <= most) });
}

// A logarithmic scale of a share in per cent, down to that of one pair; `of` maps the share first.
/**
 * @param {number} least
 * @param {number} from
 * @param {number} to
 * @returns {Axis}
 */
export function logScale(least, from, to, of = (/** @type {number} */ share) => share) {
  const low = Math.log10(least), place = (share) =>
    from + ((Math.log10(Math.max(of(share), least)) - low) / (2 - low)) * (to - from);
  const ticks = [100, 10, 1, 0.1, 0.01, 0.001].filter((tick) => tick >= least);
  return Object.assign(place, { ticks: ticks.map((tick) => Number(of(tick).toFixed(3))) });
}

/** @type {(from: number, to: number) => Axis} */
export function linearScale(from, to) {
  return Object.assign((share) => from + (share / 100) * (to - from), { ticks: [0, 20, 40, 60, 80, 100] });
}

// False accepts and recall of each threshold, in per cent.
/** @type {(rates: { false_accept_rate: number[], recall: number[] }) => number[][]} */
export function rocPoints({ false_accept_rate: accepts, recall }) {
  return recall.map((share, at) => [100 * accepts[at], 100 * share]);
}

export class Roc {
  constructor(svg, data, text) {
    const { clientWidth: wide, clientHeight: high } = svg;
    const frame = { left: 58, right: wide - 14, top: 12, bottom: high - 46 };
    const [same, different] = data.pairs;
    this.text = text;
    this.svg = svg;
    this.points = rocPoints(data.rates);
    const log = data.axis === "log";
    this.x = log ? logScale(100 / different, frame.left, frame.right) : linearScale(frame.left, frame.right);
    this.y = log ? logScale(100 / same, frame.top, frame.bottom, (share) => 100 - share)
      : linearScale(frame.bottom, frame.top);
    svg.replaceChildren();
    set(svg, { viewBox: `0 0 ${wide} ${high}`, "aria-label": data.words.roc });
    axes(svg, frame, this.x, this.y, data.words.axes);
    this.equal(svg);
    const path = this.points.map(([x, y]) => `${this.x(x)} ${this.y(y)}`).join("L");
    draw(svg, "path", "curve", { d: `M${path}` });
    this.eer(svg, frame, data.equal_error_rate * 100);
    this.here = draw(svg, "circle", "here", { r: 7 });
  }

  // The line of equal error rates, from 100 % to 0.
  equal(svg) {
    const shares = Array.from({ length: 101 }, (_, step) => 10 ** (2 - step / 20));
    const path = shares.map((share) => `${this.x(share)} ${this.y(100 - share)}`).join("L");
    draw(svg, "path", "equal", { d: `M${path}`, fill: "none" });
  }

  // The label is between the curve and the dashed line, on the side with more room.
  eer(svg, frame, rate) {
    const [x, y] = [this.x(rate), this.y(100 - rate)];
    const steep = (frame.bottom - frame.top) / (frame.right - frame.left);
    const place = x > (frame.left + frame.right) / 2 ? { x: x - 2 * WORDS_ASIDE, y: y + 4, "text-anchor": "end" }
      : { x: x + WORDS_ASIDE + WORDS_BELOW / steep, y: y + WORDS_BELOW };
    draw(svg, "rect", "eer", { x: x - 8, y: y - 8, width: 16, height: 16, transform: `rotate(45 ${x} ${y})` });
    draw(svg, "text", "side", place, `equal error rate ${rate.toFixed(2)}\u202f%`);
  }

  mark(at) {
    const [x, y] = this.points[at];
    set(this.here, { cx: this.x(x), cy: this.y(y) });
  }

  nearest(event) {
    const { left, top } = this.svg.getBoundingClientRect();
    const away = this.points.map(([x, y]) =>
      Math.hypot(this.x(x) - event.clientX + left, this.y(y) - event.clientY + top));
    return away.indexOf(Math.min(...away));
  }

  // The numbers at the nearest point of the curve.
  reading(event) {
    const at = this.nearest(event), [x, y] = this.points[at];
    return `Threshold ${this.text(at)}: false accept rate ${x.toFixed(3)}\u202f%, recall ${y.toFixed(2)}\u202f%`;
  }
}

// Drawing with SVG: an element, an axis, an arrow.
const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Element} parent
 * @param {Tag} tag
 * @param {string} className
 * @param {Record<string, string | number>} attributes
 */
export function draw(parent, tag, className, attributes = {}, text = "") {
  const made = document.createElementNS(SVG, tag);
  made.setAttribute("class", className);
  set(made, attributes);
  made.textContent = text;
  parent.append(made);
  return made;
}

/** @type {(made: Element, attributes: Record<string, string | number>) => void} */
export function set(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
}

/**
 * A place on the screen for each value.
 * @typedef {((value: number) => number) & { ticks: number[] }} Axis
 * @typedef {Axis & { one: number }} Scale one: pixels of one unit
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Frame in pixels
 */

/**
 * Round numbers for an axis, at most six steps from one to the next.
 * @param {number} low
 * @param {number} high
 */
export function ticks(low, high) {
  const power = 10 ** Math.floor(Math.log10((high - low) / 6));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => (high - low) / one <= 6);
  const found = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; tick += 1)
    found.push(Number((tick * step).toPrecision(6)));
  return found;
}

/**
 * @param {SVGElement} svg
 * @param {Frame} frame
 * @param {Axis} x
 * @param {Axis} y
 * @param {string[]} titles
 */
export function axes(svg, frame, x, y, titles) {
  const minus = (tick) => String(tick).replace("-", "−");
  for (const tick of x.ticks) {
    draw(svg, "line", "grid", { x1: x(tick), x2: x(tick), y1: frame.top, y2: frame.bottom });
    draw(svg, "text", "", { x: x(tick), y: frame.bottom + 16, "text-anchor": "middle" }, minus(tick));
  }
  for (const tick of y.ticks) {
    draw(svg, "line", "grid", { x1: frame.left, x2: frame.right, y1: y(tick), y2: y(tick) });
    draw(svg, "text", "", { x: frame.left - 6, y: y(tick) + 4, "text-anchor": "end" }, minus(tick));
  }
  const middle = (frame.left + frame.right) / 2, height = (frame.top + frame.bottom) / 2;
  draw(svg, "text", "", { x: middle, y: frame.bottom + 36, "text-anchor": "middle" }, titles[0]);
  draw(svg, "text", "", { transform: `translate(12 ${height}) rotate(-90)`, "text-anchor": "middle" }, titles[1]);
}

/** @type {(low: number, high: number, from: number, to: number) => Scale} */
export function scale(low, high, from, to) {
  const place = (value) => from + ((value - low) / (high - low)) * (to - from);
  return Object.assign(place, { ticks: ticks(low, high), one: (to - from) / (high - low) });
}

/** @type {(dx: number, dy: number) => string} */
export function arrow(dx, dy) {
  const length = Math.hypot(dx, dy);
  if (length < 2) return "";
  const head = Math.min(8, length / 2), [x, y] = [dx / length, dy / length];
  const wing = (/** @type {number} */ side) => `${dx - head * (x + side * y * 0.6)} ${dy - head * (y - side * x * 0.6)}`;
  const tip = `M${dx} ${dy}L`; // twice: each part begins with a dash of its own
  return `M0 0L${dx} ${dy}${tip}${wing(1)}${tip}${wing(-1)}`;
}

import { axes, draw, scale, set } from "../../shared/axes.js";
import { replaceInAddress } from "../../shared/dom.js";
import { count, figuresOf, outcome } from "./figures.js";
import { onReading, reading } from "./reading.js";
import { Roc, nearest, rootScale } from "./roc.js";

const THROTTLE = 150; // milliseconds between two messages to the server during a drag
const ASIDE = 34; // pixels between the line and its labels
const LEAP = 10; // steps per Page Up and Page Down

class Gate {
  /**
   * @param {HTMLElement} root
   * @param {(said: string | number) => void} send
   */
  constructor(root, send) {
    this.root = root;
    this.send = send;
    /** @type {HTMLElement} */ this.hills = root.querySelector(".hills");
    /** @type {HTMLElement} */ this.line = root.querySelector(".line");
    /** @type {HTMLElement} */ this.figures = root.querySelector(".figures");
    /** @type {SVGSVGElement} */ this.bars = root.querySelector(".bars");
    /** @type {SVGSVGElement} */ this.roc = root.querySelector(".roc");
    this.button = root.querySelector("button");
    const [readout, rocReadout] = root.querySelectorAll(".readout");
    this.readout = readout;
    this.rocReadout = rocReadout;
    this.told = root.querySelector(".told p");
    this.listen();
    new ResizeObserver(() => {
      if (this.data && this.size !== this.sizeNow()) this.buildInSight();
    }).observe(root);
  }

  listen() {
    this.line.addEventListener("pointerdown", (event) => this.press(event));
    this.line.addEventListener("pointermove", (event) => this.grabbed && this.drag(event));
    this.line.addEventListener("pointerup", () => this.release());
    // The finger scrolls the page: whatever it has moved on its first pixels goes back.
    this.line.addEventListener("pointercancel", () => {
      if (this.grabbed) this.go(this.grabbed.at);
      this.release();
    });
    onReading(this.hills, (event) => this.read(event));
    onReading(this.roc.parentElement, (event) => (this.rocReadout.textContent = this.curve.reading(event)));
    this.line.addEventListener("keydown", (event) => {
      const to = this.after(event.key);
      if (to === undefined) return;
      event.preventDefault();
      this.go(to);
      this.tell();
    });
    this.button.addEventListener("click", () => {
      this.go(this.data.own);
      this.flush();
    });
  }

  press(event) {
    if (event.button) return;
    this.line.setPointerCapture(event.pointerId);
    this.line.focus({ preventScroll: true });
    this.grabbed = { at: this.at, aside: event.clientX - this.x(this.data.thresholds[this.at]) };
  }

  drag(event) {
    const { left, right } = this.frame, { end, thresholds } = this.data;
    this.go(nearest(thresholds, ((event.clientX - this.grabbed.aside - left) / (right - left)) * end));
    this.tell();
  }

  release() {
    this.grabbed = undefined;
    this.flush();
  }

  read(event) {
    if (this.grabbed) return;
    const x = event.clientX - this.bars.getBoundingClientRect().left;
    this.readout.textContent = reading(this.data, this.frame, x, this.decimals) || this.hint;
  }

  after(key) {
    const last = this.data.thresholds.length - 1;
    return {
      ArrowLeft: this.at - 1, ArrowDown: this.at - 1, ArrowRight: this.at + 1, ArrowUp: this.at + 1,
      PageDown: this.at - LEAP, PageUp: this.at + LEAP, Home: 0, End: last,
    }[key];
  }

  go(to) {
    this.at = Math.min(Math.max(to, 0), this.data.thresholds.length - 1);
    this.paint();
  }

  tell() {
    this.timer ??= setTimeout(() => this.flush(), THROTTLE);
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const said = this.at === this.data.own ? "own" : this.data.thresholds[this.at];
    if (said === this.said) return;
    this.said = said;
    replaceInAddress({ threshold: said === "own" ? "" : String(said) });
    this.send(said);
  }

  show(data) {
    const table = JSON.stringify([data.thresholds, data.positive, data.negative]);
    if (table !== this.table) this.at = data.at;
    else if (data.axis === this.data.axis) return; // the server repeats what is known here
    this.table = table;
    this.data = data;
    if (this.at !== data.own) replaceInAddress({ threshold: String(data.thresholds[this.at]) }); // the URL of another page has no threshold
    this.decimals = data.end <= 4 ? 3 : data.end <= 40 ? 2 : 1;
    this.size = "";
    this.buildInSight();
  }

  text(at) {
    return this.data.thresholds[at].toFixed(this.decimals);
  }

  sizeNow() {
    return [this.bars, this.roc].map((svg) => `${svg.clientWidth}x${svg.clientHeight}`).join();
  }

  /** Where there is room: there is none while another part is shown, or before this one is. */
  buildInSight() {
    if (this.bars.clientHeight) this.build();
  }

  build() {
    this.size = this.sizeNow();
    this.buildHills();
    const act = matchMedia("(hover: none)").matches ? "Tap" : "Point at";
    this.hint = `${act} a bar to read its share of the pairs.`;
    this.readout.textContent = this.hint;
    this.rocReadout.textContent = `${act} the curve to read it.`;
    this.told.textContent = this.data.words.told;
    this.curve = new Roc(this.roc, this.data, (at) => this.text(at));
    this.button.textContent = `↺ Reset to the network's threshold, ${this.text(this.data.own)}`;
    this.line.setAttribute("aria-valuemax", this.data.end);
    this.paint();
  }

  buildHills() {
    const { end, same, different, thresholds, own, words } = this.data;
    const { clientWidth: wide, clientHeight: high } = this.bars;
    // On the right, room for half of the number above the line.
    this.frame = { left: 60, right: wide - 22, top: 34, bottom: high - 46 };
    this.bars.replaceChildren();
    set(this.bars, { viewBox: `0 0 ${wide} ${high}` });
    this.x = scale(0, end, this.frame.left, this.frame.right);
    this.y = rootScale(Math.max(...same, ...different), this.frame.bottom, this.frame.top);
    axes(this.bars, this.frame, this.x, this.y, words.hills);
    const turned = `translate(27 ${(this.frame.top + this.frame.bottom) / 2}) rotate(-90)`;
    draw(this.bars, "text", "", { transform: turned, "text-anchor": "middle" }, words.hills[2]);
    const stripes = draw(draw(this.bars, "defs", ""), "pattern", "", {
      id: "stripes", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    draw(stripes, "line", "stripe", { x1: 0, x2: 0, y1: 0, y2: 7 });
    this.clips = ["near", "far"].map((id) =>
      draw(draw(this.bars, "clipPath", "", { id }), "rect", "", { y: 0, height: high }));
    // Each bar twice: pale where the verdict is correct, striped and in front where it is wrong.
    this.drawKind("same", same, "right", "near");
    this.drawKind("different", different, "right", "far");
    this.drawKind("different", different, "wrong", "near");
    this.drawKind("same", same, "wrong", "far");
    draw(this.bars, "line", "own", {
      x1: this.x(thresholds[own]), x2: this.x(thresholds[own]), y1: this.frame.top, y2: this.frame.bottom });
    this.sides = ["‘same’ ◂", "▸ ‘different’"].map((word, side) =>
      draw(this.bars, "text", "side", { y: 17, "text-anchor": side ? "start" : "end" }, word));
    Object.assign(this.line.style, { top: 0, height: `${this.frame.bottom}px` });
  }

  drawKind(kind, shares, verdict, side) {
    const wide = (this.frame.right - this.frame.left) / shares.length;
    const group = draw(this.bars, "g", verdict, { "clip-path": `url(#${side})` });
    shares.forEach((share, number) => {
      const place = { x: this.frame.left + number * wide, y: this.y(share),
        width: Math.max(wide - 0.5, 0.5), height: this.frame.bottom - this.y(share) };
      draw(group, "rect", `bar ${kind}`, place);
      if (verdict === "wrong") draw(group, "rect", "", { ...place, fill: "url(#stripes)" });
    });
  }

  paint() {
    const { thresholds, own, pairs } = this.data;
    const place = this.x(thresholds[this.at]), found = outcome(this.data, this.at);
    this.line.style.left = `${place}px`;
    this.line.querySelector("b").textContent = this.text(this.at);
    const [near, far] = this.clips;
    set(near, { width: Math.max(place, 0) });
    set(far, { x: place, width: Math.max(this.bars.clientWidth - place, 0) });
    this.sides.forEach((word, side) => {
      const room = side ? this.bars.clientWidth - place : place;
      const visibility = room > ASIDE + word.getComputedTextLength() ? "visible" : "hidden";
      set(word, { x: place + (side ? ASIDE : -ASIDE), visibility });
    });
    this.line.setAttribute("aria-valuenow", thresholds[this.at]);
    this.line.setAttribute("aria-valuetext", `${this.text(this.at)}: ${count(found.accepts)} false accepts, ` +
      `${count(found.rejects)} false rejects`);
    this.bars.setAttribute("aria-label", this.data.words.seen);
    this.curve.mark(this.at);
    this.button.disabled = this.at === own;
    this.figures.innerHTML = figuresOf(found, pairs);
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".gate");
  root.gate ??= new Gate(root, (said) => setStateValue("threshold", said));
  root.gate.show(data);
}

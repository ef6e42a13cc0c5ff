import { arrow, axes, draw, scale, set } from "../shared/axes.js";
import { replaceInAddress } from "../shared/dom.js";
import { CURVE, Player } from "../shared/player.js";

const STEPS_A_SECOND = 8;
const FRAME = { left: 52, right: 408, top: 10, bottom: 374 };
const SHAPES = ["M0-7A7 7 0 1 0 .01-7Z", "M0-8.5 8 6H-8Z", "M-6-6H6V6H-6Z"];
const KINDS = ["circle", "triangle", "square"];
const text = (number) => number.toFixed(2).replace("-", "−");

class Plane extends Player {
  constructor(root) {
    super(root, STEPS_A_SECOND);
    this.chosen = root.querySelector(".chosen");
    const asked = new URL(location.href).searchParams;
    this.at = Number(asked.get("step") ?? 0); // show() turns any value into a valid step
    this.point = Number(asked.get("point") ?? 1) - 1;
    root.addEventListener("click", (event) => {
      const { point } = event.target.closest("[data-point]")?.dataset ?? {};
      const count = this.data.labels.length;
      if (point) this.choose((this.point + Number(point) + count) % count);
    });
    this.stage.addEventListener("click", (event) => this.choose(this.nearest(event)));
  }

  show(data) {
    this.data = data;
    this.last = data.points.length - 1;
    this.at = Number.isFinite(this.at) ? Math.min(Math.max(Math.round(this.at), 0), this.last) : 0;
    if (!(this.point in data.labels)) this.point = 0;
    this.slider.max = String(this.last);
    this.build();
    this.mark();
    if (!this.playing) this.stop();
  }

  build() {
    const { points, labels, losses, reach, words } = this.data;
    const flat = points.flat(2);
    const [low, high] = [Math.min(...flat) - 0.15, Math.max(...flat) + 0.15];
    this.x = scale(low, high, FRAME.left, FRAME.right);
    this.y = scale(low, high, FRAME.bottom, FRAME.top);
    this.stage.replaceChildren();
    axes(this.stage, FRAME, this.x, this.y, words.plane);
    draw(draw(this.stage, "clipPath", "", { id: "frame" }), "rect", "", {
      x: FRAME.left, y: FRAME.top, width: FRAME.right - FRAME.left, height: FRAME.bottom - FRAME.top });
    const inside = draw(this.stage, "g", "", { "clip-path": "url(#frame)" });
    this.circle = draw(inside, "circle", "reach", { r: (reach ?? 0) * this.x.one });
    this.arrows = ["pull", "push"].map(
      (kind) => labels.map(() => draw(this.stage, "path", `arrow ${kind}`)));
    this.marks = labels.map((label) => {
      const mark = draw(this.stage, "g", `point kind-${label}`);
      draw(mark, "path", "mark", { d: SHAPES[label] });
      draw(mark, "title", "");
      return mark;
    });
    this.along = scale(0, this.last, CURVE.left, CURVE.right);
    this.up = scale(0, Math.max(...losses) * 1.05 || 1, CURVE.bottom, CURVE.top);
    this.curve.replaceChildren();
    axes(this.curve, CURVE, this.along, this.up, words.curve);
    const line = losses.map((loss, step) => `${this.along(step)} ${this.up(loss)}`).join("L");
    draw(this.curve, "path", "line", { d: `M${line}` });
    this.here = draw(this.curve, "line", "here", { y1: CURVE.top, y2: CURVE.bottom });
    this.dot = draw(this.curve, "circle", "dot", { r: 5 });
  }

  stop() {
    super.stop();
    this.name();
    this.address();
  }

  // The point whose mark is closest to a click or a tap.
  nearest(event) {
    const apart = this.marks.map((mark) => {
      const { left, top, width, height } = mark.getBoundingClientRect();
      return Math.hypot(event.clientX - left - width / 2, event.clientY - top - height / 2);
    });
    return apart.indexOf(Math.min(...apart));
  }

  choose(point) {
    this.point = point;
    this.mark();
    this.paint();
    this.address();
  }

  // Between two steps, positions are interpolated.
  paint() {
    super.paint();
    const { points, pull, push, losses, same, different, zoom, words } = this.data;
    const step = Math.floor(this.at), next = Math.min(step + 1, this.last), part = this.at - step;
    points[step].forEach(([x, y], point) => {
      const [toX, toY] = points[next][point];
      const spot = [x + (toX - x) * part, y + (toY - y) * part];
      const place = `translate(${this.x(spot[0])} ${this.y(spot[1])})`;
      this.marks[point].setAttribute("transform", place);
      if (point === this.point) {
        this.circle.setAttribute("transform", place);
        this.words.textContent = `It is at (${spot.map(text).join(", ")}). ${words.reach}`;
      }
      [pull, push].forEach((moves, kind) => {
        const [dx, dy] = moves[step][point];
        this.arrows[kind][point].setAttribute("transform", place);
        this.arrows[kind][point].setAttribute("d", arrow(dx * zoom * this.x.one, -dy * zoom * this.x.one));
      });
    });
    const along = this.along(this.at);
    set(this.here, { x1: along, x2: along });
    set(this.dot, { cx: along, cy: this.up(losses[step] + (losses[next] - losses[step]) * part) });
    this.readout.innerHTML =
      `Step <b>${step}</b> of ${this.last}: loss <b>${losses[step].toFixed(4)}</b><br>Mean distance: ` +
      `<b class="same">= same ${same[step].toFixed(2)}</b>, ` +
      `<b class="different">≠ different ${different[step].toFixed(2)}</b>`;
  }

  mark() {
    [...this.marks, ...this.arrows[0], ...this.arrows[1]].forEach((one, number) =>
      one.classList.toggle("looked-at", number % this.marks.length === this.point));
    this.chosen.textContent = `Selected: ${this.nameOf(this.point)}`;
    this.marks[this.point].before(this.arrows[0][this.point], this.arrows[1][this.point]);
  }

  nameOf(point) {
    return `${KINDS[this.data.labels[point]]} ${Math.floor(point / KINDS.length) + 1}`;
  }

  // The tooltip of each point.
  name() {
    this.data.points[this.at].forEach(([x, y], point) => {
      this.marks[point].lastChild.textContent = `${this.nameOf(point)} at (${x}, ${y})`;
    });
  }

  address() {
    const step = Math.round(this.at);
    replaceInAddress({ step: step ? String(step) : "", point: this.point ? String(this.point + 1) : "" });
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".plane");
  root.plane ??= new Plane(root);
  root.plane.show(data);
}

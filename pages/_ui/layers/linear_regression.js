import { axes, draw, scale, set } from "../shared/axes.js";
import { CURVE, Player } from "../shared/player.js";

const EPOCHS_A_SECOND = 60;
const FRAME = { left: 48, right: 408, top: 10, bottom: 274 };

class Line extends Player {
  // A new run is first shown at its end.
  show(data) {
    this.data = data;
    this.last = data.slopes.length - 1;
    this.slider.max = String(this.last);
    this.words.textContent = data.words.end;
    this.build();
    this.go(this.last);
  }

  build() {
    const { xs, ys, x, y, powers, words } = this.data;
    this.x = scale(x[0], x[1], FRAME.left, FRAME.right);
    this.y = scale(y[0], y[1], FRAME.bottom, FRAME.top);
    this.stage.replaceChildren();
    axes(this.stage, FRAME, this.x, this.y, ["x", "y"]);
    const frame = draw(this.stage, "clipPath", "", { id: "line-frame" });
    draw(frame, "rect", "", {
      x: FRAME.left, y: FRAME.top, width: FRAME.right - FRAME.left, height: FRAME.bottom - FRAME.top });
    const inside = draw(this.stage, "g", "", { "clip-path": "url(#line-frame)" });
    const asked = this.x(this.data.asked);
    draw(inside, "line", "asked", { x1: asked, x2: asked, y1: FRAME.top, y2: FRAME.bottom });
    this.fit = draw(inside, "line", "fit", { x1: FRAME.left, x2: FRAME.right });
    xs.forEach((value, number) => {
      draw(inside, "circle", "spot", { cx: this.x(value), cy: this.y(ys[number]), r: 7 });
    });
    this.answer = draw(inside, "path", "answer", { d: "M0-9 9 0 0 9-9 0Z" });
    this.along = scale(0, this.last, CURVE.left, CURVE.right);
    this.up = scale(Math.min(...powers) - 0.3, Math.max(...powers) + 0.3, CURVE.bottom, CURVE.top);
    this.curve.replaceChildren();
    axes(this.curve, CURVE, this.along, this.up, words.curve);
    const points = powers.map((power, epoch) => `${this.along(epoch)} ${this.up(power)}`);
    draw(this.curve, "path", "line", { d: `M${points.join("L")}` });
    this.here = draw(this.curve, "line", "here", { y1: CURVE.top, y2: CURVE.bottom });
    this.dot = draw(this.curve, "circle", "dot", { r: 5 });
  }

  paint() {
    super.paint();
    const { slopes, intercepts, losses, asked, powers } = this.data;
    const epoch = Math.floor(this.at), slope = slopes[epoch], intercept = intercepts[epoch];
    const at = (x) => slope * x + intercept, minus = (number) => number.replace("-", "−");
    const read = (number) => minus(Math.abs(number) < 1e5 ? number.toFixed(2) : number.toExponential(1));
    const [low, high] = this.data.x;
    const height = (x) => Math.min(Math.max(this.y(at(x)), -1e5), 1e5); // SVG is not exact beyond this
    set(this.fit, { y1: height(low), y2: height(high) });
    this.answer.setAttribute("transform", `translate(${this.x(asked)} ${height(asked)})`);
    set(this.here, { x1: this.along(epoch), x2: this.along(epoch) });
    set(this.dot, { cx: this.along(epoch), cy: this.up(powers[epoch]) });
    const sign = intercept < 0 ? "−" : "+";
    this.readout.innerHTML =
      `Epoch <b>${epoch}</b> of ${this.last}: y = <b>${read(slope)}</b> x ${sign} ` +
      `<b>${read(Math.abs(intercept))}</b>, loss <b>${minus(losses[epoch].toPrecision(3))}</b><br>` +
      `predict([${asked.toFixed(1)}]) = <b>${read(at(asked))}</b>`;
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".line");
  root.line ??= new Line(root, EPOCHS_A_SECOND);
  if (root.line.data !== data) root.line.show(data);
}

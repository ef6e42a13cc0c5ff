// Moving about a map: by wheel, mouse, two fingers, keys and buttons. One finger scrolls the page.
const FURTHEST_IN = 40;
const EDGE = 24; // pixels around the whole map
const STEP = 80; // pixels that a key moves
const STIR = 6; // pixels that still count as a press

export class Camera {
  constructor(canvas, { moved, pressed, hint }) {
    Object.assign(this, { canvas, moved, pressed, hint });
    this.at = { x: 0, y: 0, zoom: 1 }; // what of the map is in the middle, how near
    this.goal = { ...this.at };
    this.span = [2, 2]; // of the map
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.listenToMouse();
    this.listenToFingers();
    this.listenToKeys();
  }

  // Pixels of one unit of the map where all of it is in sight.
  get unit() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    return Math.max(1, Math.min((width - 2 * EDGE) / this.span[0], (height - 2 * EDGE) / this.span[1]));
  }

  onScreen(x, y, { unit, at, canvas } = this) {
    const scale = unit * at.zoom;
    return [canvas.clientWidth / 2 + (x - at.x) * scale, canvas.clientHeight / 2 - (y - at.y) * scale];
  }

  pan(dx, dy) {
    const scale = this.unit * this.goal.zoom, [half, up] = this.span.map((one) => one / 2);
    this.goal.x = Math.min(half, Math.max(-half, this.goal.x - dx / scale));
    this.goal.y = Math.min(up, Math.max(-up, this.goal.y + dy / scale));
  }

  // Nearer or farther, what lies under that point of the screen staying there.
  zoom(factor, px = this.canvas.clientWidth / 2, py = this.canvas.clientHeight / 2) {
    const before = this.goal.zoom;
    this.goal.zoom = Math.min(FURTHEST_IN, Math.max(1, before * factor));
    const part = 1 / before - 1 / this.goal.zoom;
    const [dx, dy] = [px - this.canvas.clientWidth / 2, py - this.canvas.clientHeight / 2];
    this.goal.x += (dx / this.unit) * part;
    this.goal.y -= (dy / this.unit) * part;
    this.pan(0, 0); // no farther than the edge
    if (this.goal.zoom === 1) Object.assign(this.goal, { x: 0, y: 0 });
  }

  whole() {
    this.goal = { x: 0, y: 0, zoom: 1 };
    this.moved();
  }

  // A part of the way at each frame; whether there is more to go.
  move(jump = this.still.matches) {
    let going = false;
    for (const name of ["x", "y", "zoom"]) {
      const way = this.goal[name] - this.at[name], far = Math.abs(way) * (name === "zoom" ? 1 : this.unit * this.at.zoom);
      if (jump || far < 0.01) this.at[name] = this.goal[name];
      else [this.at[name], going] = [this.at[name] + 0.3 * way, true];
    }
    return going;
  }

  jump() {
    this.move(true);
    this.moved();
  }

  listenToMouse() {
    let from = null, begun = null;
    this.canvas.addEventListener("wheel", (event) => {
      if (event.deltaY > 0 && this.goal.zoom === 1) return; // nothing more to see: the page scrolls
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 24 : 1, fine = event.ctrlKey ? 0.01 : 0.002;
      this.zoom(Math.exp(-event.deltaY * lines * fine), event.offsetX, event.offsetY);
      this.moved();
    }, { passive: false });
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch" || event.button) return;
      this.canvas.setPointerCapture(event.pointerId);
      from = begun = [event.clientX, event.clientY];
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!from) return;
      this.pan(event.clientX - from[0], event.clientY - from[1]);
      from = [event.clientX, event.clientY];
      this.jump();
    });
    this.canvas.addEventListener("pointerup", () => (from = null));
    this.canvas.addEventListener("pointercancel", () => (from = null));
    this.canvas.addEventListener("click", (event) => { // a finger's, too
      const stirred = begun && Math.hypot(event.clientX - begun[0], event.clientY - begun[1]) > STIR;
      begun = null;
      if (!stirred) this.pressed(event.offsetX, event.offsetY);
    });
  }

  listenToFingers() {
    let before = null;
    const of = ({ touches: [one, two] }) => {
      const { left, top } = this.canvas.getBoundingClientRect();
      return { x: (one.clientX + two.clientX) / 2 - left, y: (one.clientY + two.clientY) / 2 - top,
        apart: Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) };
    };
    this.canvas.addEventListener("touchstart", (event) => {
      before = event.touches.length === 2 && event.cancelable ? of(event) : null; // or the page scrolls
      if (before) event.preventDefault();
    }, { passive: false });
    this.canvas.addEventListener("touchmove", (event) => {
      if (event.touches.length !== 2) return this.hint();
      if (!event.cancelable) return;
      event.preventDefault();
      const now = of(event);
      if (before) {
        this.pan(now.x - before.x, now.y - before.y);
        this.zoom(now.apart / before.apart, now.x, now.y);
        this.jump();
      }
      before = now;
    }, { passive: false });
    this.canvas.addEventListener("touchend", () => (before = null));
  }

  listenToKeys() {
    const moves = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    const zooms = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, "−": 1 / 1.5 };
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key in moves) this.pan(...moves[event.key]);
      else if (event.key in zooms) this.zoom(zooms[event.key]);
      else if (event.key === "0") this.whole();
      else return;
      event.preventDefault();
      event.stopPropagation();
      this.moved();
    });
  }
}

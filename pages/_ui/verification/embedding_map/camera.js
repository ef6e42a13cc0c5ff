// Zoom and panning by wheel, mouse, two fingers, keys and buttons. One finger scrolls the page, and so
// does the wheel until the map is clicked.
import { View } from "./view.js";

const STEP = 80; // pixels per arrow key
const STIR = 6; // pixels of movement that still count as a click

export class Camera extends View {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{ moved: () => void, pressed: (x: number, y: number) => void, hint: (way: "finger" | "wheel") => void }} told
   */
  constructor(canvas, { moved, pressed, hint }) {
    super(canvas);
    this.canvas = canvas;
    this.moved = moved;
    this.pressed = pressed;
    this.hint = hint;
    this.fingers = 0; // on the map
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.listenToMouse();
    this.listenToFingers();
    this.listenToKeys();
  }

  whole() {
    this.goal = { x: 0, y: 0, zoom: 1 };
    this.moved();
  }

  move(jump = this.still.matches) {
    return super.move(jump);
  }

  jump() {
    this.move(true);
    this.moved();
  }

  listenToMouse() {
    let from = null, begun = null;
    this.canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !this.canvas.matches(":focus")) return this.hint("wheel");
      if (event.deltaY > 0 && this.goal.zoom === 1) return; // all is visible: the page scrolls
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
    this.canvas.addEventListener("click", (event) => { // a tap, too
      const stirred = begun && Math.hypot(event.clientX - begun[0], event.clientY - begun[1]) > STIR;
      begun = null;
      if (!stirred) this.pressed(event.offsetX, event.offsetY);
    });
  }

  listenToFingers() {
    let before = null;
    for (const name of /** @type {const} */ (["touchstart", "touchend", "touchcancel"]))
      this.canvas.addEventListener(name, ({ touches }) => (this.fingers = touches.length), { passive: true });
    const of = (/** @type {TouchEvent} */ { touches: [one, two] }) => {
      const { left, top } = this.canvas.getBoundingClientRect();
      return { x: (one.clientX + two.clientX) / 2 - left, y: (one.clientY + two.clientY) / 2 - top,
        apart: Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) };
    };
    this.canvas.addEventListener("touchstart", (event) => {
      before = event.touches.length === 2 && event.cancelable ? of(event) : null; // or the page scrolls
      if (before) event.preventDefault();
    }, { passive: false });
    this.canvas.addEventListener("touchmove", (event) => {
      if (event.touches.length !== 2) return this.hint("finger");
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
      if (event.key in moves) this.pan(moves[event.key][0], moves[event.key][1]);
      else if (event.key in zooms) this.zoom(zooms[event.key]);
      else if (event.key === "0") this.whole();
      else return;
      event.preventDefault();
      event.stopPropagation();
      this.moved();
    });
  }
}

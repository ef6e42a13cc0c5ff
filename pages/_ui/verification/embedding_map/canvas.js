import { buttonOf } from "../../shared/dom.js";
import { Camera } from "./camera.js";
import { SIDE, glyphsOf, tintedSheet } from "./colors.js";
import { paintDigits, paintDrawings, paintLines } from "./paint.js";

const NEAR = 14; // pixels: the pointer selects a digit within this distance
const FINGERS = "Move and zoom the map with two fingers", WHEEL = "Click the map or hold Ctrl to zoom with the wheel";
const MORPH_MS = 700; // from one layout to the next

class MapView {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLCanvasElement} */ this.stage = root.querySelector(".stage");
    /** @type {HTMLElement} */ this.tip = root.querySelector(".tip");
    /** @type {HTMLElement} */ this.hint = root.querySelector(".hint");
    /** @type {HTMLElement} */ this.near = root.querySelector(".near");
    /** @type {HTMLElement} */ this.classes = root.querySelector(".classes");
    /** @type {HTMLElement} */ this.axes = root.querySelector(".axes");
    /** @type {HTMLElement} */ this.waiting = root.querySelector(".waiting");
    /** @type {HTMLElement} */ this.offer = root.querySelector(".offer");
    /** @type {HTMLElement} */ this.pictures = root.querySelector(".pictures");
    this.ink = this.paper = ""; // colours
    this.context = this.stage.getContext("2d");
    this.camera = new Camera(this.stage, {
      moved: () => this.ask(), pressed: (x, y) => this.tell(x, y), hint: (way) => this.say(way) });
    this.only = null; // one class; null for all
    for (let digit = 0; digit < 10; digit += 1) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: digit, title: `Show only the ${digit}s` });
      button.dataset.digit = String(digit);
      button.setAttribute("aria-pressed", "false");
      this.classes.append(button);
    }
    const touched = matchMedia("(hover: none)").matches;
    this.root.querySelector(".how").textContent = touched ? `${FINGERS}. Tap a digit to see it.`
      : `${WHEEL}. Point at a digit to see it.`;
    this.listen();
  }

  listen() {
    this.root.addEventListener("click", (event) => {
      const { zoom, digit } = buttonOf(event)?.dataset ?? {};
      if (zoom) this.camera.zoom(Number(zoom));
      if (digit) this.choose(Number(digit));
      this.ask();
    });
    this.root.querySelector(".whole").addEventListener("click", () => this.camera.whole());
    this.offer.addEventListener("click", () => {
      this.lay(this.held);
      this.camera.whole();
    });
    this.pictures.addEventListener("click", () => {
      const pressed = this.pictures.getAttribute("aria-pressed") === "true";
      this.pictures.setAttribute("aria-pressed", String(!pressed));
    });
    this.stage.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "touch") this.tell(event.offsetX, event.offsetY);
    });
    this.stage.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") this.tip.hidden = true;
    });
    new ResizeObserver(() => this.ask()).observe(this.stage);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.ask());
  }

  // A map that was waited for does not take the place of one that the visitor is looking around in.
  show(data) {
    const { data: old, camera, held } = this;
    const awaited = old?.words.waiting && old.sheet === data.sheet && old.stage === data.stage
      && old.words.axes !== data.words.axes;
    if (awaited && !held && (camera.roamed || camera.fingers || !this.tip.hidden)) return this.hold(data);
    this.lay(data);
  }

  hold(data) {
    this.held = data;
    this.waiting.textContent = "";
    this.offer.hidden = !data;
  }

  lay(data) {
    this.hold(null);
    const same = this.data?.sheet === data.sheet;
    this.data = data;
    this.waiting.textContent = data.words.waiting;
    const places = decoded(data.places);
    this.from = same ? { places: this.now(), span: this.camera.span } : null;
    this.to = { places, span: data.span };
    this.began = null;
    this.spots = data.drawings.map(({ place }) => place);
    this.neighbours = neighboursOf(data.drawings);
    if (!same) this.findSheet();
    this.stage.setAttribute("aria-label", data.words.label);
    this.axes.textContent = data.words.axes;
    this.tip.hidden = true;
    this.own = data.drawings.map(({ picture }) => pictureOf(picture, () => this.ask()));
    this.ask();
  }

  // Shows one class, or all again.
  choose(digit) {
    this.only = this.only === digit ? null : digit;
    for (const button of this.classes.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(Number(button.dataset.digit) === this.only));
  }

  // The sheet of all pictures is sent separately and may arrive after the map.
  findSheet() {
    this.sheet = this.tinted = null;
    const wanted = this.data.sheet;
    const look = () => {
      if (this.data.sheet !== wanted || !this.root.isConnected) return;
      const there = /** @type {HTMLImageElement} */ (document.querySelector(`img[data-sheet="${wanted}"]`));
      if (!there?.complete) return setTimeout(look, 50);
      this.sheet = there;
      this.colours = null;
      this.ask();
    };
    look();
  }

  ask() {
    this.moving = true;
    this.asked ??= requestAnimationFrame((now) => {
      this.asked = null;
      if (this.root.isConnected && this.data) this.paint(now);
    });
  }

  // The current positions during an animation: x, y, x, y, …
  now() {
    const share = this.share ?? 1;
    if (!this.from || share === 1) return this.to.places;
    return this.to.places.map((value, at) => this.from.places[at] + (value - this.from.places[at]) * share);
  }

  progress(now) {
    this.began ??= now;
    const gone = this.from && !this.camera.still.matches ? Math.min(1, (now - this.began) / MORPH_MS) : 1;
    this.share = 1 - (1 - gone) ** 3;
    this.camera.span = this.to.span.map((one, axis) =>
      this.from ? this.from.span[axis] + (one - this.from.span[axis]) * this.share : one);
    if (gone === 1) this.from = null;
    return gone < 1;
  }

  paint(now) {
    const { context: pen, camera, stage } = this, ratio = Math.min(devicePixelRatio || 1, 2);
    const [width, height] = [stage.clientWidth, stage.clientHeight];
    if (stage.width !== Math.round(width * ratio)) stage.width = Math.round(width * ratio);
    if (stage.height !== Math.round(height * ratio)) stage.height = Math.round(height * ratio);
    const going = [this.progress(now), camera.move()].some(Boolean);
    this.dye();
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.placed = this.now();
    paintDigits(pen, this);
    paintLines(pen, this);
    paintDrawings(pen, this);
    const near = `×${camera.at.zoom.toFixed(1)}`;
    if (this.near.textContent !== near) this.near.textContent = near;
    this.moving = going;
    if (going) this.ask();
  }

  spot(which) {
    return this.camera.onScreen(this.spots[which][0], this.spots[which][1]);
  }

  screenOf(one) {
    return this.camera.onScreen(this.placed[2 * one], this.placed[2 * one + 1]);
  }

  // Shows picture and label of the digit under the pointer.
  tell(x, y) {
    if (!this.placed) return;
    let [found, nearest] = [null, NEAR];
    this.data.labels.split("").forEach((label, one) => {
      const [px, py] = this.screenOf(one), far = Math.hypot(px - x, py - y);
      if (far < nearest && (this.only === null || this.only === Number(label))) [found, nearest] = [one, far];
    });
    this.tip.hidden = found === null;
    if (found === null) return;
    const [px, py] = this.screenOf(found), pen = this.tip.querySelector("canvas").getContext("2d");
    const column = found % this.data.columns, row = Math.floor(found / this.data.columns);
    if (this.sheet) pen.drawImage(this.sheet, column * SIDE, row * SIDE, SIDE, SIDE, 0, 0, SIDE, SIDE);
    const label = this.data.labels[found], article = label === "8" ? "an" : "a";
    const said = `${this.data.words.digit} ${found}: ${article}\u00a0${label}`;
    this.tip.lastElementChild.textContent = [said, ...(this.neighbours.get(found) ?? [])].join(", ");
    this.tip.style.left = `${Math.min(Math.max(px, 70), this.stage.clientWidth - 70)}px`;
    this.tip.style.top = `${py}px`;
    this.tip.classList.toggle("below", py < 170);
  }

  // One finger and the wheel scroll the page.
  /** @param {"finger" | "wheel"} way */
  say(way) {
    this.hint.textContent = way === "finger" ? FINGERS : WHEEL;
    this.hint.classList.add("seen");
    clearTimeout(this.hinted);
    this.hinted = setTimeout(() => this.hint.classList.remove("seen"), 1500);
  }

  // Glyphs and pictures in the colours of the theme, drawn again when it changes.
  dye() {
    const colours = [...this.classes.children].map((button) => getComputedStyle(button).color);
    const { color, backgroundColor } = getComputedStyle(this.stage);
    if (this.colours?.join() === [...colours, color].join()) return;
    this.colours = [...colours, color];
    [this.ink, this.paper] = [color, backgroundColor];
    this.glyphs = glyphsOf(colours);
    if (this.sheet) this.tinted = tintedSheet(this.sheet, this.data, colours, backgroundColor);
  }
}

// The distances of a digit to the drawings that it is a neighbour of, as text.
export function neighboursOf(drawings) {
  const told = new Map();
  for (const { neighbours, distances, name } of drawings)
    neighbours.forEach((one, rank) =>
      told.set(one, [...(told.get(one) ?? []), `${distances[rank]} from “${name}”`]));
  return told;
}

/** @param {string} text base64 of little-endian floats */
export function decoded(text) {
  return new Float32Array(Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer);
}

function pictureOf(address, then) {
  const picture = new Image();
  picture.onload = then;
  picture.src = address;
  return picture;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".map");
  root.map ??= new MapView(root);
  if (root.shown === data) return;
  root.shown = data;
  root.map.show(data);
}

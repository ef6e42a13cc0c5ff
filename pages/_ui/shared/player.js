const SIDE = 420; // of the stage, and the width of the curve
export const CURVE = { left: 56, right: 408, top: 10, bottom: 174 };

/**
 * Keeps the text as large on a small picture as on one of full width.
 * @param {SVGSVGElement} svg
 */
function keepLegible(svg) {
  if (svg.clientWidth) svg.style.setProperty("--shrunk", String(Math.max(1, SIDE / svg.clientWidth)));
}

// Steps to be played, gone through one by one, and rewound: `paint` shows where `at` is, up to `last`.
export class Player {
  /**
   * @param {HTMLElement} root
   * @param {number} pace steps a second
   */
  constructor(root, pace) {
    this.root = root;
    this.pace = pace;
    this.at = 0;
    this.last = 0;
    this.playing = false;
    /** @type {import("./axes.js").Scale} */ this.along = null; // of the steps on the curve
    /** @type {SVGSVGElement} */ this.stage = root.querySelector(".stage");
    /** @type {SVGSVGElement} */ this.curve = root.querySelector(".curve");
    /** @type {HTMLElement} */ this.readout = root.querySelector(".readout");
    /** @type {HTMLElement} */ this.words = root.querySelector(".words");
    /** @type {HTMLButtonElement} */ this.play = root.querySelector(".play");
    /** @type {HTMLButtonElement} */ this.reset = root.querySelector(".reset");
    this.slider = root.querySelector("input");
    for (const svg of [this.stage, this.curve]) new ResizeObserver(() => keepLegible(svg)).observe(svg);
    this.play.addEventListener("click", () => (this.playing ? this.stop() : this.start()));
    this.reset.addEventListener("click", () => this.go(0));
    this.slider.addEventListener("input", () => this.go(Number(this.slider.value)));
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-step]")))
      button.addEventListener("click", () => this.go(Math.round(this.at) + Number(button.dataset.step)));
    this.curve.addEventListener("click", (event) => {
      const { left, width } = this.curve.getBoundingClientRect();
      const x = ((event.clientX - left) / width) * SIDE;
      this.go(Math.round((x - CURVE.left) / this.along.one));
    });
  }

  start() {
    if (this.at >= this.last) this.at = 0;
    this.playing = true;
    let before = null;
    const frame = (now) => {
      if (!this.playing || !this.root.isConnected) return;
      this.at = Math.min(this.at + ((now - (before ?? now)) / 1000) * this.pace, this.last);
      before = now;
      if (this.at === this.last) this.stop();
      else this.paint();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    this.paint();
  }

  stop() {
    this.playing = false;
    this.at = Math.round(this.at);
    this.paint();
  }

  /** @param {number} step */
  go(step) {
    this.at = Math.min(Math.max(step, 0), this.last);
    this.stop();
  }

  paint() {
    this.slider.value = String(Math.floor(this.at));
    this.play.textContent = this.playing ? "■ Stop" : "▶ Play";
    this.reset.disabled = this.at === 0;
  }
}

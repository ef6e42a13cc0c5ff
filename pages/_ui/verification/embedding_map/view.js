// The visible part of a map: positions of points on the screen, and movement of the view.
const FURTHEST_IN = 40;
const EDGE = 24; // pixels around the whole map

export class View {
  /** @param {{ clientWidth: number, clientHeight: number }} screen */
  constructor(screen) {
    this.screen = screen; // its size in pixels
    this.at = { x: 0, y: 0, zoom: 1 }; // centre of the view in map units, and zoom
    this.goal = { ...this.at };
    this.span = [2, 2]; // of the map
  }

  // Whether the view is, or will be, another one than the whole map.
  get roamed() {
    const { x, y, zoom } = this.goal;
    return x !== 0 || y !== 0 || zoom !== 1;
  }

  // Pixels per unit of the map when the whole map is visible.
  get unit() {
    const { clientWidth: width, clientHeight: height } = this.screen;
    return Math.max(1, Math.min((width - 2 * EDGE) / this.span[0], (height - 2 * EDGE) / this.span[1]));
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  onScreen(x, y, { unit, at, screen } = this) {
    const scale = unit * at.zoom;
    return [screen.clientWidth / 2 + (x - at.x) * scale, screen.clientHeight / 2 - (y - at.y) * scale];
  }

  /** @type {(dx: number, dy: number) => void} */
  pan(dx, dy) {
    const scale = this.unit * this.goal.zoom, [half, up] = this.span.map((one) => one / 2);
    this.goal.x = Math.min(half, Math.max(-half, this.goal.x - dx / scale));
    this.goal.y = Math.min(up, Math.max(-up, this.goal.y + dy / scale));
  }

  // Zooms; the map point under that point of the screen stays there.
  /** @param {number} factor */
  zoom(factor, px = this.screen.clientWidth / 2, py = this.screen.clientHeight / 2) {
    const before = this.goal.zoom;
    this.goal.zoom = Math.min(FURTHEST_IN, Math.max(1, before * factor));
    const part = 1 / before - 1 / this.goal.zoom;
    const [dx, dy] = [px - this.screen.clientWidth / 2, py - this.screen.clientHeight / 2];
    this.goal.x += (dx / this.unit) * part;
    this.goal.y -= (dy / this.unit) * part;
    this.pan(0, 0); // no farther than the edge
    if (this.goal.zoom === 1) Object.assign(this.goal, { x: 0, y: 0 });
  }

  // Moves a part of the way at each frame; returns whether there is more to go.
  /** @param {boolean} jump */
  move(jump) {
    let going = false;
    for (const name of /** @type {const} */ (["x", "y", "zoom"])) {
      const way = this.goal[name] - this.at[name], far = Math.abs(way) * (name === "zoom" ? 1 : this.unit * this.at.zoom);
      if (jump || far < 0.01) this.at[name] = this.goal[name];
      else [this.at[name], going] = [this.at[name] + 0.3 * way, true];
    }
    return going;
  }
}

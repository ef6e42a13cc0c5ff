// The grid of the Pooling page: sends what is typed and chosen, and shows the server's results.
import { cellOf, fit, lines, neighbour, paint, resultOf, span, Telling } from "../shared/cells.js";
import { bubbles } from "../shared/bubble.js";
import { buttonOf, element, replaceInAddress } from "../shared/dom.js";

const SOON_MS = 30; // after a key, in case another one follows
const LATE_MS = 1500; // after what may become a number: nothing is wrong with it yet
const UNFINISHED = /^\s*[-+−]?(\p{Nd}*[.,٫])?$/u;

class Desk {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLElement} */ this.given = root.querySelector(".given .cells");
    /** @type {HTMLElement} */ this.result = root.querySelector(".result .cells");
    this.telling = new Telling(root, root.querySelector(".told"));
    this.data = null;
    /** @type {(name: string, value: object) => void} */ this.tell = null;
    this.listen();
  }

  listen() {
    this.given.addEventListener("input", (event) => {
      const target = /** @type {HTMLInputElement} */ (event.target);
      this.typed = true;
      fit(target.parentElement, target.value);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), UNFINISHED.test(target.value) ? LATE_MS : SOON_MS);
    });
    this.given.addEventListener("change", () => this.send());
    this.given.addEventListener("focusin", ({ target }) => this.enter(target));
    this.given.addEventListener("keydown", (event) => this.move(event));
    this.result.addEventListener("keydown", (event) => this.walk(event));
    this.root.addEventListener("click", (event) => {
      const button = buttonOf(event);
      if (!button) return;
      const count = this.data.output.length;
      const step = Number(button.dataset.step ?? 0);
      this.choose(step
        ? (this.window() + step + count) % count
        : this.results().indexOf(button));
    });
  }

  choose(at) {
    this.chosen = at;
    this.mark();
    this.send();
  }

  // Each grid is one stop of the Tab key: the cell that was last in focus.
  enter(input) {
    for (const other of this.inputs()) other.tabIndex = other === input ? 0 : -1;
    this.typed = false;
    input.select();
  }

  // Arrow keys move from window to window in the grid of results.
  walk(event) {
    const { columns, output } = this.data;
    const at = this.window();
    const to = {
      ArrowLeft: at % columns ? at - 1 : at,
      ArrowRight: (at + 1) % columns ? at + 1 : at,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (!output[to]) return;
    this.choose(to);
    this.results()[to].focus();
  }

  move(event) {
    const inputs = this.inputs();
    const columns = this.data.texts[0].length;
    const to = neighbour(event.target, event, inputs.indexOf(event.target), columns, this.typed);
    if (to === null || (event.key === "Tab" && !inputs[to])) return;
    event.preventDefault();
    if (inputs[to]) inputs[to].focus(); // the change event of this one sends it
    else if (event.key === "Enter") this.send();
  }

  inputs() {
    return [...this.given.querySelectorAll("input")];
  }

  results() {
    return [...this.result.querySelectorAll("button")];
  }

  // As on the server: if there are fewer windows, the last one is chosen.
  window() {
    return Math.min(this.chosen, this.data.output.length - 1);
  }

  send() {
    clearTimeout(this.timer);
    const columns = this.data.texts[0].length;
    const texts = this.inputs().map((input) => input.value);
    const rows = this.data.texts.map((_, row) => texts.slice(row * columns, (row + 1) * columns));
    const said = { version: this.data.version, texts: rows, window: this.chosen };
    if (JSON.stringify(said) === this.said) return;
    this.said = JSON.stringify(said);
    this.tell("sent", said);
  }

  // What is typed stays as it is, unless the server sends another grid.
  show(data, tell) {
    const another = data.version !== this.data?.version;
    Object.assign(this, { data, tell });
    if (another) {
      clearTimeout(this.timer);
      this.chosen = data.window;
      const cells = data.texts.flatMap(
        (texts, row) => texts.map((text, column) => cellOf(text, row, column)));
      this.given.replaceChildren(...cells, element("div", "frame", ""));
    }
    this.showGiven();
    this.showResult();
    this.mark();
    this.telling.again();
  }

  showGiven() {
    const { cells, ghosts, margins: [[top, bottom], [left, right]], texts, captions, problem } = this.data;
    for (const ghost of this.given.querySelectorAll(".ghost")) ghost.remove();
    for (const [row, column] of ghosts) {
      const ghost = element("div", "ghost", "");
      span(ghost, [row, column, row + 1, column + 1]);
      this.given.prepend(ghost);
    }
    this.given.style.gridTemplateColumns = lines(left, texts[0].length, right, "minmax(0, var(--side))");
    this.given.style.gridTemplateRows = lines(top, texts.length, bottom, "auto");
    this.root.style.setProperty("--given-columns", texts[0].length);
    this.root.style.setProperty("--given-ghosts", left + right);
    this.given.querySelectorAll("label").forEach((label, at) => {
      const { place: [row, column], names, title, won, wrong } = cells[at];
      span(label, [row, column, row + 1, column + 1]);
      label.className = [won && "won", wrong && "wrong", !names && "left-out"]
        .filter(Boolean).join(" ");
      label.dataset.words = title;
      label.querySelector(".names").textContent = names;
      label.querySelector("input").setAttribute("aria-invalid", String(wrong));
    });
    this.root.querySelector(".given figcaption").textContent = captions[0];
    this.root.querySelector(".result figcaption").textContent = captions[1];
    const line = this.root.querySelector(".problem");
    if (line.textContent !== problem) line.textContent = problem;
  }

  showResult() {
    const { output, columns } = this.data;
    while (this.result.children.length > output.length) this.result.lastChild.remove();
    while (this.result.children.length < output.length) this.result.append(resultOf());
    this.result.style.setProperty("--columns", columns);
    this.root.style.setProperty("--result-columns", columns);
    const results = this.results();
    output.forEach(({ text, title, name, tone }, at) => {
      const button = results[at];
      paint(button, tone);
      fit(button, text);
      button.dataset.words = `Window ${name}: ${title}`;
      button.setAttribute("aria-label", `Window ${name}: ${text}`);
      button.querySelector(".number").textContent = text;
      button.querySelector(".names").textContent = name;
    });
  }

  // The chosen window has a frame, and its colour in cells that it shares with other windows.
  mark() {
    const at = this.window();
    const { output, spans, cells } = this.data;
    /** @type {HTMLElement} */ const frame = this.given.querySelector(".frame");
    const [top, left, bottom, right] = spans[at];
    span(frame, spans[at]);
    this.given.querySelectorAll("label").forEach((label, number) => {
      const [row, column] = cells[number].place;
      const inside = top <= row && row < bottom && left <= column && column < right;
      paint(label, inside ? output[at].tone : cells[number].tone);
    });
    this.results().forEach((button, number) => {
      button.setAttribute("aria-pressed", String(number === at));
      button.tabIndex = number === at ? 0 : -1;
    });
    this.root.querySelector(".place").textContent =
      `Window ${output[at].name}: ${at + 1} of ${output.length}`;
    for (const button of this.root.querySelector(".steps").querySelectorAll("button"))
      button.disabled = output.length === 1;
  }
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".desk");
  root.desk ??= new Desk(root);
  bubbles();
  root.desk.show(data, setStateValue);
  replaceInAddress(data.address);
}

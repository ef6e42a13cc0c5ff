const SOON_MS = 30; // after a key: the next one may come at once
const A_NUMBER = /^\s*[-+−]?(\p{Nd}+([.,٫]\p{Nd}+)?|[.,٫]\p{Nd}+)\s*$/u;

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function span(box, [top, left, bottom, right]) {
  box.style.gridArea = `${top + 1} / ${left + 1} / ${bottom + 1} / ${right + 1}`;
}

function paint(box, tone) {
  box.style.setProperty("--tone", tone === null ? "transparent" : `var(--tone-${tone})`);
}

function cellOf(text, row, column) {
  const cell = element("label", "", "");
  const input = element("input", "", "");
  Object.assign(input, { type: "text", inputMode: "decimal", autocomplete: "off", value: text });
  input.setAttribute("enterkeyhint", "next");
  input.setAttribute("aria-label", `Row ${row + 1}, column ${column + 1}`);
  cell.append(input, element("span", "names", ""));
  return cell;
}

// The cell to go to from one of them with this key; none if the key is for typing.
function neighbour(input, key, at, columns) {
  const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const atStart = all || input.selectionEnd === 0;
  const atEnd = all || input.selectionStart === input.value.length;
  if (key === "ArrowUp") return at - columns;
  if (key === "ArrowDown" || key === "Enter") return at + columns;
  if (key === "ArrowLeft" && atStart && at % columns) return at - 1;
  if (key === "ArrowRight" && atEnd && (at + 1) % columns) return at + 1;
  return null;
}

class Desk {
  constructor(root) {
    this.root = root;
    this.given = root.querySelector(".given .cells");
    this.result = root.querySelector(".result .cells");
    this.listen();
  }

  listen() {
    this.given.addEventListener("input", ({ target }) => {
      clearTimeout(this.timer);
      if (A_NUMBER.test(target.value)) this.timer = setTimeout(() => this.send(), SOON_MS);
    });
    this.given.addEventListener("change", () => this.send());
    this.given.addEventListener("focusin", ({ target }) => target.select());
    this.given.addEventListener("keydown", (event) => this.move(event));
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const count = this.data.output.length;
      const step = Number(button.dataset.step ?? 0);
      this.chosen = step
        ? (this.window() + step + count) % count
        : [...this.result.children].indexOf(button);
      this.mark();
      this.send();
    });
  }

  move(event) {
    const inputs = this.inputs();
    const to = neighbour(
      event.target, event.key, inputs.indexOf(event.target), this.data.texts[0].length);
    if (to === null) return;
    event.preventDefault();
    if (inputs[to]) inputs[to].focus(); // which leaves this one, and so sends it
    else if (event.key === "Enter") this.send();
  }

  inputs() {
    return [...this.given.querySelectorAll("input")];
  }

  // As the server does: fewer windows make the last one the chosen one, until there are more.
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

  // What is typed stays as it is, unless the server brings another grid.
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
  }

  showGiven() {
    const { cells, ghosts, shape, captions, problem } = this.data;
    for (const ghost of this.given.querySelectorAll(".ghost")) ghost.remove();
    for (const [row, column] of ghosts) {
      const ghost = element("div", "ghost", "");
      span(ghost, [row, column, row + 1, column + 1]);
      this.given.prepend(ghost);
    }
    this.given.style.setProperty("--columns", shape[1]);
    this.root.style.setProperty("--given-columns", shape[1]);
    this.given.querySelectorAll("label").forEach((label, at) => {
      const { place: [row, column], names, won, wrong } = cells[at];
      span(label, [row, column, row + 1, column + 1]);
      label.className = [won && "won", wrong && "wrong", !names && "left-out"]
        .filter(Boolean).join(" ");
      label.title = names ? "" : "No window reaches this cell";
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
    while (this.result.children.length < output.length) {
      const button = element("button", "", "");
      button.type = "button";
      button.append(element("span", "number", ""), element("span", "names", ""));
      this.result.append(button);
    }
    this.result.style.setProperty("--columns", columns);
    this.root.style.setProperty("--result-columns", columns);
    this.result.classList.toggle("long", output.some(({ text }) => text.length > 4));
    output.forEach(({ text, name, tone }, at) => {
      const button = this.result.children[at];
      paint(button, tone);
      button.setAttribute("aria-label", `Window ${name}: ${text}`);
      button.querySelector(".number").textContent = text;
      button.querySelector(".names").textContent = name;
    });
  }

  // The chosen window: a frame around it, and its colour where it shares cells with others.
  mark() {
    const at = this.window();
    const { output, spans, cells } = this.data;
    const frame = this.given.querySelector(".frame");
    const [top, left, bottom, right] = spans[at];
    span(frame, spans[at]);
    this.given.querySelectorAll("label").forEach((label, number) => {
      const [row, column] = cells[number].place;
      const inside = top <= row && row < bottom && left <= column && column < right;
      paint(label, inside ? output[at].tone : cells[number].tone);
    });
    [...this.result.children].forEach((button, number) =>
      button.setAttribute("aria-pressed", String(number === at)));
    this.root.querySelector(".place").textContent =
      `Window ${output[at].name}: ${at + 1} of ${output.length}`;
    for (const button of this.root.querySelectorAll(".steps button"))
      button.disabled = output.length === 1;
  }
}

function replaceInAddress(texts) {
  const address = new URL(location.href);
  for (const [name, text] of Object.entries(texts)) {
    if (text) address.searchParams.set(name, text);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".desk");
  root.desk ??= new Desk(root);
  root.desk.show(data, setStateValue);
  replaceInAddress(data.address);
}

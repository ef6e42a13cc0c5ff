import { buttonOf, element } from "../../shared/dom.js";

const HOTTEST = 50; // per cent of full colour in the cell with the highest rate: its number has contrast enough

function build(grid, { classes }) {
  grid.style.setProperty("--classes", classes.length);
  grid.replaceChildren(element("span", "", ""), ...classes.map((name) => element("span", "", name)));
  classes.forEach((name, row) => {
    grid.append(element("span", "", name));
    classes.forEach((_, column) => {
      const cell = element("button", row === column ? "same" : "different", "");
      cell.type = "button";
      cell.dataset.name = [Math.min(row, column), Math.max(row, column)].join("-");
      cell.dataset.place = row * classes.length + column;
      grid.append(cell);
    });
  });
}

function fill(grid, { errors, pairs, sentences }) {
  const rates = errors.map((wrong, at) => (pairs[at] ? wrong / pairs[at] : 0));
  const most = Math.max(...rates) || 1;
  for (const cell of grid.querySelectorAll("button")) {
    const at = Number(cell.dataset.place);
    cell.textContent = errors[at].toLocaleString("en-US");
    cell.classList.toggle("none", errors[at] === 0);
    // By the square root, so that a few errors look different from none.
    cell.style.setProperty("--heat", `${HOTTEST * Math.sqrt(rates[at] / most)}%`);
    cell.title = sentences[at];
    cell.setAttribute("aria-label", sentences[at]);
  }
}

function mark(grid) {
  for (const cell of grid.querySelectorAll("button"))
    cell.setAttribute("aria-pressed", String(cell.dataset.name === grid.dataset.chosen));
}

// Two lists of the classes choose a cell, too.
function list(selects, classes) {
  for (const select of selects)
    select.replaceChildren(new Option("–", ""), ...classes.map((name, at) => new Option(name, String(at))));
}

// The cell that two lists choose; empty while one of them is.
/** @type {(texts: string[]) => string} */
export function cellOf(texts) {
  return texts.includes("") ? "" : texts.map(Number).sort((a, b) => a - b).join("-");
}

export default function ({ data, parentElement, setStateValue }) {
  const grid = parentElement.querySelector(".confusion"), selects = [...parentElement.querySelectorAll("select")];
  const choose = (name) => {
    grid.dataset.chosen = name;
    mark(grid);
    setStateValue("chosen", name);
  };
  grid.onclick = (event) => {
    const cell = buttonOf(event);
    if (!cell) return;
    const again = cell.dataset.name === grid.dataset.chosen, { length } = data.classes, at = Number(cell.dataset.place);
    [Math.floor(at / length), at % length].forEach((digit, which) => (selects[which].value = again ? "" : String(digit)));
    choose(again ? "" : cell.dataset.name);
  };
  for (const select of selects) select.onchange = () => choose(cellOf(selects.map(({ value }) => value)));
  const classes = data.classes.join();
  if (grid.classes !== classes) {
    build(grid, data);
    list(selects, data.classes);
  }
  grid.classes = classes;
  fill(grid, data);
  mark(grid);
}

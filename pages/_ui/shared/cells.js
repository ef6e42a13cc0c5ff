// Cells of the Pooling page: how they are made, placed and gone through.
import { element } from "./dom.js";

/** @type {(box: HTMLElement, cells: number[]) => void} */
export function span(box, [top, left, bottom, right]) {
  box.style.gridArea = `${top + 1} / ${left + 1} / ${bottom + 1} / ${right + 1}`;
}

// How many digits wide a text is: signs and points are narrow.
/** @type {(box: HTMLElement, text: string) => void} */
export function fit(box, text) {
  const narrow = text.match(/[-.,]/g)?.length ?? 0;
  box.style.setProperty("--digits", String(Math.max(text.length - 0.4 * narrow, 1)));
}

// The lines of a grid along one axis: cells, and the narrow empty ones that padding puts around.
/** @type {(before: number, cells: number, after: number, cell: string) => string} */
export function lines(before, cells, after, cell) {
  return [...Array(before).fill("var(--ghost)"), ...Array(cells).fill(cell),
    ...Array(after).fill("var(--ghost)")].join(" ");
}

/** @type {(box: HTMLElement, tone: number | null) => void} */
export function paint(box, tone) {
  box.style.setProperty("--tone", tone === null ? "transparent" : `var(--window-${tone})`);
}

/** @type {(text: string, row: number, column: number) => HTMLLabelElement} */
export function cellOf(text, row, column) {
  const cell = element("label", "", "");
  const input = element("input", "", "");
  Object.assign(input, { type: "text", inputMode: "decimal", autocomplete: "off", value: text });
  input.tabIndex = row + column ? -1 : 0;
  fit(cell, text);
  input.setAttribute("enterkeyhint", "next");
  input.setAttribute("aria-label", `Row ${row + 1}, column ${column + 1}`);
  cell.append(input, element("span", "names", ""));
  return cell;
}

export function resultOf() {
  const button = element("button", "", "");
  button.type = "button";
  button.append(element("span", "number", ""), element("span", "names", ""));
  return button;
}

// Says in a line what a cell stands for: one that is pointed at, tapped, or reached by a key.
export class Telling {
  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} line
   */
  constructor(root, line) {
    this.line = line;
    /** @type {HTMLElement} */ this.cell = null;
    line.textContent = "Point at or tap a cell to see which windows it is in.";
    for (const kind of ["mouseover", "focusin", "click"])
      root.addEventListener(kind, ({ target }) => {
        this.cell = /** @type {HTMLElement} */ (target).closest("[data-words]") ?? this.cell;
        this.again();
      });
  }

  again() {
    if (this.cell?.isConnected) this.line.textContent = this.cell.dataset.words;
  }
}

// The cell to go to from one of them with this key; none if the key is for typing, or to leave.
/**
 * @param {{ value: string, selectionStart: number, selectionEnd: number }} input
 * @param {{ key: string, shiftKey: boolean }} event
 * @param {number} at
 * @param {number} columns
 * @param {boolean} typed
 */
export function neighbour(input, { key, shiftKey }, at, columns, typed) {
  const all = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const atStart = all || input.selectionEnd === 0;
  const atEnd = all || input.selectionStart === input.value.length;
  if (key === "Tab" && typed) return shiftKey ? at - 1 : at + 1;
  if (key === "ArrowUp") return at - columns;
  if (key === "ArrowDown" || key === "Enter") return at + columns;
  if (key === "ArrowLeft" && atStart && at % columns) return at - 1;
  if (key === "ArrowRight" && atEnd && (at + 1) % columns) return at + 1;
  return null;
}

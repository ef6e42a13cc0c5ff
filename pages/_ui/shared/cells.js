// Cells of the Pooling page: how they are made, placed and gone through.
import { element } from "./dom.js";

export function span(box, [top, left, bottom, right]) {
  box.style.gridArea = `${top + 1} / ${left + 1} / ${bottom + 1} / ${right + 1}`;
}

// How many digits wide a text is: signs and points are narrow.
export function fit(box, text) {
  const narrow = text.match(/[-.,]/g)?.length ?? 0;
  box.style.setProperty("--digits", Math.max(text.length - 0.4 * narrow, 1));
}

// The lines of a grid along one axis: cells, and the narrow empty ones that padding puts around.
export function lines(before, cells, after, cell) {
  return [...Array(before).fill("var(--ghost)"), ...Array(cells).fill(cell),
    ...Array(after).fill("var(--ghost)")].join(" ");
}

export function paint(box, tone) {
  box.style.setProperty("--tone", tone === null ? "transparent" : `var(--tone-${tone})`);
}

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

// The cell to go to from one of them with this key; none if the key is for typing, or to leave.
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

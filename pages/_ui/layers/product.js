// A matrix product: a number of y shows the row and the column that it is computed from.
import { element } from "../shared/dom.js";

/** @type {(matrix: { name: string, columns: number, cells: object[] }, tag: "span" | "button") => HTMLElement} */
function figure({ name, columns, cells }, tag) {
  const made = element("figure", name.charAt(0), "");
  const numbers = element("div", "numbers", "");
  numbers.style.setProperty("--columns", String(columns));
  cells.forEach(({ text, tone, strength }) => {
    const cell = element(tag, tone, text);
    cell.style.setProperty("--strength", `${strength}%`);
    numbers.append(cell);
  });
  made.append(numbers, element("figcaption", "", name));
  return made;
}

class Product {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.stage = root.querySelector(".product");
    this.written = root.querySelector(".written");
    this.data = null;
    for (const kind of ["mouseover", "focusin", "click"])
      this.stage.addEventListener(kind, ({ target }) => {
        const at = this.ys.indexOf(/** @type {Element} */ (target).closest("button"));
        if (at >= 0) this.choose(at);
      });
  }

  show(data) {
    this.data = data;
    const { x, W, b, y } = data.matrices;
    const weights = element("div", "weights", "");
    weights.append(figure(W, "span"), element("div", "sign", "+"), figure(b, "span"));
    this.stage.replaceChildren(
      figure(x, "span"), element("div", "sign", "×"), weights, element("div", "sign", "="), figure(y, "button"));
    this.ys = [...this.stage.querySelectorAll("button")];
    this.choose(0);
  }

  choose(at) {
    const { x, W, y } = this.data.matrices;
    const row = Math.floor(at / y.columns), column = at % y.columns;
    const mark = (matrix, /** @type {(cell: number) => boolean} */ used) =>
      this.stage.querySelectorAll(`.${matrix} .numbers > *`).forEach(
        (cell, number) => cell.classList.toggle("used", used(number)));
    mark("x", (cell) => Math.floor(cell / x.columns) === row);
    mark("W", (cell) => cell % W.columns === column);
    mark("b", (cell) => cell === column);
    mark("y", (cell) => cell === at);
    this.ys.forEach((button, number) => button.setAttribute("aria-pressed", String(number === at)));
    this.written.replaceChildren(...this.data.written[at].flatMap((term) => [element("span", "", term), " "]));
  }
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".room");
  root.product ??= new Product(root);
  if (JSON.stringify(root.product.data) !== JSON.stringify(data)) root.product.show(data);
}

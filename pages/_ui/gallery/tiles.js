import { buttonOf, element } from "../shared/dom.js";

const SIDE = 28; // pixels of a digit
const GAP = 2; // between the two of a pair

function pictureOf(sheet, row) {
  const canvas = element("canvas", "", "");
  canvas.width = 2 * SIDE + GAP;
  canvas.height = SIDE;
  const context = canvas.getContext("2d");
  for (const column of [0, 1])
    context.drawImage(
      sheet, column * SIDE, row * SIDE, SIDE, SIDE, column * (SIDE + GAP), 0, SIDE, SIDE);
  return canvas;
}

function tileOf(tile, sheet, row) {
  const button = element("button", tile.predicted ? `${tile.kind} mistaken` : tile.kind, "");
  button.type = "button";
  button.dataset.name = tile.name;
  button.setAttribute("aria-label", tile.sentence);
  const words = element("span", "words", "");
  words.append(
    element("span", "truth", `${tile.sign} ${tile.kind}`),
    element("span", "distance", tile.distance),
  );
  button.append(pictureOf(sheet, row), words);
  if (tile.predicted)
    button.append(element("span", "predicted", `✗ predicted ${tile.predicted}`));
  return button;
}

// Pairs that something else on the page has opened: the first is selected, and they come into view.
function open(grid, { openedBy, tiles }) {
  if (!tiles.some(({ name }) => name === grid.dataset.chosen)) grid.dataset.chosen = tiles[0].name;
  if (grid.dataset.openedBy !== openedBy) grid.firstElementChild.scrollIntoView({ block: "nearest" });
  grid.dataset.openedBy = openedBy;
}

// The selected pair may lie over an end of the screen: its tile does not stay under it.
function reveal(tile) {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  tile.scrollIntoView({ block: "nearest", behavior });
}

function mark(grid) {
  for (const button of grid.children)
    button.setAttribute("aria-pressed", String(button.dataset.name === grid.dataset.chosen));
}

export default function ({ data, parentElement, setStateValue }) {
  const grid = parentElement.querySelector(".tiles");
  grid.onclick = (event) => {
    const button = buttonOf(event);
    if (!button) return;
    const again = !data.openedBy && button.dataset.name === grid.dataset.chosen;
    grid.dataset.chosen = again ? "" : button.dataset.name;
    mark(grid);
    if (!again && !data.openedBy) reveal(button);
    setStateValue("chosen", grid.dataset.chosen);
  };
  if (grid.shown === data) return;
  grid.shown = data;
  const sheet = new Image();
  sheet.src = data.picture;
  sheet.decode().then(() => {
    if (grid.shown !== data) return; // another montage has been asked for since
    grid.replaceChildren(...data.tiles.map((tile, row) => tileOf(tile, sheet, row)));
    const back = grid.dataset.chosen === undefined && data.chosen;
    grid.dataset.chosen ??= data.chosen ?? "";
    if (data.openedBy) open(grid, data);
    mark(grid);
    const pressed = grid.querySelector("[aria-pressed=true]");
    if (back && pressed) reveal(pressed);
  });
}

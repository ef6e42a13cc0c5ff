// What a cell of the page's own HTML has no room for: in a bubble, by pointer and by tap.
import { element } from "./dom.js";

const AWAY = 4, EDGE = 8; // pixels from the cell, and from the edge of the screen

export function bubbles() {
  if (document.querySelector(".bubble")) return;
  const bubble = element("div", "bubble", "");
  bubble.role = "status";
  bubble.hidden = true;
  document.querySelector(".stApp").append(bubble);
  /** @type {HTMLElement | null} */ let cell = null;
  const place = () => {
    bubble.hidden = !cell?.isConnected;
    if (bubble.hidden) return;
    const { left, bottom } = cell.getBoundingClientRect();
    const most = innerWidth - bubble.offsetWidth - EDGE;
    bubble.style.left = `${Math.max(EDGE, Math.min(left, most))}px`;
    bubble.style.top = `${bottom + AWAY}px`;
  };
  const tell = ({ target }) => {
    cell = target.closest?.("[data-words]");
    bubble.textContent = cell?.dataset.words ?? "";
    place();
  };
  // After a tap browsers send a mouse's events, too, but none of its pointer.
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && tell(event));
  document.addEventListener("click", tell);
  document.addEventListener("scroll", place, { capture: true, passive: true });
}

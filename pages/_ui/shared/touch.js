// A tap on a chart shows its tooltip. Vega shows one only where a pointer moves, and a still finger
// does not move: so a movement is dispatched where it was, or to the nearest mark that has a tooltip.
const CHART = "[data-testid=stVegaLiteChart]";
const SHOWN = "#vg-tooltip-element.visible";
const MARK = "[role=graphics-symbol]";
const REACH = 22; // pixels from a fingertip's centre

const chartOf = (event) => /** @type {Element} */ (event.target).closest(CHART);

class Taps {
  constructor() {
    this.touched = false; // whether the last pointer was a finger
    /** @type {Element} */ this.told = null; // the mark whose tooltip is shown
    document.addEventListener("pointerdown", (event) => this.begin(event), true);
    // A finger that begins to scroll has moved at first.
    document.addEventListener("pointercancel", (event) => this.hide(event.target), true);
    document.addEventListener("click", (event) => {
      const chart = chartOf(event);
      if (this.touched && chart) this.tell(chart, event.clientX, event.clientY);
    });
    // After a tap browsers send a mouse's events, too: its leaving would hide the tooltip at once.
    document.addEventListener("mouseout", (event) => {
      if (this.touched && event.isTrusted && chartOf(event)) event.stopPropagation();
    }, true);
  }

  begin(event) {
    this.touched = event.pointerType === "touch";
    this.hide(this.told);
    this.told = null;
  }

  hide(mark) {
    mark?.dispatchEvent(new MouseEvent("mouseout", { bubbles: true }));
  }

  tell(chart, clientX, clientY) {
    for (const mark of [document.elementFromPoint(clientX, clientY), ...near(chart, clientX, clientY)]) {
      mark.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX, clientY }));
      this.told = mark;
      if (document.querySelector(SHOWN)) return;
    }
  }
}

/**
 * The marks within reach, the nearest first.
 * @type {(chart: Element, x: number, y: number) => Element[]}
 */
function near(chart, x, y) {
  const marks = [...chart.querySelectorAll(MARK)].map((mark) => {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    return { mark, apart: Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0)) };
  });
  const found = marks.filter(({ apart }) => apart <= REACH).sort((a, b) => a.apart - b.apart);
  return found.map(({ mark }) => mark);
}

/** @type {Taps} */
let taps;
export function showTooltipsOnTap() {
  taps ??= new Taps();
}

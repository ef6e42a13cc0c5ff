// Runs in the browser each time that a page is opened.

// Streamlit leaves a new page scrolled as far down as the last one was.
document.querySelector("[data-testid=stMain]").scrollTo(0, 0);

// Charts tell their numbers where a pointer rests. A finger does not rest: its tap does the same,
// and the numbers stay until the next tap.
function tellOnTap() {
  /** @type {Element | null} */ let touched = null;
  document.addEventListener("click", (event) => {
    const before = touched, target = /** @type {Element} */ (event.target);
    const onChart = event.pointerType === "touch" && target.closest("[data-testid=stVegaLiteChart]");
    touched = null;
    before?.dispatchEvent(new MouseEvent("mouseout", { bubbles: true }));
    if (!onChart) return;
    touched = target;
    target.dispatchEvent(new PointerEvent("pointermove", event));
  });
  // The browser says of a finger that is lifted that the mouse has gone, and that hides the numbers.
  document.addEventListener("mouseout", (event) => touched && event.stopPropagation(), true);
}

if (!("tellsOnTap" in window)) {
  Object.assign(window, { tellsOnTap: true });
  tellOnTap();
}

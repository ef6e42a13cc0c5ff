// What the browser does on every page.
import { explainLostConnection } from "./connection.js";
import { keepParameters } from "./history.js";
import { showTooltipsOnTap } from "./touch.js";

const MAIN = "[data-testid=stMain]";

// Streamlit leaves a new page scrolled as far down as the last one was.
function beginAtTheTop(page) {
  const main = /** @type {HTMLElement} */ (document.querySelector(MAIN));
  if (main.dataset.page !== page) main.scrollTo(0, 0);
  main.dataset.page = page;
}

export default function ({ data }) {
  explainLostConnection();
  keepParameters();
  showTooltipsOnTap();
  beginAtTheTop(data.page);
  document.documentElement.dataset.view = data.view;
}

// Back shows a page as it was left. When a page is left, Streamlit first takes the page's parameters
// out of the address and then names the next page: two entries in the browser's history, the first of
// which is the page without its parameters. Here, parameters alone make no entry, and a page that is
// left keeps those that it had.

let wrapped = false;
/** @type {string} */ let left; // the address before its parameters were taken out

export function keepParameters() {
  if (wrapped) return;
  wrapped = true;
  history.pushState = (state, title, url) => {
    const here = location.href;
    const samePage = new URL(url, here).pathname === location.pathname;
    if (left && !samePage) history.replaceState(state, title, left);
    left = samePage ? here : "";
    if (samePage) history.replaceState(state, title, url);
    else History.prototype.pushState.call(history, state, title, url);
  };
}

/** Called at each run of the whole page: what its parameters were before is no longer of interest. */
export function forgetLeft() {
  left = "";
}

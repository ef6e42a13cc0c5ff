// Back shows a page as it was left. When a page is left, Streamlit first takes its parameters out of
// the address and then names the next page, which made two entries in the browser's history: Back led
// to the page without its parameters. Here, a change of parameters alone makes no entry, and the page
// that is left gets back those that were taken out.
const LEAVING_MS = 5000; // from one to the other, on a busy server

let wrapped = false;
let before = { href: "", at: -Infinity }; // the address whose parameters were changed last

export function keepParameters() {
  if (wrapped) return;
  wrapped = true;
  const { pushState } = History.prototype;
  history.pushState = (state, title, url) => {
    if (new URL(url, location.href).pathname === location.pathname) {
      before = { href: location.href, at: performance.now() };
      history.replaceState(state, title, url);
      return;
    }
    if (performance.now() - before.at < LEAVING_MS) history.replaceState(state, title, before.href);
    before.at = -Infinity;
    pushState.call(history, state, title, url);
  };
}

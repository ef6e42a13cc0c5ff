// Says in the app's words what to do while the server cannot be reached: Streamlit's are meant for
// whoever started it. Its dialog stands directly in the page's body.
const TITLE = "Connection lost";
const WORDS = "The server cannot be reached. Check your connection to the network. This page connects "
  + "again by itself, and what you have drawn is kept.";

let watching = false;

export function explainLostConnection() {
  if (watching) return;
  watching = true;
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(reword);
  }).observe(document.body, { childList: true });
}

// Only the values of its text nodes are changed, because React keeps the nodes. Where there are other
// nodes than expected, the dialog stays as it is.
/** @param {Node} added */
function reword(added) {
  if (!(added instanceof HTMLElement)) return;
  const title = added.querySelector("[role=dialog] [slot=title]")?.firstChild;
  const words = added.querySelector("[role=dialog] [slot=title] + div > div")?.firstChild;
  if (title?.nodeValue !== "Connection error" || words?.nodeType !== Node.TEXT_NODE) return;
  title.nodeValue = TITLE;
  words.nodeValue = WORDS;
  /** @type {HTMLElement} */ const command = added.querySelector("[data-testid=stErrorCodeBlock]");
  if (command) command.style.display = "none";
}

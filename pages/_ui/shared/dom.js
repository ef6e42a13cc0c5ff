// The page's HTML and address.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {string} text
 */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/**
 * The button in which an event happened.
 * @param {Event} event
 */
export function buttonOf(event) {
  return /** @type {Element} */ (event.target).closest("button");
}

/**
 * Writes parameters into the page's address; those with an empty text leave it.
 * @param {Record<string, string>} texts
 */
export function replaceInAddress(texts) {
  const address = new URL(location.href);
  for (const [name, text] of Object.entries(texts)) {
    if (text) address.searchParams.set(name, text);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

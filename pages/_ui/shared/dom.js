// The page's HTML and address.

export function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

// Writes parameters into the page's address; those with an empty text leave it.
export function replaceInAddress(texts) {
  const address = new URL(location.href);
  for (const [name, text] of Object.entries(texts)) {
    if (text) address.searchParams.set(name, text);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

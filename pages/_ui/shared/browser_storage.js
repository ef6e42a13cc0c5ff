// What a tab keeps while it is open, also when it is reloaded: texts in its session storage.
const PREFIX = "siamese-lab ";

/** @returns {Record<string, string>} */
function readAll() {
  const names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  return Object.fromEntries(
    names.map((name) => [name.slice(PREFIX.length), sessionStorage.getItem(name)]));
}

let found = readAll(); // before anything is written: what was kept before the reload
/** @type {string} */ let answered; // the visit that is told what was found

/** @param {Record<string, string>} texts an empty one is deleted */
function write(texts) {
  for (const [name, text] of Object.entries(texts)) {
    if (text) sessionStorage.setItem(PREFIX + name, text);
    else sessionStorage.removeItem(PREFIX + name);
  }
}

export default function ({ data, setTriggerValue }) {
  if (data.visit && data.visit !== answered) {
    if (answered) found = readAll(); // the connection was lost, and this is a new visit
    answered = data.visit;
  }
  // Again, until the server has heard it: a visitor who goes on to another page may cut it short.
  if (data.visit && !data.heard && Object.keys(found).length) setTriggerValue("found", found);
  write(data.texts);
}

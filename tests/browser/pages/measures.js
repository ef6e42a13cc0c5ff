// What can be measured of a page from inside it; see measures.py.
const TARGETS = "button, a[href], select, textarea, summary, "
  + "input:not([type=file], [type=hidden], [type=range]), "
  + "[role=button], [role=slider], [role=radio], [role=tab], [role=checkbox], [role=combobox]";

// All elements of the page, those in open shadow roots included.
function everything(root) {
  return [...root.querySelectorAll("*")].flatMap(
    (one) => one.shadowRoot ? [one, ...everything(one.shadowRoot)] : [one]);
}

function isSeen(one) {
  const { width, height } = one.getBoundingClientRect();
  return width > 1 && height > 1
    && one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}

// The element that a finger meets at a place on the screen.
function touchedAt(x, y) {
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    const inner = found.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found;
}

function belongs(found, target) {
  if (!found) return false;
  if (target.contains(found)) return true;
  const around = found.closest("label, summary, a, button");
  return Boolean(around && (around.control === target || around.contains(target)));
}

// How far from its middle a finger still meets a target, in one direction.
function reach(target, x, y, dx, dy, most) {
  let far = 0;
  while (far < most && belongs(touchedAt(x + dx * (far + 1), y + dy * (far + 1)), target)) far += 1;
  return far;
}

function nameOf(one) {
  const words = one.getAttribute("aria-label") || one.innerText || one.value || "";
  const place = one.closest("[class*=st-key-]")?.className.match(/st-key-[\w-]+/)?.[0]
    ?? one.parentElement?.className ?? "";
  return `${one.tagName.toLowerCase()} ${place} "${words.trim().slice(0, 30)}"`;
}

// The targets that are smaller than a finger needs, with their width and height.
function smallTargets(finger) {
  const small = [];
  for (const target of everything(document)) {
    if (!target.matches(TARGETS) || !isSeen(target) || target.disabled) continue;
    target.scrollIntoView({ block: "center", inline: "center" });
    const { left, top, width, height } = target.getBoundingClientRect();
    const x = left + width / 2, y = top + height / 2;
    if (!belongs(touchedAt(x, y), target)) continue; // covered or folded away: no target now
    const [west, east, north, south] = [[-1, 0], [1, 0], [0, -1], [0, 1]].map(
      ([dx, dy]) => reach(target, x, y, dx, dy, finger));
    const wide = west + 1 + east, high = north + 1 + south;
    if (wide < finger || high < finger) small.push(`${nameOf(target)}: ${wide}x${high}`);
  }
  return small;
}

// Text by the size at which it is seen: a drawing that is squeezed shrinks its words, too.
function smallText(least) {
  const found = new Set();
  for (const one of everything(document)) {
    const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      .map((node) => node.data).join("").trim();
    if (!own || !isSeen(one) || one.matches("script, style, title") || one.closest(".katex")) continue;
    const { a, b } = one.ownerSVGElement ? one.getScreenCTM() : { a: 1, b: 0 };
    const size = parseFloat(getComputedStyle(one).fontSize) * Math.hypot(a, b); // turned text, too
    if (size < least - 0.05) found.add(`${nameOf(one)}: ${size.toFixed(1)} px, "${own.slice(0, 30)}"`);
  }
  return [...found];
}

Object.assign(globalThis, { smallTargets, smallText });

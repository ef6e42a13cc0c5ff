// What a pointer reads on the charts.

// The bar at a place of the histogram, in words; empty beside the bars.
export function reading({ same, different, end }, frame, x, decimals) {
  const bar = Math.floor(((x - frame.left) / (frame.right - frame.left)) * same.length);
  if (!(bar in same)) return "";
  const [from, to] = [bar, bar + 1].map((edge) => ((edge * end) / same.length).toFixed(decimals));
  const shares = [same, different].map((kind) => `${kind[bar].toFixed(3)}\u202f%`);
  return `Distance ${from} to ${to}: ${shares[0]} of = pairs, ${shares[1]} of ≠ pairs`;
}

// A pointer that rests on a chart reads it, and so does a tap.
/** @type {(chart: HTMLElement, read: (event: MouseEvent) => void) => void} */
export function onReading(chart, read) {
  chart.addEventListener("click", read);
  chart.addEventListener("pointermove", (event) => event.pointerType !== "touch" && read(event));
}

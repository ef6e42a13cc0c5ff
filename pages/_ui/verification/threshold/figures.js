// The figures at one threshold.
const percent = (share) => `${(100 * share).toFixed(2)}\u202f%`;
export const count = (number) => number.toLocaleString("en-US");

// Counts and rates at one index of the table.
export function outcome({ positive, negative, pairs, rates }, at) {
  const named = Object.entries(rates).map(([name, values]) => [name, values[at]]);
  return { accepts: negative[at], rejects: pairs[0] - positive[at], ...Object.fromEntries(named) };
}

// An outcome as items of a list of terms, in HTML.
export function figuresOf(found, pairs) {
  const precision = found.precision === null ? "–" : percent(found.precision);
  return [
    ["accept", "False accepts ≠", count(found.accepts), `of ${count(pairs[1])}: ${percent(found.false_accept_rate)}`],
    ["reject", "False rejects =", count(found.rejects), `of ${count(pairs[0])}: ${percent(found.false_reject_rate)}`],
    ["accuracy", "Accuracy", percent(found.accuracy), "of all verdicts are correct"],
    ["precision", "Precision", precision, "of accepted pairs show the same digit"],
    ["recall", "Recall", percent(found.recall), "of same-digit pairs are accepted"],
  ].map(([kind, name, value, more]) =>
    `<div class="${kind}"><dt>${name}</dt><dd><b>${value}</b><small>${more}</small></dd></div>`).join("");
}

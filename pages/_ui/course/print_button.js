// Prints the page, once all that is to be printed is there.
export default function ({ data, parentElement }) {
  /** @type {HTMLButtonElement} */ const button = parentElement.querySelector("button");
  button.textContent = data.words;
  button.disabled = !data.complete;
  button.onclick = () => print();
}

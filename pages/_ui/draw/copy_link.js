// Copies a link to the page that carries two digits; where copying is not allowed, it shows the link.

/** @param {{ name: string, text: string }} data */
function address({ name, text }) {
  const url = new URL(location.href);
  url.search = new URLSearchParams({ [name]: text }).toString();
  url.hash = "";
  return url.href;
}

export default function ({ data, parentElement }) {
  /** @type {HTMLButtonElement} */ const button = parentElement.querySelector("button");
  /** @type {HTMLElement} */ const status = parentElement.querySelector("[role=status]");
  /** @type {HTMLLabelElement} */ const label = parentElement.querySelector("label");
  const input = label.querySelector("input");
  const link = address(data);
  if (input.value !== link) {
    input.value = link;
    label.hidden = true;
    status.textContent = "";
  }
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(link); // there is none without HTTPS
      status.textContent = "Copied";
    } catch {
      label.hidden = false;
      input.select();
    }
  };
}

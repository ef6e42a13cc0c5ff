import { buttonOf, element } from "../shared/dom.js";

function tile() {
  const button = element("button", "", "");
  button.type = "button";
  const image = element("img", "", "");
  image.alt = ""; // the button has a name
  button.append(image);
  return button;
}

/** @param {{ data: { digits: { picture: string, words: string }[] }, parentElement: any, setTriggerValue: any }} component */
export default function ({ data, parentElement, setTriggerValue }) {
  const pair = parentElement.querySelector(".pair");
  if (!pair.firstElementChild) pair.append(tile(), tile());
  const buttons = [...pair.children];
  // The buttons stay, and with them the focus.
  buttons.forEach((button, which) => {
    const { picture, words } = data.digits[which];
    button.setAttribute("aria-label", words);
    if (button.firstElementChild.src !== picture) button.firstElementChild.src = picture;
  });
  pair.onclick = (event) => {
    const button = buttonOf(event);
    if (button) setTriggerValue("tapped", buttons.indexOf(button));
  };
}

// Pictures in a conversation: a place is kept while one is made, and the picture fades in.

import { el, icon, isPicture } from "./dom.js";

export class PictureTurn {
  constructor(prompt, changing) {
    this.prompt = prompt;
    this.changing = changing;
    this.caption = el("span", {}, prompt);
    this.spinner = el("div", { class: "spinner" });
    this.frame = el("div", { class: "frame" }, this.spinner);
    this.legend = el("figcaption", {}, this.caption);
    this.figure = el("figure", { class: "picture", "aria-busy": "true" }, this.frame, this.legend);
    this.element = el("div", { class: "turn wide" }, this.figure);
  }

  progress(address) {
    if (address && isPicture(address)) {
      this.#show(address, "");
    }
  }

  done(address, width, height) {
    if (!isPicture(address)) {
      return;
    }
    this.spinner.remove();
    this.figure.classList.add("done");
    this.figure.removeAttribute("aria-busy");
    this.#show(address, this.prompt, width, height);
    this.legend.append(
      el(
        "button",
        {
          type: "button", class: "icon", title: "Change this picture",
          "aria-label": `Change this picture: ${this.prompt}`, onclick: () => this.changing(address),
        },
        icon("change"),
      ),
    );
  }

  failed(card) {
    this.element.classList.remove("wide");
    this.element.replaceChildren(card);
  }

  #show(address, alt, width, height) {
    const image = el("img", { alt, width: width || undefined, height: height || undefined });
    image.addEventListener("load", () => image.classList.add("there"));
    image.addEventListener("error", () => image.classList.add("there"));
    image.src = address;
    this.frame.querySelector("img")?.remove();
    this.frame.append(image);
  }
}

export function thumbs(addresses) {
  return el(
    "div",
    { class: "thumbs" },
    ...addresses.filter(isPicture).map((src) => el("img", { src, alt: "Picture you added" })),
  );
}

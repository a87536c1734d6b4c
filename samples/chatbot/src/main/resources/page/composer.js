// The field: words, pictures added to them, or words about a picture that is to be changed.

import { el, icon } from "./dom.js";
import { api } from "./api.js";

const MOST = 4;

export class Composer {
  constructor({ form, text, chips, file, attach, send, refused }) {
    Object.assign(this, { form, text, chips, file, send, refused });
    this.pictures = [];
    this.changing = undefined;
    form.addEventListener("submit", (event) => this.#submit(event));
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        this.#submit(event);
      }
    });
    text.addEventListener("input", () => this.#grow());
    text.addEventListener("paste", (event) => this.#take(event.clipboardData.files));
    attach.addEventListener("click", () => file.click());
    file.addEventListener("change", () => this.#take(file.files).then(() => (file.value = "")));
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      this.#take(event.dataTransfer.files);
    });
  }

  change(address) {
    this.changing = address;
    this.#chips();
    this.text.placeholder = "What shall be different?";
    this.text.focus();
  }

  clear() {
    this.text.value = "";
    this.pictures = [];
    this.changing = undefined;
    this.text.placeholder = "Write a message";
    this.#chips();
    this.#grow();
  }

  #submit(event) {
    event.preventDefault();
    const words = this.text.value.trim();
    if (!words || this.pictures.some((one) => one.busy)) {
      return;
    }
    const { changing } = this;
    const images = this.pictures.map((one) => one.address);
    this.clear();
    this.send({ words, images, changing });
  }

  async #take(files) {
    await Promise.all([...files].slice(0, MOST - this.pictures.length).map((file) => this.#upload(file)));
  }

  async #upload(file) {
    const picture = { name: file.name, busy: true, preview: URL.createObjectURL(file) };
    this.pictures.push(picture);
    this.#chips();
    try {
      picture.address = (await api.upload(file)).imageUrl;
      picture.busy = false;
    } catch (error) {
      this.pictures = this.pictures.filter((one) => one !== picture);
      this.refused(error, file);
    }
    this.#chips();
  }

  #chips() {
    const chips = this.pictures.map((picture) =>
      this.#chip(picture.preview, picture.name, picture.busy, () => {
        this.pictures = this.pictures.filter((one) => one !== picture);
      }));
    if (this.changing) {
      chips.unshift(this.#chip(this.changing, "Changing this picture", false, () => {
        this.changing = undefined;
        this.text.placeholder = "Write a message";
      }));
    }
    this.chips.replaceChildren(...chips);
  }

  #chip(src, name, busy, remove) {
    const removed = () => {
      remove();
      this.#chips();
      this.text.focus();
    };
    return el("div", { class: busy ? "chip busy" : "chip" },
      el("img", { src, alt: "" }),
      el("span", {}, busy ? "Sending…" : name.slice(0, 28)),
      el("button", { type: "button", class: "icon", "aria-label": `Remove ${name}`, onclick: removed },
        icon("close")));
  }

  #grow() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, 176)}px`;
  }
}

// Listens to a conversation. A browser's EventSource comes back by itself and says what it heard
// last; where it gives up, this opens a new one. Every event is told once, in order.

import { api } from "./api.js";

export class Feed {
  #source;
  #timer;
  #failures = 0;

  constructor(id, after, listener) {
    this.id = id;
    this.last = after;
    this.listener = listener;
    this.#open();
    this.online = () => this.#reopen(0);
    addEventListener("online", this.online);
  }

  close() {
    removeEventListener("online", this.online);
    clearTimeout(this.#timer);
    this.#source.close();
  }

  #open() {
    const source = new EventSource(api.events(this.id, this.last));
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.listener.linked(true);
    };
    source.onmessage = (message) => this.#heard(JSON.parse(message.data));
    source.addEventListener("reset", () => {
      this.close();
      this.listener.missed();
    });
    source.onerror = () => {
      this.listener.linked(false);
      if (source.readyState === EventSource.CLOSED) {
        this.#reopen(Math.min(15_000, 500 * 2 ** this.#failures++));
      }
    };
  }

  #reopen(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#source.close();
      this.#open();
    }, wait);
  }

  #heard(event) {
    if (event.sequence > this.last) {
      this.last = event.sequence;
      this.listener.heard(event);
    }
  }
}

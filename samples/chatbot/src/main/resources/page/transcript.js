// Shows a conversation: first what is over, then event by event what happens.

import { el } from "./dom.js";
import { card } from "./cards.js";
import { PictureTurn, thumbs } from "./pictures.js";

// Why a reply ended that nobody stopped: the service did.
const BROKEN_OFF = new Set(["interrupted", "closed"]);

export class Transcript {
  constructor({ turns, log, status, say, draw, changing, changed }) {
    Object.assign(this, { turns, log, status, say, draw, changing, changed });
    this.typing = el("div", { class: "turn typing-turn" },
      el("div", { class: "bubble typing", "aria-hidden": "true" }, el("i"), el("i"), el("i")));
    this.#empty();
    this.atEnd = true;
    log.addEventListener("scroll", () => (this.atEnd = this.#isAtEnd()));
    new ResizeObserver(() => this.atEnd && this.#toEnd()).observe(turns);
  }

  clear() {
    this.#empty();
    this.changed();
  }

  #empty() {
    this.turns.replaceChildren();
    this.pending = [];
    this.open = new Set();
    this.pictures = new Map();
    this.streaming = undefined;
    this.lastMine = undefined;
  }

  get busy() {
    return this.open.size > 0;
  }

  get empty() {
    return this.turns.childElementCount === 0;
  }

  // ---- what is over

  past({ entries, ongoing }) {
    for (const entry of entries) {
      if (entry.imageUrl) {
        const picture = this.#picture(entry.prompt);
        picture.done(entry.imageUrl);
        this.lastMine = undefined;
      } else if (entry.role === "user") {
        this.#mine(entry.text, entry.images);
      } else {
        this.#theirs(entry.text, entry.interrupted ? "Stopped here" : "");
      }
    }
    if (this.lastMine && !ongoing) {
      this.#failed({ kind: "unanswered" }, this.lastMine);
    }
    this.#toEnd();
    this.changed();
  }

  // ---- what the user does here

  saying(message) {
    const mine = this.#mine(message.text, message.images, message.messageId);
    mine.element.classList.add("waiting");
    this.pending.push(mine);
    this.#toEnd();
    this.changed();
    return mine;
  }

  unsent(mine, error) {
    this.pending = this.pending.filter((one) => one !== mine);
    mine.element.classList.remove("waiting");
    this.#failed(error, mine);
    this.#toEnd();
  }

  undrawn(prompt, error, again) {
    const known = [...this.pictures.values()].some((one) => one.prompt === prompt);
    if (!known) {
      this.#add(el("div", { class: "turn" }, card(error, again)));
    }
  }

  // ---- what happens

  heard(event) {
    if (event.type === "exchangeComplete") {
      this.#ended(event);
    } else if (!event.type.startsWith("imageGeneration") || this.open.has(event.exchangeId)) {
      this.open.add(event.exchangeId);
    }
    this[event.type]?.(event);
    this.changed();
  }

  // A picture that was asked for by itself ends beside a reply, which goes on.
  #ended(event) {
    if (this.open.delete(event.exchangeId)) {
      this.#type(false);
      this.#cut("");
    }
  }

  messageQueued(event) {
    const mine = this.#adopted(event);
    mine.element.classList.add("waiting");
    this.pending.push(mine);
  }

  messageReceived(event) {
    const mine = this.#adopted(event);
    mine.element.classList.remove("waiting");
    mine.exchangeId = event.exchangeId;
    this.lastMine = mine;
    this.answering = event.exchangeId;
  }

  messageStart(event) {
    if (event.messageType === "regular" && this.answering !== event.exchangeId) {
      // a guardrail answers a message that it did not let pass
      this.pending.shift()?.element.classList.remove("waiting");
      this.answering = event.exchangeId;
    }
    this.#type(true);
  }

  messageTokens(event) {
    if (!this.streaming) {
      this.streaming = this.#theirs("");
      this.streaming.classList.add("streaming");
      this.streaming.setAttribute("aria-busy", "true");
    }
    this.#type(false);
    this.streaming.querySelector(".bubble").append(event.content);
  }

  messageComplete(event) {
    if (event.content.trim()) {
      const turn = this.streaming ?? this.#theirs(event.content);
      turn.querySelector(".bubble").textContent = event.content;
      this.#unstream();
      this.lastMine = undefined;
    }
    this.#type(event.messageType === "auto" && event.totalTurns !== event.turnIndex + 1);
  }

  messageError(event) {
    this.#cut("Broken off here");
    this.#failed(event.error, this.lastMine);
  }

  messagesCancelled(event) {
    const mine = this.lastMine?.exchangeId === event.exchangeId ? this.lastMine : undefined;
    if (BROKEN_OFF.has(event.reason)) {
      this.#cut("Broken off here");
      if (mine) {
        this.#failed({ kind: "unanswered" }, mine);
      }
      return;
    }
    this.#cut("Stopped here");
    if (mine && event.reason !== "newMessage") {
      mine.element.append(el("p", { class: "note" }, "Stopped"));
      this.lastMine = undefined;
    }
  }

  followUpScheduled() {
    this.#type(true);
  }

  toolCallStart(event) {
    this.status.textContent = `The assistant looks something up: ${event.name}`;
  }

  attemptFailed() {
    this.status.textContent = "That did not work. Trying again.";
  }

  imageGenerationStart(event) {
    this.#type(false);
    this.status.textContent = `A picture is being made: ${event.prompt}`;
    this.pictures.set(event.imageId, this.#picture(event.prompt));
  }

  imageGenerationProgress(event) {
    this.pictures.get(event.imageId)?.progress(event.imageUrl);
  }

  imageGenerationComplete(event) {
    this.status.textContent = `The picture is there: ${event.prompt}`;
    this.pictures.get(event.imageId)?.done(event.imageUrl, event.width, event.height);
    this.pictures.delete(event.imageId);
  }

  imageGenerationError(event) {
    const picture = this.pictures.get(event.imageId);
    this.pictures.delete(event.imageId);
    picture?.failed(card(event.error, () => {
      picture.element.remove();
      this.draw({ prompt: event.prompt });
    }));
  }


  // ---- how it looks

  // The bubble of the user that an event is about: the one that waits for it, or the one that
  // stands there unanswered, or a new one, of words that were said in another tab.
  #adopted({ content, images, exchangeId }) {
    const waiting = this.pending.find((one) => one.text === content);
    this.pending = this.pending.filter((one) => one !== waiting);
    const unanswered = this.lastMine?.text === content && this.lastMine.exchangeId !== exchangeId
      ? this.lastMine : undefined;
    const mine = waiting ?? unanswered ?? this.#mine(content, images);
    mine.card?.remove();
    this.lastMine = mine;
    return mine;
  }

  #mine(text, images = [], messageId = undefined) {
    const element = el("div", { class: "turn mine" });
    if (images.length) {
      element.append(thumbs(images));
    }
    element.append(el("span", { class: "sr-only" }, "You: "), el("div", { class: "bubble" }, text));
    this.#add(element);
    this.lastMine = { element, text, images, messageId };
    return this.lastMine;
  }

  #theirs(text, note = "") {
    const element = el("div", { class: "turn theirs" }, el("div", { class: "bubble" }, text));
    if (note) {
      element.append(el("p", { class: "note" }, note));
    }
    this.#add(element);
    this.lastMine = undefined;
    return element;
  }

  #picture(prompt) {
    const picture = new PictureTurn(prompt, this.changing);
    this.#add(picture.element);
    return picture;
  }

  #failed(error, mine) {
    const again = () => {
      box.remove();
      if (mine) {
        mine.element.classList.add("waiting");
        this.pending.push(mine);
        this.say(mine);
      }
    };
    const box = el("div", { class: "turn" }, card(error, again));
    this.#add(box);
    this.status.textContent = box.textContent;
    if (mine) {
      mine.card = box;
      this.lastMine = mine;
    }
  }

  #cut(note) {
    this.#type(false);
    if (this.streaming) {
      const turn = this.streaming;
      this.#unstream();
      if (note) {
        turn.append(el("p", { class: "note" }, note));
      }
    }
  }

  #unstream() {
    this.streaming?.classList.remove("streaming");
    this.streaming?.removeAttribute("aria-busy");
    this.streaming = undefined;
  }

  #type(on) {
    if (on) {
      this.status.textContent = "The assistant is typing.";
      this.turns.append(this.typing);
    } else {
      this.typing.remove();
    }
  }

  #add(element) {
    if (this.typing.isConnected) {
      this.typing.before(element);
    } else {
      this.turns.append(element);
    }
  }

  // Who reads further up is left there; else what comes stays in sight.
  #isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
  }

  #toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

// Puts the parts together: one conversation is shown, the others are in the list.

import { $, el } from "./dom.js";
import { api } from "./api.js";
import { Feed } from "./feed.js";
import { Shelf } from "./shelf.js";
import { Transcript } from "./transcript.js";
import { Composer } from "./composer.js";

let current;
let feed;
let shown = 0;

const shelf = new Shelf(list);
const transcript = new Transcript({
  turns: $("turns"), log: $("log"), status: $("status"),
  say: deliver, draw, changing: (address) => composer.change(address), changed: refresh,
});
const composer = new Composer({
  form: $("composer"), text: $("text"), chips: $("chips"), file: $("file"), attach: $("attach"),
  send: submit,
  refused: (error) => ($("status").textContent = notice(error.message)),
});

// ---- talking

async function submit({ words, images, changing }) {
  if (changing) {
    draw({ prompt: words, changing });
  } else {
    const message = { messageId: crypto.randomUUID?.() ?? String(Math.random()), text: words, images };
    deliver(transcript.saying(message));
  }
}

async function deliver(mine) {
  const id = current;
  try {
    await begun();
    shelf.put(current, mine.text);
    list();
    const { messageId, text, images } = mine;
    await api.say(current, { messageId, text, images });
  } catch (error) {
    if (id === current || !id) {
      transcript.unsent(mine, error);
    }
  }
}

async function draw(order) {
  try {
    await begun();
    shelf.put(current, order.prompt);
    list();
    await api.draw({ ...order, conversationId: current });
  } catch (error) {
    if (error.status === 0 || error.status === 429 || error.status === 404 || error.status === 413) {
      transcript.undrawn(order.prompt, error, () => draw(order));
    }
  }
}

// A conversation begins with the first thing said in it.
async function begun() {
  if (!current) {
    current = await api.begin();
    listen(0);
  }
}

// ---- showing

async function show(id) {
  const turn = ++shown;
  feed?.close();
  feed = undefined;
  current = id;
  history.replaceState(null, "", id ? `#${id}` : location.pathname);
  transcript.clear();
  linked(true);
  list();
  if (id) {
    await load(id, turn);
  }
  $("text").focus({ preventScroll: true });
}

async function load(id, turn) {
  try {
    const past = await api.history(id);
    if (turn === shown) {
      transcript.past(past);
      listen(past.after);
    }
  } catch (error) {
    if (turn !== shown) {
      return;
    }
    if (error.status === 404) {
      shelf.remove(id);
      show(undefined);
    } else {
      linked(false);
      setTimeout(() => turn === shown && load(id, turn), 2_000);
    }
  }
}

function listen(after) {
  history.replaceState(null, "", `#${current}`);
  const id = current;
  feed = new Feed(id, after, {
    heard: (event) => transcript.heard(event),
    missed: () => id === current && show(id),
    linked,
  });
}

function linked(is) {
  $("link").hidden = is;
}

function notice(message) {
  const card = el("div", { class: "turn" }, el("p", { class: "note" }, message));
  $("turns").append(card);
  refresh();
  return message;
}

function refresh() {
  $("stop").hidden = !transcript.busy;
  $("welcome").hidden = !transcript.empty;
}

function list() {
  const title = current ? shelf.title(current) : "New conversation";
  $("title").textContent = title;
  document.title = current ? `${title} · Animus4J chat` : "Animus4J chat";
  $("forget").hidden = !current;
  $("list").replaceChildren(...shelf.all().map(({ id, title }) =>
    el("li", {}, el("button",
      { type: "button", "aria-current": id === current ? "true" : undefined, onclick: () => pick(id) },
      String(title)))));
}

// ---- the rest

function pick(id) {
  side(false);
  show(id);
}

function side(open) {
  $("side").classList.toggle("open", open);
  $("shade").hidden = !open;
  $("side-open").setAttribute("aria-expanded", String(open));
  if (open) {
    $("new").focus();
  }
}

$("new").addEventListener("click", () => pick(undefined));
$("side-open").addEventListener("click", () => side(true));
$("side-close").addEventListener("click", () => side(false));
$("shade").addEventListener("click", () => side(false));
addEventListener("keydown", (event) => event.key === "Escape" && side(false));
$("stop").addEventListener("click", () => current && api.interrupt(current).catch(() => {}));
$("forget").addEventListener("click", () => {
  const id = current;
  const brought = [...$("turns").querySelectorAll(".thumbs img")].map((img) => img.getAttribute("src"));
  shelf.remove(id);
  show(undefined);
  api.forget(id).catch(() => {});
  brought.forEach((address) => api.discard(address).catch(() => {}));
});
for (const idea of document.querySelectorAll(".ideas button")) {
  idea.addEventListener("click", () => submit({ words: idea.textContent, images: [] }));
}

const asked = location.hash.slice(1);
show(shelf.all().some(({ id }) => id === asked) ? asked : undefined);

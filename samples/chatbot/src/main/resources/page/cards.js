// What is shown when something fails: what happened, in the user's words, and a way on.

import { el, icon } from "./dom.js";

const REASONS = {
  contentPolicy: ["That was declined", "The provider's content policy does not allow it. Other words may help."],
  noImage: ["No picture this time", "The model answered in words instead of drawing. Other words may help."],
  contextLengthExceeded: ["Too long for the model", "A new conversation, or fewer words, may help."],
  rateLimited: ["A little too fast", "The limit is reached for now."],
  quotaExhausted: ["The quota is used up", "The provider gives no more answers for now."],
  timedOut: ["That took too long", "No answer came in time."],
  unavailable: ["Not available right now", "The provider cannot be reached, or is overloaded."],
  authentication: ["The provider refuses the key", "Whoever runs this service has to look at its key."],
  unreachable: ["Not sent", "The server cannot be reached. Are you online?"],
  unanswered: ["Not answered", "This message got no answer."],
};

export function card(error, again) {
  const [title, reason] = REASONS[error.kind] ?? ["Something went wrong", error.message];
  const label = el("span", {}, "Try again");
  const button = el("button", { type: "button", onclick: () => again() }, icon("again"), label);
  const box = el(
    "div",
    { class: "card", role: "group", "aria-label": title, "data-kind": error.kind },
    el("strong", {}, title),
    el("p", {}, reason),
    button,
  );
  if (error.retryAfterMs > 0) {
    countDown(button, label, Date.now() + error.retryAfterMs);
  }
  return box;
}

function countDown(button, label, end) {
  const seconds = Math.ceil((end - Date.now()) / 1000);
  button.disabled = seconds > 0;
  label.textContent = seconds > 0 ? `Try again in ${seconds} s` : "Try again";
  if (seconds > 0) {
    setTimeout(() => countDown(button, label, end), 250);
  }
}

/* The review of a document, kept true while it stays open: how much is left, here and on the
   other pages, who else is at work, and what they have decided. */
(() => {
  "use strict";

  const review = document.querySelector("[data-review]");
  if (!review) return;

  const EVERY = 8000; // milliseconds, while the page is in sight
  const who = document.querySelector("[data-review-others]");
  const rest = review.querySelector("[data-accept-rest]")?.closest("form");

  const write = (css, words) => {
    for (const place of document.querySelectorAll(css)) place.textContent = words;
  };

  const count = (state) => {
    for (const place of document.querySelectorAll("[data-leaf-left]")) {
      const left = state.leaves[place.dataset.leafLeft] || 0;
      if (!left && !place.textContent) continue; // nothing was ever proposed there
      place.textContent = left ? String(left) : "✓";
      if (place.nextElementSibling) place.nextElementSibling.textContent = left ? " not looked at" : " all looked at";
    }
    const isDone = !state.undecided;
    write("[data-left-words]", isDone ? "Everything has been looked at" : `${state.undecided} not looked at`);
    write("[data-accepted]", String(state.accepted));
    write("[data-rejected]", String(state.rejected));
    for (const place of document.querySelectorAll("[data-when-left]")) place.hidden = isDone;
    for (const place of document.querySelectorAll("[data-when-done]")) place.hidden = !isDone;
  };

  const tellWho = (words) => {
    if (who && who.textContent !== words) who.textContent = words;
  };

  const look = async () => {
    if (document.hidden) return;
    const address = `${review.dataset.stateUrl}?leaf=${review.dataset.leaf}`;
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual" });
    if (answer.type === "opaqueredirect") tellWho("You are signed out. Sign in in another tab: what is saved so far is kept.");
    if (!answer.ok) return;
    const state = await answer.json();
    count(state);
    tellWho(state.others.length ? `Also at work here: ${state.others.join("; ")}` : "");
    for (const [id, turn] of Object.entries(state.turns)) {
      const card = document.getElementById(`proposal-${id}`);
      if (!card || card.dataset.saving || Number(card.dataset.turn) >= turn) continue;
      document.dispatchEvent(new CustomEvent("show-newer", { detail: { card } }));
    }
  };

  // "Accept the rest" takes what nobody has looked at as it now stands, and goes when there is none.
  document.addEventListener("card-replaced", ({ detail: card }) => {
    if (!rest) return;
    const seen = rest.querySelectorAll("[name=seen]");
    const mine = Array.from(seen).find((field) => field.value.startsWith(`${card.dataset.proposal}:`));
    const isLeft = card.dataset.state === "undecided";
    if (mine && !isLeft) mine.remove();
    else if (isLeft) {
      const field = mine || Object.assign(document.createElement("input"), { type: "hidden", name: "seen" });
      field.value = `${card.dataset.proposal}:${card.dataset.turn}`;
      if (!mine) rest.append(field);
    }
    const left = rest.querySelectorAll("[name=seen]").length;
    for (const place of rest.querySelectorAll("[data-rest]")) place.textContent = String(left);
    for (const place of review.querySelectorAll("[data-rest-of-page]")) place.hidden = !left;
  });

  // What cannot be asked now is asked the next time.
  const lookNow = () => look().catch(() => {});
  setInterval(lookNow, EVERY);
  document.addEventListener("all-saved", lookNow);
  addEventListener("pageshow", (event) => event.persisted && lookNow());
})();

/* The review of a document, kept true while it stays open: how much is left, here and on the
   other pages, who else is at work, and what they have decided. */
(() => {
  "use strict";

  const review = document.querySelector("[data-review]");
  if (!review) return;

  const EVERY = 8000; // milliseconds, while the page is in sight
  const who = document.querySelector("[data-review-others]");
  const end = review.querySelector("[data-leaf-end]");

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
    write("[data-needed]", String(state.needed));
    write("[data-looks]", String(state.undecided - state.needed));
    const wasAtEnd = end.contains(document.activeElement);
    for (const place of document.querySelectorAll("[data-when-needed]")) place.hidden = isDone;
    for (const place of document.querySelectorAll("[data-when-left]")) place.hidden = isDone;
    for (const place of document.querySelectorAll("[data-when-done]")) place.hidden = !isDone;
    // Whoever has come to the end is not left at a link that went.
    if (wasAtEnd && !document.activeElement?.offsetParent) end.focus();
    if (document.activeElement === end) Array.from(end.querySelectorAll("a")).find((link) => link.offsetParent)?.focus();
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

  // How many each button would accept; it goes when there is none.
  const isUndecided = (card) => card.dataset.state === "undecided";
  const put = (places, count) => {
    for (const place of places) place.textContent = String(count);
  };

  document.addEventListener("card-replaced", ({ detail: card }) => {
    const left = Array.from(review.querySelectorAll(".proposal")).filter(isUndecided);
    const rest = review.dataset.leaf === "0" ? left : left.filter((one) => !one.dataset.need);
    put(review.querySelectorAll("[data-rest]"), rest.length);
    put(review.querySelectorAll("[data-rest-of]"), left.length);
    for (const place of review.querySelectorAll("[data-rest-of-page]")) place.hidden = !rest.length;
    const form = card.closest("[data-group]")?.querySelector("[data-accept-group]");
    if (!form) return;
    const together = left.filter((one) => form.closest("[data-group]").contains(one));
    const needing = together.filter((one) => one.dataset.need).length;
    put(form.querySelectorAll("[data-group-count]"), together.length - needing);
    put(form.querySelectorAll("[data-group-left]"), needing);
    form.querySelector("[data-group-needing]").hidden = !needing;
    form.hidden = together.length === needing;
  });

  // What cannot be asked now is asked the next time.
  const lookNow = () => look().catch(() => {});
  setInterval(lookNow, EVERY);
  document.addEventListener("all-saved", lookNow);
  addEventListener("pageshow", (event) => event.persisted && lookNow());
})();

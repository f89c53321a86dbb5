/* The review of a document, its cards: one put in place of another without losing the place,
   what was typed, or the marks; and the words that a card is about, brought into view.

   Other scripts ask by an event on the document:
     replace-card {card, html, keep}   puts the card of that HTML in place; `fresh` is set to it.
                                       What was typed in boxes that match `keep` is taken over.
     fetch-card {card, then}           the card as it stands now; `then` is called with it.
     show-newer {card}                 the same, but never over what somebody is typing.
     ask-changed {card}                `isChanged` is set: whether anything was typed or chosen.
   They hear of each card that was put in place by "card-replaced". */
(() => {
  "use strict";

  const review = document.querySelector("[data-review]");
  if (!review) return;

  const FIELDS = "select, textarea, input:not([type=hidden])";
  const STATES = ["undecided", "accepted", "rejected"]; // a piece of two things shows the first

  const isChanged = (field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = Array.from(field.options).findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  };
  const changed = (card, css) => Array.from(card.querySelectorAll(FIELDS)).filter((field) => field.matches(css) && isChanged(field));

  const takeOver = (fields, fresh) => {
    for (const field of fields) {
      const same = Array.from(fresh.querySelectorAll(FIELDS)).find(
        (one) => one.name === field.name && (one.type !== "radio" || one.value === field.value),
      );
      if (!same) continue;
      same.checked = field.checked;
      same.value = field.value;
      same.closest("details")?.setAttribute("open", "");
    }
  };

  const marks = (id) => review.querySelectorAll(`.mark[data-proposal~="${id}"]`);

  const paint = (id) => {
    for (const mark of marks(id)) {
      const told = mark.dataset.proposal.split(" ").map((one) => document.getElementById(`proposal-${one}`)?.dataset.state);
      mark.classList.remove(...STATES.map((state) => `mark--${state}`));
      mark.classList.add(`mark--${STATES.find((state) => told.includes(state))}`);
    }
  };

  const replace = (card, html, keep) => {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.querySelector(".proposal");
    if (!fresh) return null;
    const typed = keep ? changed(card, keep) : [];
    const hadFocus = card.contains(document.activeElement);
    if (card.classList.contains("proposal--here")) fresh.classList.add("proposal--here");
    card.replaceWith(fresh);
    takeOver(typed, fresh);
    paint(fresh.dataset.proposal);
    if (hadFocus) fresh.focus({ preventScroll: true });
    document.dispatchEvent(new CustomEvent("card-replaced", { detail: fresh }));
    return fresh;
  };

  const fetchCard = async (card, keep) => {
    const answer = await fetch(card.dataset.address, { headers: { "X-Fragment": "yes" }, credentials: "same-origin", redirect: "error" });
    if (!answer.ok) throw new Error("The service did not answer.");
    const html = await answer.text();
    return card.dataset.saving ? null : replace(card, html, keep);
  };

  const tellNewer = (card) => {
    if (card.querySelector(".proposal__newer")) return;
    const note = document.createElement("p");
    note.className = "proposal__newer";
    note.setAttribute("role", "status");
    note.textContent = "Somebody else has decided on this one while you write. If you save, you are told what they said before anything is overwritten.";
    card.prepend(note);
  };

  document.addEventListener("replace-card", ({ detail }) => {
    detail.fresh = replace(detail.card, detail.html, detail.keep);
  });
  document.addEventListener("fetch-card", ({ detail }) => {
    fetchCard(detail.card, FIELDS).then((fresh) => fresh && detail.then(fresh)).catch(detail.failed);
  });
  document.addEventListener("ask-changed", ({ detail }) => {
    detail.isChanged = changed(detail.card, FIELDS).length > 0;
  });
  document.addEventListener("show-newer", ({ detail }) => {
    const { card } = detail;
    if (changed(card, FIELDS).length || document.activeElement?.matches?.(`#${card.id} :is(${FIELDS})`)) tellNewer(card);
    else fetchCard(card).catch(() => {}); // asked again the next time
  });

  // The list of all that was ever recommended is not in every card of a page: it comes when it is asked for.
  review.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-whole-card]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const card = link.closest(".proposal");
    const then = (fresh) => {
      fresh.querySelector(".proposal__correct").open = true;
      fresh.querySelector("[name=other]")?.focus();
    };
    document.dispatchEvent(new CustomEvent("fetch-card", { detail: { card, then, failed: () => location.assign(link.href) } }));
  });

  // The words that a card is about are set apart, and brought into view in their own column.
  const bringIntoView = (mark) => {
    const column = review.querySelector(".review__document");
    if (column.scrollHeight <= column.clientHeight) return;
    const [place, box] = [mark.getBoundingClientRect(), column.getBoundingClientRect()];
    const bottom = Math.min(box.bottom, innerHeight);
    if (place.top < box.top || place.bottom > bottom) {
      column.scrollTop += place.top - box.top - (bottom - box.top) / 3;
    }
  };

  // With the first of those that are read together, all of them.
  const bringCard = (card) => {
    const group = card.closest("[data-group]");
    const isFirst = group?.querySelector(".proposal") === card;
    const isCut = isFirst && (group.getBoundingClientRect().bottom > innerHeight || group.getBoundingClientRect().top < 0);
    (isFirst ? group : card).scrollIntoView({ block: isCut ? "start" : "nearest", behavior: "instant" });
  };

  // Only the card that one is at shows all of itself. What is pressed stays where it is until
  // the press is over.
  let isPressed = false;
  let at = null;
  const open = () => {
    if (isPressed || !at?.isConnected) return;
    for (const card of review.querySelectorAll(".proposal--here")) if (card !== at) card.classList.remove("proposal--here");
    at.classList.add("proposal--here");
  };
  addEventListener("pointerdown", () => {
    isPressed = true;
  });
  for (const over of ["pointerup", "pointercancel", "dragend"]) {
    addEventListener(over, () => {
      isPressed = false;
      setTimeout(open); // after the click
    });
  }
  review.classList.add("review--brief");

  // What was in sight, whole or as much as fits: nothing is accepted with others unseen.
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
        if (isIntersecting && (intersectionRatio > 0.9 || intersectionRect.height > innerHeight * 0.7)) target.dataset.shown = "yes";
      }
    },
    { threshold: [0.25, 0.5, 0.91, 1] },
  );
  for (const card of review.querySelectorAll(".proposal")) sight.observe(card);
  document.addEventListener("card-replaced", ({ detail }) => sight.observe(detail));

  review.addEventListener("focusin", ({ target }) => {
    const card = target.closest(".proposal");
    if (!card) return;
    at = card;
    open();
    if (target === card) bringCard(card);
    card.dataset.seen = "yes";
    for (const mark of review.querySelectorAll(".mark--here")) mark.classList.remove("mark--here");
    const found = marks(card.dataset.proposal);
    for (const mark of found) mark.classList.add("mark--here");
    if (found[0]) bringIntoView(found[0]);
    // The same place, however the document is shown.
    for (const link of document.querySelectorAll("a[data-other-view], .review__only a")) link.hash = card.id;
  });
})();

/* The review of a document by keyboard: "?" shows the keys. Each does what a button does. */
(() => {
  "use strict";

  const review = document.querySelector("[data-review]");
  if (!review) return;

  const cards = () => Array.from(review.querySelectorAll(".proposal"));
  const here = () => document.activeElement?.closest?.(".proposal") || null;
  const help = document.querySelector("[data-review-keys]");

  const step = (by) => {
    const all = cards();
    const at = all.indexOf(here());
    const to = at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by];
    if (to) to.focus({ preventScroll: true });
    else review.querySelector(by > 0 ? "a[data-next-left]" : "a[rel=prev]")?.focus();
  };

  const nextLeft = () => document.dispatchEvent(new CustomEvent("next-left", { detail: { card: here() } }));

  const press = (card, state) => {
    const button = card?.querySelector(`button[name=state][value=${state}]`);
    if (button && !card.dataset.saving) button.form.requestSubmit(button);
  };

  const status = document.querySelector("[data-review-status]");
  const accept = (card) => {
    const asked = card?.querySelector(".proposal__same");
    const isChosen = Boolean(card?.querySelector("[name=recorded]")?.value); // which one it is
    if (asked && !isChosen && !asked.querySelector("[name=same]:checked")) {
      asked.querySelector("[name=same]").focus();
      if (status) status.textContent = "Is it what is recorded already? s: the same. d: another one.";
      return;
    }
    press(card, "accepted");
  };

  const acceptGroup = (card) => {
    const form = card?.closest("[data-group]")?.querySelector("[data-accept-group]");
    if (form && !form.hidden) form.requestSubmit(form.querySelector("button"));
    else accept(card);
  };

  const choose = (card, name, value) => {
    const fields = card ? Array.from(card.querySelectorAll(`[name="${name}"]`)) : [];
    if (!fields.length) return false;
    if (fields[0].type === "radio") {
      const chosen = fields.find((field) => field.checked)?.value || "";
      const wanted = chosen === value ? "" : value;
      const field = fields.find((one) => one.value === wanted);
      if (field) field.checked = true;
    } else {
      fields[0].value = fields[0].value === value ? "" : value;
    }
    return true;
  };

  // 1 to 9: it speaks of that recommendation. With shift: it does not.
  const link = (event) => {
    const number = event.code.match(/^(?:Digit|Numpad)([1-9])$/)?.[1];
    if (!number) return false;
    const card = here();
    if (choose(card, `link-${number}`, event.shiftKey ? "no" : "yes")) accept(card);
    return true;
  };

  const correct = (card) => {
    const box = card?.querySelector(".proposal__correct");
    if (!box) return;
    box.open = true;
    box.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  };

  const same = (card, answer) => {
    const box = card?.querySelector(`[name=same][value=${answer}]`);
    if (!box) return;
    box.checked = true;
    press(card, "accepted");
  };

  // What was decided one by one since the page was opened. An answer leads on to a card that
  // nobody has decided on: there taking back means the last of them.
  const decided = [];
  review.addEventListener("submit", ({ submitter }) => {
    const card = submitter?.closest(".proposal");
    if (card && submitter.name === "state" && submitter.value !== "undecided") decided.push(card.id);
  });
  const takeBack = () => {
    const card = here();
    if (card && card.dataset.state !== "undecided") {
      press(card, "undecided");
      return;
    }
    const last = document.getElementById(decided.at(-1));
    if (!last) return;
    last.focus({ preventScroll: true });
    if (last.dataset.saving) return; // asked again once it is saved
    decided.pop();
    press(last, "undecided");
  };

  const KEYS = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    n: nextLeft,
    m: () => document.dispatchEvent(new CustomEvent("next-needed", { detail: { card: here() } })),
    a: () => accept(here()),
    r: () => press(here(), "rejected"),
    u: takeBack,
    e: () => correct(here()),
    o: () => here()?.querySelector("a[data-whole-card]")?.click(),
    s: () => same(here(), "yes"),
    d: () => same(here(), "no"),
    p: () => document.querySelector("a[data-other-view]")?.click(),
    "+": () => document.dispatchEvent(new CustomEvent("add-selected")),
    "?": () => help?.showModal?.(),
  };

  // What decides. Held down it would decide on card after card that nobody has seen.
  const decides = (event) => /^[arusd]$/i.test(event.key) || /^(?:Digit|Numpad)[1-9]$/.test(event.code);

  const isTyping = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, dialog, summary, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    const card = here();
    if (card && isTyping(event.target)) {
      if (event.key === "Escape") card.focus({ preventScroll: true });
      if (event.key === "Enter" && event.ctrlKey && !event.repeat) accept(card);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isTyping(event.target)) return;
    if (event.repeat && decides(event)) {
      event.preventDefault();
      return;
    }
    if (event.key.startsWith("Arrow") && event.target.closest("input, .scroll, .review__document")) return;
    if (link(event)) {
      event.preventDefault();
      return;
    }
    if (event.shiftKey && event.key === "A") {
      event.preventDefault();
      acceptGroup(card);
      return;
    }
    const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  for (const button of document.querySelectorAll("[data-shows-keys]")) {
    button.hidden = false;
    button.addEventListener("click", () => help?.showModal?.());
  }

  // After a page of the document has been turned, or something was added, one goes on at its card.
  // A finger reads from the top instead.
  const named = location.hash && review.querySelector(`.proposal${location.hash.replace(/[^#\w-]/g, "")}`);
  const first = cards().find((card) => card.dataset.state === "undecided") || cards()[0];
  const start = named || (!location.hash && matchMedia("(pointer: fine)").matches && first);
  if (start && [document.body, named].includes(document.activeElement)) start.focus({ preventScroll: true });
})();

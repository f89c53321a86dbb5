/* The review of a document: each decision is saved as it is made, and the next card not looked
   at has the focus at once. Without this script every decision is an ordinary form.

   Saving goes on behind, one at a time, in the order of the decisions. What cannot be saved is
   told on its card and below, keeps what was chosen, and is tried again on "Try again". A link
   or a form that leaves the page waits until all is saved. Cards that are read together are
   accepted together, as one thing to save.
   Asked by "next-left" {card}: on to what is not looked at; by "next-needed" {card}: to what
   needs an answer. Tells "all-saved". */
(() => {
  "use strict";

  const review = document.querySelector("[data-review]");
  if (!review) return;

  const status = document.querySelector("[data-review-status]");
  const RETRIES = 3;
  const NO_ANSWER = "The service does not answer.";
  const SIGNED_OUT = "You are signed out, or may not do this any more. Sign in in another tab, then try again.";
  const waiting = [];
  let isSaving = false;
  let goOn = null; // what to do once all is saved

  const cards = () => Array.from(review.querySelectorAll(".proposal"));
  const cardOf = (id) => document.getElementById(`proposal-${id}`);
  const say = (words) => {
    if (status) status.textContent = words;
  };
  const now = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  // On to the next

  const needsLook = (card) => !card.dataset.seen && card.querySelector(".proposal__trouble, .proposal__unsaved");
  const isLeft = (card) => !card.dataset.saving && (card.dataset.state === "undecided" || needsLook(card));
  const nextLeft = (card) => {
    const all = cards();
    const after = all.slice(all.indexOf(card) + 1);
    return after.find(isLeft) || all.find((one) => one !== card && isLeft(one));
  };
  const end = review.querySelector("[data-leaf-end]");
  const onward = () => Array.from(review.querySelectorAll("a[data-next-left]")).find((link) => link.offsetParent);

  document.addEventListener("next-left", ({ detail }) => {
    const next = nextLeft(detail.card);
    if (next) next.focus({ preventScroll: true });
    else onward()?.click();
  });

  document.addEventListener("next-needed", ({ detail }) => {
    const needing = cards().filter((card) => isLeft(card) && card.dataset.need);
    const after = cards().slice(cards().indexOf(detail.card) + 1);
    const next = needing.find((card) => after.includes(card)) || needing.find((card) => card !== detail.card);
    if (next) next.focus({ preventScroll: true });
    else if (review.querySelector("a[data-next-needed]")) review.querySelector("a[data-next-needed]").click();
    else say("Nothing else needs your answer.");
  });

  // Saving

  const post = async (one) => {
    const answer = await fetch(one.address, {
      method: "POST",
      body: one.data,
      headers: { "X-Fragment": "yes" },
      credentials: "same-origin",
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw Object.assign(new Error(SIGNED_OUT), { isFinal: true });
    if (![200, 409, 422].includes(answer.status)) throw new Error(NO_ANSWER);
    return { status: answer.status, html: await answer.text() };
  };

  const saved = (words) => say(`${words} Saved at ${now()}.${cards().some(isLeft) ? "" : " That was the last on this page."}`);

  const sendSeveral = async (one) => {
    const holder = document.createElement("template");
    holder.innerHTML = (await post(one)).html;
    const sentence = holder.content.querySelector("[data-sentence]")?.textContent;
    if (!sentence) throw new Error(NO_ANSWER);
    for (const fresh of holder.content.querySelectorAll(".proposal")) {
      const detail = { card: document.getElementById(fresh.id), html: fresh.outerHTML, keep: null };
      if (detail.card) document.dispatchEvent(new CustomEvent("replace-card", { detail }));
    }
    saved([sentence, one.unseen].filter(Boolean).join(" "));
  };

  const send = async (one) => {
    if (one.isGroup) return sendSeveral(one); // of one card as well
    const { status: told, html } = await post(one);
    const card = cardOf(one.ids[0]);
    // Words that were typed into a card that somebody else decided on meanwhile stay in their boxes.
    const detail = { card, html, keep: told === 409 ? ".proposal__correct *" : null };
    document.dispatchEvent(new CustomEvent("replace-card", { detail }));
    if (!detail.fresh) throw new Error(NO_ANSWER);
    // Saved the first time, when the answer was lost on its way.
    const isMine = told === 409 && one.tries && detail.fresh.dataset.state === one.data.get("state");
    if (isMine) detail.fresh.querySelector(".proposal__trouble")?.remove();
    if (told === 200 || isMine) {
      saved("");
      return;
    }
    goOn = null;
    say(told === 409 ? "Somebody else decided on one of these first: look at it again (n)." : "One of these needs a correction first (n).");
    // Nobody is taken away from the card that they are reading now.
    if (!document.activeElement?.closest?.(".proposal")) detail.fresh.focus({ preventScroll: true });
  };

  const work = async () => {
    if (isSaving) return;
    isSaving = true;
    while (waiting.length) {
      const one = waiting[0];
      try {
        await send(one);
        waiting.shift();
      } catch (error) {
        one.tries += 1;
        if (error.isFinal || one.tries >= RETRIES) {
          waiting.shift();
          fail(one, error.isFinal ? error.message : "It could not be saved: the service does not answer.");
        } else {
          say("Saving is slow; trying again…");
          await new Promise((resolve) => setTimeout(resolve, 800 * one.tries));
        }
      }
    }
    isSaving = false;
    document.dispatchEvent(new CustomEvent("all-saved"));
    goOn?.();
    goOn = null;
  };

  const enqueue = (one) => {
    for (const card of one.ids.map(cardOf)) {
      card.dataset.saving = "yes";
      delete card.dataset.seen;
      card.querySelector(".proposal__unsaved")?.remove();
      card.classList.add("proposal--saving");
    }
    waiting.push({ ...one, tries: 0 });
    say("Saving…");
    work();
  };

  const fail = (one, words) => {
    goOn = null;
    const [card] = one.ids.map(cardOf);
    for (const other of one.ids.map(cardOf)) {
      delete other.dataset.saving;
      other.classList.remove("proposal--saving");
      other.querySelector(".proposal__unsaved")?.remove();
    }
    const note = document.createElement("p");
    note.className = "proposal__unsaved";
    note.setAttribute("role", "alert");
    note.textContent = `${words} What you chose is kept here. `;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button button--second";
    again.textContent = "Try again";
    again.addEventListener("click", async () => {
      if (words === SIGNED_OUT) await renew(one).catch(() => {});
      note.remove();
      card.focus({ preventScroll: true });
      enqueue(one);
    });
    note.append(again);
    card.prepend(note);
    say(`Not saved: ${words}`);
  };

  // Whoever has signed in again has another token, in every form.
  const renew = async (one) => {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[data-review] [name=csrfmiddlewaretoken]").value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    one.data.set("csrfmiddlewaretoken", token);
  };

  // What is pressed. The facts about the document are cards within one form, each with its own address.

  review.addEventListener("submit", (event) => {
    const [form, button] = [event.target, event.submitter];
    const card = (button?.hasAttribute("formaction") ? button : form).closest(".proposal");
    if (form.matches("[data-accept-group]")) {
      event.preventDefault();
      acceptGroup(form, button);
      return;
    }
    if (!card) {
      if (form.elements.seen) form.elements.seen.value = turns(cards().filter(isOfRest));
      if (waiting.length) {
        event.preventDefault();
        goOn = () => form.requestSubmit(button);
      }
      return;
    }
    event.preventDefault();
    if (card.dataset.saving) return;
    const data = new FormData(form, button);
    // Taking one back is for looking at it again; every other answer leads on.
    const isTakenBack = data.get("state") === "undecided";
    enqueue({ ids: [card.dataset.proposal], address: card.dataset.address, data });
    if (isTakenBack) card.focus({ preventScroll: true });
    else goTo(nextLeft(card));
  });

  // What is further up or down and was not in sight yet is no part of the rest; what needs an
  // answer is sent as well, and told as left.
  const isOfRest = (card) =>
    card.dataset.state === "undecided" && (review.dataset.leaf === "0" || card.dataset.need || card.dataset.shown);
  const goTo = (next) => (next || onward() || end).focus({ preventScroll: Boolean(next) });
  const turns = (some) => some.map((card) => `${card.dataset.proposal}:${card.dataset.turn}`).join(" ");

  const unseenWords = (count) =>
    count === 1
      ? "One you have not seen yet is left: scroll to it, then press again."
      : `${count} you have not seen yet are left: scroll to them, then press again.`;

  // As they stand: not what somebody has begun to change, what needs an answer, or what is
  // further down and was not in sight yet.
  const acceptGroup = (form, button) => {
    const all = Array.from(form.closest("[data-group]").querySelectorAll(".proposal"));
    const asked = all.filter(isLeft).map((card) => {
      const detail = { card, isChanged: false };
      document.dispatchEvent(new CustomEvent("ask-changed", { detail }));
      return { card, isLeftOut: detail.isChanged || !card.dataset.shown || card.dataset.need || card.dataset.state !== "undecided" };
    });
    const taken = asked.filter((one) => !one.isLeftOut).map((one) => one.card);
    const left = asked.find((one) => one.isLeftOut)?.card;
    const isUnseen = (card) => !card.dataset.shown && !card.dataset.need && card.dataset.state === "undecided";
    const count = asked.filter((one) => isUnseen(one.card)).length;
    const unseen = count ? unseenWords(count) : "";
    if (taken.length) {
      const data = new FormData(form, button);
      data.set("seen", turns(asked.map((one) => one.card).filter((card) => taken.includes(card) || card.dataset.need)));
      enqueue({ ids: taken.map((card) => card.dataset.proposal), isGroup: true, unseen, address: form.action, data });
    } else say(unseen ? `None accepted. ${unseen}` : "None accepted: these need your answer, one by one.");
    goTo(left || nextLeft(all.at(-1)));
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isElsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || link?.target;
    if (!link || isElsewhere || event.defaultPrevented || !waiting.length || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    say("Saving, then on…");
    goOn = () => location.assign(link.href);
  });

  addEventListener("beforeunload", (event) => {
    if (waiting.length || review.querySelector(".proposal__unsaved")) event.preventDefault();
  });
})();

/* Keeps what is written in a form and not yet sent, in this browser only.

   Each form with data-keep has its words stored under the account and that name while they
   are typed, and put back, with a line that says so, when the form is opened again. They go
   when the page says that they are recorded (data-saved), on "Discard them", on signing out,
   when another account signs in on this browser, and after a week. Files, passwords and
   hidden boxes are never stored. */
(() => {
  "use strict";

  const MARK = "unsent:";
  const A_WEEK = 7 * 24 * 60 * 60 * 1000;
  const account = document.body.dataset.account;
  const prefix = `${MARK}${account}:`;

  let store;
  try {
    store = window.localStorage;
    store.getItem(MARK);
  } catch {
    return; // this browser keeps nothing
  }

  const keys = () => Array.from({ length: store.length }, (_, n) => store.key(n)).filter((key) => key.startsWith(MARK));
  const read = (key) => {
    try {
      return JSON.parse(store.getItem(key));
    } catch {
      return null;
    }
  };
  const forget = (name) => store.removeItem(prefix + name);
  const forgetAll = () => keys().forEach((key) => store.removeItem(key));

  // Nothing is known of who is here: the words stay for whoever signs in again.
  if (!account) return;

  for (const key of keys()) {
    const kept = read(key);
    const isStale = !kept || Date.now() - kept.at > A_WEEK;
    if (isStale || !key.startsWith(prefix)) store.removeItem(key);
  }
  document.querySelectorAll("[data-saved]").forEach((said) => forget(said.dataset.saved));
  document.querySelectorAll("[data-forget]").forEach((link) => {
    link.addEventListener("click", () => forget(link.dataset.forget));
  });
  document.querySelectorAll("form[data-signs-out]").forEach((form) => {
    form.addEventListener("submit", forgetAll);
  });

  const TYPED = "textarea, select, input:is([type=text], [type=url], [type=date], [type=radio], :not([type]))";
  const boxes = (form) => [...form.querySelectorAll(TYPED)].filter((box) => box.name);
  const isWritten = (form, box) => {
    // A form that was sent and came back shows what was typed as if it had been there.
    const cameBack = "sent" in form.dataset;
    if (box.type === "radio") return box.checked && (cameBack || !box.defaultChecked);
    if (box.tagName === "SELECT") return box.selectedIndex > 0;
    return cameBack ? box.value !== "" : box.value !== box.defaultValue;
  };
  const mark = (form) => form.querySelector("[name=seen]")?.value;

  function keep(form) {
    const words = {};
    const written = boxes(form).filter((box) => isWritten(form, box));
    if (!written.length) {
      forget(form.dataset.keep);
      return;
    }
    // With the answer that they belong to, also where a link or the page had chosen it.
    const answers = boxes(form).filter((box) => box.type === "radio" && box.checked);
    [...written, ...answers].forEach((box) => { words[box.name] = box.value; });
    try {
      store.setItem(prefix + form.dataset.keep, JSON.stringify({ at: Date.now(), seen: mark(form), words }));
    } catch {
      // No room left: what is typed still stands on the page.
    }
  }

  function putBack(form, kept) {
    let number = 0;
    for (const box of boxes(form)) {
      if (!(box.name in kept.words)) continue;
      if (box.type === "radio" && box.name === form.dataset.chosen) continue; // by the link pressed just now
      if (box.type === "radio") box.checked = box.value === kept.words[box.name];
      else box.value = kept.words[box.name];
      box.closest("details")?.setAttribute("open", "");
      number += 1;
    }
    return number;
  }

  function when(at) {
    const then = new Date(at);
    const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    if (then.toDateString() === new Date().toDateString()) return time;
    return `${then.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${time}`;
  }

  function tell(form, kept) {
    const line = document.createElement("p");
    line.className = "note unsent";
    const since = kept.seen === mark(form) ? "" : " Something was recorded since you wrote them: read it above.";
    line.append(`Your unsent words of ${when(kept.at)} are back.${since} `);
    const discard = document.createElement("button");
    discard.type = "button";
    discard.className = "button button--second";
    discard.textContent = "Discard them";
    discard.addEventListener("click", () => {
      forget(form.dataset.keep);
      form.reset();
      line.replaceChildren("Your unsent words are discarded.");
      line.tabIndex = -1;
      line.focus();
    });
    line.append(discard);
    const region = document.createElement("div");
    region.setAttribute("role", "status");
    form.before(region);
    region.append(line);
  }

  document.querySelectorAll("form[data-keep]").forEach((form) => {
    const kept = read(prefix + form.dataset.keep);
    if ("sent" in form.dataset) keep(form); // it holds the newest words already
    else if (kept && putBack(form, kept)) tell(form, kept);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("change", () => keep(form));
  });
})();

/* Documents are sent one by one, each with its progress and then the service's own line on what
   became of it. Files may be dropped on the form as well. A file that could not be taken in for
   want of an answer is kept here until the answer is given.

   Without this script the form sends all of them at once. */
(() => {
  "use strict";

  const form = document.querySelector("form[data-upload-many]");
  if (!form) return;

  const box = form.querySelector("input[type=file]");
  const most = Number(form.dataset.mostBytes);
  const files = new WeakMap(); // of each line
  const queue = [];
  let isSending = false;

  form.querySelectorAll("[data-without-script]").forEach((words) => { words.hidden = true; });
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const list = document.createElement("ul");
  list.className = "came-list";
  form.after(status, list);

  function make(tag, words, name = "") {
    const made = document.createElement(tag);
    made.textContent = words;
    if (name) made.className = name;
    return made;
  }

  function showWaiting(line) {
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `Sending ${files.get(line).name}`);
    line.className = "came";
    line.replaceChildren(make("bdi", files.get(line).name, "came__name"), bar, make("span", "waits", "quiet"));
  }

  function fail(line, sentence) {
    const again = make("button", "Send it again", "button button--second");
    again.type = "button";
    again.addEventListener("click", () => add(line));
    line.className = "came came--refused";
    line.replaceChildren(
      make("bdi", files.get(line).name, "came__name"), make("strong", "Not taken in."), ` ${sentence} `, again,
    );
  }

  function whyNot(request) {
    if (request.status === 413) return "It is larger than this service lets through.";
    if (request.status >= 500 || !request.status) {
      return "The connection broke, or the service is busy. Look whether it is on the list; if not, send it again.";
    }
    return "You are signed out, or this page is too old. Load the page anew, then send it again.";
  }

  function answered(line, request) {
    const read = document.createElement("template");
    read.innerHTML = request.getResponseHeader("X-Fragment") ? request.response : "";
    const told = read.content.querySelector("li");
    if (!told) {
      fail(line, whyNot(request));
      return;
    }
    line.className = told.className;
    line.replaceChildren(...told.childNodes);
  }

  function send({ line, answers }) {
    const file = files.get(line);
    if (file.size > most) {
      fail(line, form.dataset.tooLarge);
      return Promise.resolve();
    }
    const body = new FormData(form);
    body.delete(box.name);
    answers.forEach(([name, value]) => body.set(name, value));
    body.append(box.name, file, file.name);
    const [, bar, words] = line.childNodes;
    const request = new XMLHttpRequest();
    return new Promise((done) => {
      request.open("POST", form.action);
      request.setRequestHeader("X-Fragment", "yes");
      request.timeout = 180_000; // ms: others may be reading theirs
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) bar.value = event.loaded / event.total;
        words.textContent = "is sent";
      });
      request.upload.addEventListener("load", () => {
        bar.removeAttribute("value"); // nobody knows how long reading takes
        words.textContent = "is read";
      });
      request.addEventListener("loadend", () => {
        answered(line, request);
        done();
      });
      request.send(body);
    });
  }

  function tell() {
    const lines = [...list.children];
    const open = lines.filter((line) => line.querySelector("progress")).length;
    const taken = lines.filter((line) => line.matches(".came--taken")).length;
    const done = lines.length - open;
    status.textContent = open
      ? `${done} of ${lines.length} done`
      : `${taken} of ${lines.length} file${lines.length === 1 ? "" : "s"} taken in`;
  }

  async function showList() {
    const here = document.querySelector("[data-worklist]");
    if (!here || here.contains(document.activeElement)) return;
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-worklist]");
    if (now) here.replaceWith(now);
  }

  async function work() {
    if (isSending) return;
    isSending = true;
    while (queue.length) {
      await send(queue.shift());
      tell();
    }
    isSending = false;
    await showList().catch(() => {}); // the lines say what became of each file
  }

  function add(line, answers = []) {
    showWaiting(line);
    queue.push({ line, answers });
    tell();
    work();
  }

  function addAll(chosen) {
    if (!chosen.length) status.textContent = "Choose at least one file.";
    for (const file of chosen) {
      const line = document.createElement("li");
      files.set(line, file);
      list.append(line);
      add(line);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    addAll([...box.files]);
    box.value = "";
  });

  list.addEventListener("submit", (event) => {
    event.preventDefault();
    const line = event.target.closest("li");
    const answers = [...new FormData(event.target)];
    // The button that had the focus goes with the line's old words.
    line.tabIndex = -1;
    line.focus();
    add(line, answers);
  });

  // A file dropped beside the form would open in place of this page.
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    form.classList.toggle("is-over", form.contains(event.target));
  });
  document.addEventListener("dragleave", () => form.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    form.classList.remove("is-over");
    if (form.contains(event.target)) addAll([...event.dataTransfer.files]);
  });

  window.addEventListener("beforeunload", (event) => {
    if (isSending) event.preventDefault();
  });
})();

// Forms whose answer takes some seconds: says so, counts the seconds, and is sent once.
// Without this script the form does the same, silently.
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const note = document.createElement("p");
    note.setAttribute("role", "status");
    note.textContent = form.dataset.wait;
    const bar = document.createElement("progress");
    bar.setAttribute("aria-label", form.dataset.wait);
    const seconds = document.createElement("p");
    seconds.className = "quiet";
    form.append(note, bar, seconds);
    const began = Date.now();
    setInterval(() => {
      seconds.textContent = `${Math.round((Date.now() - began) / 1000)} seconds`;
    }, 1000);
  });
}
// The back button shows the page as it was left: it may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-wait]")) delete form.dataset.sent;
});

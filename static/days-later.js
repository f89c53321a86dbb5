/* Beside a box for a new date: by how many days it moves. The same is said once it is sent. */
(() => {
  "use strict";

  const A_DAY = 24 * 60 * 60 * 1000;

  function apart(asked, from, name) {
    const days = Math.round((Date.parse(asked) - Date.parse(from)) / A_DAY);
    if (Number.isNaN(days)) return "";
    if (days === 0) return `the same as ${name}`;
    const number = Math.abs(days);
    return `${number} day${number === 1 ? "" : "s"} ${days > 0 ? "later" : "earlier"} than ${name}`;
  }

  document.querySelectorAll("input[data-current-date]").forEach((box) => {
    const { currentDate, firstDate } = box.dataset;
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.className = "quiet";
    box.after(line);
    const tell = () => {
      const told = [apart(box.value, currentDate, "the current date")];
      if (firstDate !== currentDate) told.push(apart(box.value, firstDate, "the first"));
      line.textContent = told.filter(Boolean).join("; ");
    };
    box.addEventListener("input", tell);
    tell();
  });
})();

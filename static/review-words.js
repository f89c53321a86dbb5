/* The review of a document: words selected in its text are added as something that the reader
   did not see, by "+" or the button that appears. */
(() => {
  "use strict";

  const review = document.querySelector("[data-review]");
  const button = document.querySelector("[data-add-selected]");
  if (!review || !button) return;

  const status = document.querySelector("[data-review-status]");

  const selected = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed) return null;
    const node = selection.getRangeAt(0).startContainer;
    const passage = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-passage]");
    const words = selection.toString().replace(/\s+/g, " ").trim();
    return passage && review.contains(passage) && words ? { passage, words } : null;
  };

  document.addEventListener("selectionchange", () => {
    button.hidden = !selected();
  });

  const add = () => {
    const found = selected();
    if (!found) {
      if (status) status.textContent = "Select words in the document’s text first, then press +.";
      return;
    }
    const box = document.querySelector("[data-review-add]");
    if (!box) return;
    box.open = true;
    box.querySelector("[name=passage]").value = found.passage.dataset.passage;
    box.querySelector("[name=words]").value = found.words;
    box.querySelector("[name=kind]").focus();
    box.scrollIntoView({ block: "nearest" });
    document.getSelection().removeAllRanges();
  };

  // A press must not take the selection away first.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", add);
  document.addEventListener("add-selected", add);
})();

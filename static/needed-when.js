/* A box that one answer needs is shown with that answer: data-needed-when="status=at_risk off_track".

   One with words or an error in it is always shown. Without this script all boxes are, and
   their labels say when they are needed. */
(() => {
  "use strict";

  document.querySelectorAll("[data-needed-when]").forEach((box) => {
    const [name, values] = box.dataset.neededWhen.split("=");
    const field = box.closest(".field");
    const show = () => {
      const chosen = box.form.querySelector(`[name="${name}"]:checked`)?.value;
      const isNeeded = values.split(" ").includes(chosen);
      field.hidden = !isNeeded && !box.value && !field.querySelector(".field__error");
    };
    box.form.addEventListener("change", show);
    box.form.addEventListener("reset", () => setTimeout(show)); // once the boxes are empty
    show();
  });
})();

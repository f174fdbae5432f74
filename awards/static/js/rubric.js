/* Comfort only: the total of a rubric's weights counts along while they are written; saving checks it anyway. */
"use strict";
(() => {
  const table = document.querySelector("[data-rubric]");
  if (!table) return;
  const total = table.querySelector("[data-total]");
  const fields = [...table.querySelectorAll("input")];
  const count = () => {
    const sum = fields.reduce((points, field) => points + (Number(field.value) || 0), 0);
    total.textContent = sum;
    total.classList.toggle("is-off", sum !== 100);
  };
  table.addEventListener("input", count);
  count();
})();

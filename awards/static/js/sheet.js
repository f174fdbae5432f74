/* Comfort only: the running total while levels are chosen. The server counts it again on every save. */
"use strict";
(() => {
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const total = form.querySelector("[data-total]"), marked = form.querySelector("[data-marked]");
  const mark = document.documentElement.lang === "en" ? "." : ",";
  const count = () => {
    let milli = 0, given = 0;
    form.querySelectorAll("[data-criterion]").forEach((criterion) => {
      const level = criterion.querySelector("select").value;
      if (level === "") return;
      milli += Number(criterion.dataset.weight) * Number(level) * 50;
      given += 1;
    });
    const hundredths = Math.floor(milli / 10);
    total.textContent = `${Math.floor(hundredths / 100)}${mark}${String(hundredths % 100).padStart(2, "0")}`;
    marked.textContent = given;
  };
  form.addEventListener("change", count);
  form.addEventListener("input", count);
})();

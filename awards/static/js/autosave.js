/* Comfort only: a section saves itself a moment after the last key. Without this the button saves it. */
"use strict";
(() => {
  const form = document.querySelector("form.js-autosave");
  if (!form) return;
  const status = form.querySelector("[data-autosave-status]");
  const stamp = form.querySelector("input[name=stamp]");
  const text = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "stamp" && name !== "csrf_token"));
  let saved = text(), timer = 0, busy = false, stopped = false;

  const say = (words) => { status.textContent = words; };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  const save = async () => {
    const now = text();
    if (stopped || now === saved) return;
    if (busy) { later(1500); return; }
    busy = true;
    say(status.dataset.saving);
    try {
      const answer = await fetch(location.href, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (answer.ok) {
        saved = now;
        stamp.value = told.version;
        say(told.text);
      } else {
        say(told.problems.join(" "));
        stopped = answer.status === 409;
      }
    } catch {
      say(status.dataset.failed);
      later(15000);
    }
    busy = false;
    if (!stopped && text() !== saved && now !== text()) later(1500);
  };

  form.addEventListener("input", () => later(1500));
  form.addEventListener("submit", () => { clearTimeout(timer); saved = text(); });
  window.addEventListener("beforeunload", (event) => { if (text() !== saved) event.preventDefault(); });
})();

// 快捷键 of a list: J K rows, X ticks, Enter opens, N new, ? the list of keys. Off while typing, and where switched off.

const composing = (event) => event.isComposing || event.keyCode === 229;
const inField = (element) => element.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;
const rows = () => [...document.querySelectorAll("tr[data-row]")];
let at = -1;

const go = (step) => {
  const all = rows();
  if (!all.length) return;
  at = Math.min(Math.max(at + step, 0), all.length - 1);
  for (const row of all) row.classList.remove("is-at");
  all[at].classList.add("is-at");
  all[at].querySelector("a").focus();
  all[at].scrollIntoView({ block: "nearest" });
};

const DEEDS = {
  j: () => go(1),
  k: () => go(-1),
  x: () => rows()[at]?.querySelector("input[type=checkbox]")?.click(),
  n: () => document.querySelector("[data-new]")?.click(),
  "?": () => { const told = document.querySelector("[data-keys]"); if (told) { told.open = !told.open; told.querySelector("summary").focus(); } },
};

document.addEventListener("keydown", (event) => {
  if (document.querySelector("meta[name=keys]") !== null || composing(event) || inField(event.target)) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const deed = DEEDS[event.key.toLowerCase()];
  if (!deed) return;
  event.preventDefault();
  deed();
});

// the bar with what can be done to all ticked rows appears after the first tick
const bar = document.querySelector("[data-bulk]");
if (bar) {
  const ticks = () => [...document.querySelectorAll("tr[data-row] input[type=checkbox]")];
  const told = bar.querySelector("[data-count]");
  const tell = () => {
    const n = ticks().filter((box) => box.checked).length;
    bar.hidden = n === 0;
    told.textContent = told.dataset.count.replace("{n}", String(n));
  };
  document.addEventListener("change", (event) => { if (event.target.closest("tr[data-row]")) tell(); });
  const all = document.querySelector("[data-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => { for (const box of ticks()) box.checked = all.checked; tell(); });
  }
  tell();
}

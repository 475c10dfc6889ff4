// 窗口工作台: a card that is read goes into its field, arrows walk the list of items, what the person brought
// before is fetched once name and telephone stand, papers that are missing are said while ticking,
// letters of pinyin choose the village. Every one of these has its button or its page without this file.

const composing = (event) => event.isComposing || event.keyCode === 229;
const form = document.querySelector("form[data-counter]");
const look = document.querySelector("form[data-look]");

// ---- the reader: 18 places sent into the search box while a form is open
const half = (text) => text.replace(/[０-９Ｘｘ]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));
look?.addEventListener("submit", (event) => {
  const read = half(look.q.value).replace(/[\s-]/g, "").toUpperCase();
  const box = form?.querySelector("[name=id_number]");
  if (!box || !/^[1-9]\d{16}[\dX]$/.test(read)) return;
  event.preventDefault();
  box.value = read;
  look.q.value = "";
  const empty = ["applicant", "phone"].map((name) => form.elements[name]).find((one) => !one.value);
  (empty || box).focus();
});

// ---- the list of items: arrow down from the box, up and down in the list
const found = [...document.querySelectorAll("[data-found] a")];
document.addEventListener("keydown", (event) => {
  if (composing(event) || !["ArrowDown", "ArrowUp"].includes(event.key) || !found.length) return;
  const at = event.target === look?.q ? -1 : found.indexOf(event.target);
  if (at === -1 && event.target !== look?.q) return;
  event.preventDefault();
  const to = at + (event.key === "ArrowDown" ? 1 : -1);
  (to < 0 ? look.q : found[Math.min(to, found.length - 1)]).focus();
});

// ---- the village by the letters of its pinyin
for (const select of document.querySelectorAll("select[data-letters]")) {
  let typed = "";
  let last = 0;
  select.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[a-z]$/i.test(event.key)) return;
    typed = Date.now() - last > 1200 ? event.key : typed + event.key;
    last = Date.now();
    const one = [...select.options].find((option) =>
      (option.dataset.letters || "").split(" ").some((letters) => letters.startsWith(typed.toLowerCase())));
    if (!one) return;
    event.preventDefault();
    select.value = one.value;
  });
}

// ---- the papers
const said = () => {
  const list = form.querySelector("[data-papers]");
  const told = form.querySelector("[data-said]");
  if (!list || !told) return;
  const needed = [...list.querySelectorAll("[data-needed]")];
  const missing = needed.filter((box) => !box.checked).map((box) => box.value);
  const all = list.querySelector("#all-papers");
  if (all) all.checked = [...list.querySelectorAll("[name=handed_in]")].every((box) => box.checked);
  told.textContent = !needed.length ? "" : missing.length
    ? list.dataset.papers.replace("{names}", missing.join("、")) : list.dataset.complete;
};
const papers = () => {
  const row = form.querySelector("[data-all-papers]");
  if (row) row.hidden = false;
  said();
};

// ---- what was brought before
let asked = 0;
const known = async () => {
  const fields = new FormData(form);
  fields.set("known", "1");
  const number = asked += 1;
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, redirect: "error" });
    if (!answer.ok || number !== asked) return;
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const place of form.querySelectorAll("[data-known]")) put(place, shown);
    const village = shown.querySelector("[name=village_code]");
    if (village && !form.elements.village_code.value) form.elements.village_code.value = village.value;
    papers();
  } catch {
    // no network just now: the button asks again
  }
};
const put = (place, shown) => {
  const fresh = shown.querySelector(`[data-known="${place.dataset.known}"]`);
  if (!fresh) return;
  const here = place.contains(document.activeElement) ? document.activeElement.id : "";
  if (place.dataset.known === "card" && place.querySelector("[name=id_number]")?.value) return;
  const ticked = [...place.querySelectorAll("[name=handed_in]:checked")].map((box) => box.value);
  place.replaceChildren(...fresh.childNodes);
  for (const box of place.querySelectorAll("[name=handed_in]")) if (ticked.includes(box.value)) box.checked = true;
  if (here) (document.getElementById(here) || form.elements.village_code).focus();
};

// ---- Ctrl+Enter beside the form too: after a mistake the focus stands on what was wrong
document.addEventListener("keydown", (event) => {
  if (form && event.key === "Enter" && event.ctrlKey && !composing(event) && !event.target.closest("form")) form.requestSubmit();
});

if (form) {
  const press = form.querySelector("[data-known-press]");
  press.hidden = true;
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (box.id === "all-papers") {
      for (const one of form.querySelectorAll("[name=handed_in]")) one.checked = box.checked;
    }
    if (box.closest("[data-papers]")) said();
    if (["applicant", "phone"].includes(box.name) && form.elements.applicant.value && form.elements.phone.value) known();
  });
  papers();
}

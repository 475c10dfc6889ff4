// 回车到下一格: Enter goes to the next field, on the last one to the button that saves; not in long texts, not while composing.
// What bears data-pass is passed over; Tab comes to it.
// <details data-open-for="channel letter slip">: opens when that field is set to one of these values.

const composing = (event) => event.isComposing || event.keyCode === 229;

const stops = (box) => [...box.querySelectorAll("input, select, textarea, button[type=submit]")].filter((one) =>
  one.type !== "hidden" && !one.disabled && one.tabIndex >= 0 && !one.closest("details:not([open]), [hidden], [data-pass]")
  && (one.type !== "radio" || one.checked || !box.querySelector(`input[name="${one.name}"]:checked`)));

for (const box of document.querySelectorAll("[data-enter]")) {
  box.addEventListener("keydown", (event) => {
    const here = event.target;
    if (event.key !== "Enter" || composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (here.matches("textarea, button, a, summary")) return;
    event.preventDefault();
    const all = stops(box);
    const at = all.findIndex((one) => one === here || (one.type === "radio" && one.name === here.name));
    const next = all.slice(at + 1).find((one) => one.type !== "radio" || one.name !== here.name);
    if (!next) return;
    next.focus();
    if (next.matches("input:not([type=radio]):not([type=checkbox])")) next.select();
  });
}

for (const fold of document.querySelectorAll("details[data-open-for]")) {
  const [name, ...values] = fold.dataset.openFor.split(" ");
  document.querySelector(`[name="${name}"]`)?.addEventListener("change", (event) => {
    if (values.includes(event.target.value)) fold.open = true;
  });
}

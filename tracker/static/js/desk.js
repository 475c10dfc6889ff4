// 干部一边的小帮手: unsaved text is asked about, menus close, "/" searches, Ctrl+Enter submits.

const composing = (event) => event.isComposing || event.keyCode === 229;
const inField = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

let unsaved = false;
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
}
window.addEventListener("beforeunload", (event) => {
  if (!unsaved || document.querySelector("form[data-ready]")) return; // that one keeps every change by itself
  event.preventDefault();
  event.returnValue = "";
});

// 走访存在手机里 (field/): signing in forgets whose turn it was; signing out leads over the page that empties the phone
const kept = (deed) => {
  try {
    return deed(localStorage);
  } catch {
    return null;
  }
};
document.querySelector("form [name=login]")?.form.addEventListener("submit", () => {
  kept((store) => store.removeItem("field-user"));
});
const signOut = document.querySelector("form[action$='/logout']");
signOut?.addEventListener("submit", (event) => {
  const isLed = kept((store) => {
    if (!store.getItem("field")) return false;
    sessionStorage.setItem("field-leave", "1"); // that page empties nothing for a mere link
    return true;
  });
  if (!isLed) return;
  event.preventDefault();
  location.href = signOut.action.replace(/logout$/, "visits/outbox#leave");
});

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.who[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.who")));

document.addEventListener("keydown", (event) => {
  if (composing(event)) return;
  if (event.key === "Escape") closeMenus(null);
  if (event.key === "Enter" && event.ctrlKey) event.target.closest("form[data-guard]")?.requestSubmit();
  if (event.key === "/" && !inField(event.target) && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }
});

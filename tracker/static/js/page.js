// 页面小帮手: print, copy, counting down in long texts. Every page works without this file.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// <button data-copy="#id" data-copied="已复制" hidden>: copies the text of that element
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.querySelector(button.dataset.copy).textContent.trim();
    await navigator.clipboard.writeText(text);
    button.textContent = button.dataset.copied;
  });
}

// <textarea maxlength="500" data-count="还能写 {n} 个字">: says so from four fifths on
for (const area of document.querySelectorAll("textarea[data-count][maxlength]")) {
  const note = document.createElement("p");
  note.className = "count";
  note.setAttribute("aria-live", "polite");
  area.after(note);
  const tell = () => {
    const left = area.maxLength - area.value.length;
    note.textContent = left > area.maxLength / 5 ? "" : area.dataset.count.replace("{n}", String(left));
  };
  area.addEventListener("input", tell);
  tell();
}

// a double tap sends once; coming back by the browser's arrow makes the button live again
for (const form of document.querySelectorAll("form[data-guard]")) {
  let sentAt = 0;
  form.addEventListener("submit", (event) => {
    const now = Date.now();
    if (now - sentAt < 8000) event.preventDefault();
    else sentAt = now;
  });
  window.addEventListener("pageshow", () => { sentAt = 0; });
  form.addEventListener("stayed", () => { sentAt = 0; }); // a script kept it here, to be mended
}

// for browsers that do not know autofocus on a box
requestAnimationFrame(() => {
  if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();
});

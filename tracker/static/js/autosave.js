// 自动保存: a form with data-autosave keeps on the server what is typed, every ten seconds, and says when.

const EVERY = 10000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const note = document.createElement("p");
  note.className = "small muted";
  note.setAttribute("role", "status");
  form.append(note);
  let dirty = false;
  let sent = false;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", () => { sent = true; });

  const keep = async () => {
    if (!dirty || sent) return;
    dirty = false;
    const fields = new FormData(form);
    for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
    fields.set("kept_page", form.dataset.page);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: fields });
      if (!answer.ok) throw new Error(String(answer.status));
      note.textContent = (await answer.json()).text;
    } catch {
      dirty = true;
      note.textContent = form.dataset.unsaved;
    }
  };
  setInterval(keep, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
}

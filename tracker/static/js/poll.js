// 进度: while a section says data-poll, it is fetched anew; when it is gone, the page shows what came of it.

const EVERY = 1500;

const look = async () => {
  const section = document.querySelector("[data-poll]");
  if (!section) return;
  try {
    const answer = await fetch(section.dataset.poll);
    if (!answer.ok) return setTimeout(look, EVERY * 4);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-poll]");
    if (!fresh) return location.replace(section.dataset.poll);
    const bar = fresh.querySelector("progress");
    const [text, told] = [section.querySelector("p"), fresh.querySelector("p")];
    if (text.textContent !== told.textContent) text.textContent = told.textContent;
    section.querySelector("progress").replaceWith(bar);
    document.querySelector(".page-tags")?.replaceWith(page.querySelector(".page-tags"));
    return setTimeout(look, EVERY);
  } catch {
    return setTimeout(look, EVERY * 4); // no network just now
  }
};

setTimeout(look, EVERY);

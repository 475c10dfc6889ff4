// 排队 at the desk: who waits now, read anew while nobody's hand is on it; without a script one press reads it anew.

const EVERY = 15000;

const renew = async () => {
  const pane = document.querySelector("[data-line]");
  if (!pane) return;
  try {
    const answer = await fetch(pane.dataset.line);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = answer.ok && !answer.redirected ? page.querySelector("[data-line]") : null;
    const isTouched = pane.contains(document.activeElement) || pane.querySelector("details[open]");
    if (fresh && !isTouched && fresh.textContent !== pane.textContent) pane.replaceWith(fresh);
  } catch {
    // no network just now: what stands there stays
  }
  setTimeout(renew, EVERY);
};

setTimeout(renew, EVERY);

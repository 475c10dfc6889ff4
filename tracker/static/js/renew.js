// 大屏和号: the part marked data-every is fetched anew every so many seconds; while the server is away, the last
// picture stays and says so. The machine's slip (data-then) gives way to the next person after its time.

const shown = () => document.querySelector("[data-every]");

const renew = async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-every]");
    if (!next) return location.reload(); // it is over: the page says so
    if (next.innerHTML !== shown().innerHTML) shown().replaceWith(next);
  } catch {
    const time = shown().querySelector("[data-time]");
    if (time) time.textContent = shown().dataset.away;
  }
  return setTimeout(renew, Number(shown().dataset.every) * 1000);
};

if (shown()) setTimeout(renew, Number(shown().dataset.every) * 1000);

const left = document.querySelector("[data-then]");
if (left) setTimeout(() => location.assign(left.dataset.then), Number(left.dataset.after) * 1000);

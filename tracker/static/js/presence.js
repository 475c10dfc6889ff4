// 谁正开着: an open record says so once a minute, and shows who else has it open.

const EVERY = 60000;

const place = document.querySelector("[data-presence]");
const tell = async () => {
  if (document.hidden) return;
  const fields = new FormData(place.querySelector("form"));
  try {
    const answer = await fetch(place.dataset.presence, { method: "POST", body: fields });
    if (answer.ok) place.querySelector("[role=status]").textContent = (await answer.json()).text;
  } catch {
    // no network just now: the next minute will do
  }
};
if (place) {
  tell();
  setInterval(tell, EVERY);
}

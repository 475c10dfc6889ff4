// 退出: what is kept is asked about first; then all of this account leaves the phone.

import { drafts, onChange, unread, unsent, wipe } from "./outbox.js";
import { button, link, node, status as spoken } from "./nodes.js";
import { saveToFile } from "./list.js";
import { status, sync } from "./sync.js";
import { WORDS } from "./words.js";

const ROOT = document.querySelector("[data-field]").dataset.root;
let stop = () => {};

export async function leave(place, user) {
  stop();
  document.querySelectorAll(".field-leave").forEach((one) => one.remove());
  const box = node("section", "card card--warning field-leave");
  place.before(box);
  const said = spoken("small muted");
  const go = async () => {
    box.replaceChildren(node("p", "", WORDS.leaveBusy));
    await wipe(user);
    const form = document.querySelector("form[action$='/logout']");
    if (form && navigator.onLine) form.submit();
    else if (!navigator.onLine) box.replaceChildren(node("p", "", WORDS.leaveOffline));
    else {
      // the worker's empty page; the day's page waits for the network
      const again = link(`${ROOT}/me`, "button button--primary", WORDS.leaveReload);
      box.replaceChildren(node("p", "", WORDS.leaveNotYet), node("div", "actions", again));
    }
  };
  let isGone = false;
  const show = async () => {
    if (isGone) return;
    const waiting = (await unsent(user)).length;
    const unfinished = (await drafts(user)).length;
    const notes = (await unread(user)).length;
    const left = waiting + unfinished + notes;
    if (isGone) return;
    if (!left) {
      isGone = true;
      stop();
      await go();
      return;
    }
    if (box.contains(document.activeElement) && status.state === "busy") return;
    box.replaceChildren(
      node("div", "card-head", node("h2", "", WORDS.leaveTitle(waiting, unfinished, notes))),
      node("p", "", WORDS.leaveWhy),
      node(
        "div", "actions", waiting ? button(WORDS.leaveSend, "primary", () => sync()) : "",
        waiting ? button(WORDS.leaveFile, "secondary", async () => { said.textContent = await saveToFile(user); }) : "",
        button(WORDS.leaveDrop(left), "danger", () => { isGone = true; stop(); return go(); }),
        button(WORDS.leaveStay, "quiet", () => { isGone = true; stop(); box.remove(); }),
      ), said,
    );
  };
  stop = onChange(show);
  await show();
}

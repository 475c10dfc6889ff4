// 退出: what waits is asked about first; then everything of this account leaves the phone, its key too.

import { onChange, unsent, wipe } from "./outbox.js";
import { button, node } from "./nodes.js";
import { saveToFile } from "./list.js";
import { status, sync } from "./sync.js";
import { WORDS } from "./words.js";

export async function leave(place, user) {
  document.querySelectorAll(".field-leave").forEach((one) => one.remove());
  const box = node("section", "card card--warning field-leave");
  place.before(box);
  const go = async () => {
    box.replaceChildren(node("p", "", WORDS.leaveBusy));
    await wipe(user);
    const form = document.querySelector("form[action$='/logout']");
    if (form && navigator.onLine) form.submit();
    else box.replaceChildren(node("p", "", navigator.onLine ? WORDS.leaveDone : WORDS.leaveOffline));
  };
  let isGone = false;
  const show = async () => {
    if (isGone) return;
    const left = (await unsent(user)).length;
    if (!left) {
      isGone = true;
      stop();
      await go();
      return;
    }
    if (box.contains(document.activeElement) && status.state === "busy") return;
    box.replaceChildren(
      node("div", "card-head", node("h2", "", WORDS.leaveTitle(left))), node("p", "", WORDS.leaveWhy),
      node(
        "div", "actions", button(WORDS.leaveSend, "primary", () => sync()),
        button(WORDS.leaveFile, "secondary", () => saveToFile(user)),
        button(WORDS.leaveDrop(left), "danger", () => { isGone = true; stop(); return go(); }),
        button(WORDS.leaveStay, "quiet", () => { isGone = true; stop(); box.remove(); history.replaceState(null, "", location.pathname); }),
      ),
    );
  };
  const stop = onChange(show);
  await show();
}

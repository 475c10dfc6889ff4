// 没有信号: the line about the queue, the form, the list, the worker. Every page works without it.

import { startForm } from "./form.js";
import { leave } from "./leave.js";
import { startList } from "./list.js";
import { currentUser, onChange, sweep, useAccount } from "./outbox.js";
import { carried, takeAlong } from "./pack.js";
import { possible, recall, remember } from "./seal.js";
import { standing, start } from "./sync.js";
import { WORDS, clock } from "./words.js";

const field = document.querySelector("[data-field]");
const day = document.querySelector("main form [name=visited_on]");
const form = day && day.form.elements.place ? day.form : null;
const list = document.querySelector("[data-outbox]");

function lineOf({ state, at, waiting, asks }) {
  if (state === "sign_in") return WORDS.signIn(waiting);
  if (state === "other") return WORDS.other;
  if (!navigator.onLine) return WORDS.offline(waiting);
  if (state === "offline") return WORDS.noReach(waiting);
  if (state === "busy" && waiting) return WORDS.busy(waiting);
  if (waiting) return WORDS.left(waiting);
  return at ? WORDS.synced(clock(at)) : "";
}

// for the colour of the line; "idle" has nothing to say on a desk PC (field.css)
function stateOf({ state, waiting, asks, notes }) {
  if (asks || notes) return "asks";
  if (!navigator.onLine) return "offline";
  return state === "idle" && waiting ? "waiting" : state;
}

function watchStrip(strip) {
  const text = strip.querySelector("[data-sync-text]");
  const way = strip.querySelector("[data-sync-outbox]");
  const show = async () => {
    const now = await standing();
    const words = [lineOf(now), now.asks ? WORDS.ask(now.asks) : "", now.notes ? WORDS.notes(now.notes) : ""].filter(Boolean).join("；");
    if (text.textContent !== words) text.textContent = words;
    const isOut = now.state === "sign_in" && navigator.onLine;
    const target = `${field.dataset.root}/visits/outbox`;
    way.href = isOut ? `${field.dataset.root}/login?next=${target}` : target;
    way.textContent = isOut ? WORDS.toSignIn : WORDS.toOutbox;
    way.hidden = !isOut && (list !== null || !(now.waiting || now.asks || now.notes || !navigator.onLine));
    strip.dataset.state = stateOf(now);
    strip.hidden = !words;
  };
  onChange(show);
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  return show();
}

async function offerPack(button, user) {
  const said = document.querySelector("[data-pack-said]");
  const tell = (pack) => { said.textContent = pack ? WORDS.packed(pack.households.length, clock(pack.takenAt)) : ""; };
  button.hidden = false;
  tell(await carried(user));
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      tell(await takeAlong(user));
    } catch {
      said.textContent = WORDS.packFailed;
    }
    button.disabled = false;
  });
}

// the button 退出 leaves a mark (desk.js): a mere link empties no phone
function wasAsked() {
  const mark = recall("field-leave", "sessionStorage");
  remember("field-leave", "", "sessionStorage");
  return mark;
}

function watchLeaving(user) {
  const look = () => {
    if (location.hash !== "#leave") return;
    history.replaceState(null, "", location.pathname);
    if (wasAsked()) leave(list, user);
  };
  window.addEventListener("hashchange", look);
  look();
}

function worker() {
  if (!navigator.serviceWorker || !field.dataset.worker) return;
  navigator.serviceWorker.register(field.dataset.worker).catch(() => {
    // then the pages need a signal to open
  });
}

async function begin() {
  if (!possible()) {
    if (list) list.textContent = WORDS.noStore;
    return;
  }
  worker();
  const isStranger = field.dataset.user === "none"; // signed in, and records no visits
  if (field.dataset.user && !isStranger) useAccount(field.dataset.user);
  await sweep();
  const user = isStranger ? field.dataset.user : currentUser();
  const strip = document.querySelector("[data-sync-strip]");
  if (list) watchLeaving(user);
  else wasAsked();
  if (!user || isStranger) {
    if (list) list.textContent = isStranger ? WORDS.noVisits : WORDS.noAccount;
    return;
  }
  if (strip) watchStrip(strip);
  if (form) form.dataset.visit = "";
  if (form) await startForm(form, user);
  if (list) await startList(list, user);
  const take = document.querySelector("[data-pack]");
  if (take) offerPack(take, user);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  start();
}

if (field) begin();

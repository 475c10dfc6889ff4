// 上传: oldest first, one at a time; after a failure later and later, at once with a new signal.

import { change, get } from "./db.js";
import { currentUser, mark, told, unread, unsent } from "./outbox.js";
import { Stop, ask, hello, json, sendOne } from "./send.js";
import { WORDS } from "./words.js";

export const status = { state: "idle" };
let failures = 0;
let timer = 0;
let running = null;

async function sendSafely(record, token) {
  try {
    await sendOne(record, token);
  } catch (error) {
    if (error instanceof Stop) throw error;
    await mark(record.id, { state: "asks", reason: WORDS.unreadable, unheard: false });
  }
}

async function round(again) {
  const { token, user } = await hello();
  const tried = new Set();
  const next = async () => (await unsent(user)).find(
    (one) => !tried.has(one.id) && (one.state !== "asks" || again.has(one.id)),
  );
  try {
    for (let record = await next(); record; record = await next()) {
      tried.add(record.id);
      await sendSafely(record, token);
    }
  } finally {
    for (const one of await unsent(user)) if (one.state === "sending") await mark(one.id, { state: "waiting" });
  }
  await ask("/sync/waiting", {
    method: "POST", body: JSON.stringify({ waiting: (await unsent(user)).length, oldest: null }),
    headers: { "Content-Type": "application/json", "X-Token": token },
  }, json);
  await change([["meta", { id: `synced:${user}`, at: Date.now() }]]);
}

// one tab at a time; without locks (an iPhone before 2022) the server knows a visit that comes twice
function alone(work) {
  if (!navigator.locks) return work();
  return navigator.locks.request("tracker-sync", { ifAvailable: true }, (lock) => lock ? work() : "taken");
}

function later() {
  clearTimeout(timer);
  failures += 1;
  const seconds = Math.min(2 ** failures, 300);
  timer = setTimeout(() => sync(), seconds * 1000 * (1 + Math.random() / 4));
}

async function attempt(again) {
  status.state = "busy";
  told();
  try {
    if (await alone(() => round(again)) === "taken") {
      status.state = "idle";
      timer = setTimeout(() => sync(), 5000);
      return;
    }
    [status.state, failures] = ["idle", 0];
  } catch (error) {
    status.state = error instanceof Stop ? error.message : "offline";
    later();
  } finally {
    running = null;
    told();
  }
}

// one round; again: keys of set-aside visits that a person sends once more
export function sync(again = []) {
  clearTimeout(timer);
  running = running || attempt(new Set(again));
  return running;
}

// what waited for a decision at a desk may be decided by now
export async function start() {
  const now = () => { failures = 0; sync(); };
  window.addEventListener("online", now);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && status.state !== "idle") now(); });
  const user = currentUser();
  return sync((user ? await unsent(user) : []).filter((one) => one.parked).map((one) => one.id));
}

export async function standing() {
  const user = currentUser();
  const left = user ? await unsent(user) : [];
  const synced = user ? await get("meta", `synced:${user}`) : null;
  const asks = left.filter((one) => one.state === "asks").length;
  const notes = user ? (await unread(user)).length : 0;
  return { ...status, user, at: synced ? synced.at : 0, asks, notes, waiting: left.length - asks };
}

// 下乡带着走: today's households by one tap; gone with the day.

import { change, get } from "./db.js";
import { told } from "./outbox.js";
import { seal, unseal } from "./seal.js";
import { dayOf } from "./words.js";

const ROOT = document.querySelector("[data-field]").dataset.root;

export async function carried(user) {
  const held = user ? await get("meta", `pack:${user}`) : null;
  if (!held || held.day !== dayOf(Date.now())) return null;
  return { ...await unseal(user, held.sealed), takenAt: held.takenAt };
}

async function answer(path, headers) {
  const got = await fetch(ROOT + path, { cache: "no-store", redirect: "error", headers });
  if (!got.ok) throw new Error(String(got.status));
  return got.json();
}

export async function takeAlong(user) {
  const known = await answer("/sync/hello", {});
  if (known.user !== user) throw new Error("other");
  const pack = await answer("/sync/pack", { "X-Token": known.token });
  if (pack.user !== user || !Array.isArray(pack.households)) throw new Error("other");
  const sealed = await seal(user, pack);
  await change([["meta", { id: `pack:${user}`, day: dayOf(Date.now()), takenAt: Date.now(), sealed }]]);
  told();
  return carried(user);
}

export async function putAway(user) {
  await change([], [["meta", `pack:${user}`]]);
  told();
}

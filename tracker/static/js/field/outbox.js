// 待上传: drafts and saved visits of one account on this phone. A visit leaves only after the server's echo.
// draft  {id: "d" + client_id, client, user, changed, photos: [{sha256, size}], sealed: {fields, where}}
// record {id, user, rev, tried: [sha256], unheard, sha256, savedAt, state, percent, sent, reason, ref, doneAt,
//         photos, sealed: {payload, fields, where}}; state: waiting, sending, asks, done
// photo  {id: "<id of draft or record>/<sha256>", user, sealed}

import { all, allBelow, change, get, update } from "./db.js";
import { canonical, openBytes, recall, remember, seal, sealBytes, sha256, unseal } from "./seal.js";
import { dayOf } from "./words.js";

const DRAFT_LIVES = 72 * 3600 * 1000;
const DONE_SHOWN = 24 * 3600 * 1000;
const FILE_HOLDS = 4 * 2 ** 20; // letters; Chinese ones take three bytes each

const channel = window.BroadcastChannel ? new BroadcastChannel("field") : null;
const heard = new Set();
if (channel) channel.onmessage = () => heard.forEach((one) => one());
// calls work after each change here or in another tab; gives back what ends that
export function onChange(work) {
  heard.add(work);
  return () => heard.delete(work);
}
export function told() {
  heard.forEach((one) => one());
  if (channel) channel.postMessage("");
}

// who is signed in on this phone; the queue of anybody else is neither shown nor sent
export const currentUser = () => recall("field-user");
export const useAccount = (user) => remember("field-user", user); // signing in forgets it (desk.js)

const mine = async (store, user) => (await all(store)).filter((one) => one.user === user);

export const drafts = async (user) => (await mine("drafts", user)).sort((a, b) => b.changed - a.changed);
export const records = async (user) => (await mine("records", user)).sort((a, b) => a.savedAt - b.savedAt);
export const unsent = async (user) => (await records(user)).filter((one) => one.state !== "done");
export const contents = (one) => unseal(one.user, one.sealed);

export async function photosOf(one) {
  const kept = await allBelow("photos", one.id);
  const found = [];
  for (const { sha256: name, size } of one.photos) {
    const photo = kept.find((held) => held.id === `${one.id}/${name}`);
    if (photo) found.push({ sha256: name, size, bytes: await openBytes(one.user, photo.sealed) });
  }
  return found;
}

async function photoRows(id, user, photos) {
  const rows = [];
  for (const one of photos) {
    rows.push(["photos", { id: `${id}/${one.sha256}`, user, sealed: await sealBytes(user, one.bytes) }]);
  }
  return rows;
}

const named = (photos) => photos.map(({ sha256: name, size }) => ({ sha256: name, size }));

// known: the photos that lie there already and need no second sealing
export async function keepDraft(user, { id, fields, where, photos }, known) {
  const key = `d${id}`;
  const fresh = photos.filter((one) => !known.has(one.sha256));
  const gone = [...known].filter((name) => !photos.some((one) => one.sha256 === name));
  const sealed = await seal(user, { fields, where });
  const draft = { id: key, client: id, user, changed: Date.now(), photos: named(photos), sealed };
  await change(
    [["drafts", draft], ...await photoRows(key, user, fresh)],
    gone.map((name) => ["photos", `${key}/${name}`]),
  );
  return draft.changed;
}

// the draft goes in the same breath, so that nobody is asked about it afterwards
export async function keepRecord(user, { id, fields, where, payload, photos }) {
  const now = Date.now();
  const before = await get("records", id);
  const body = { ...payload, photos: named(photos) };
  const rev = before && before.tried.length ? before.rev + 1 : 1;
  for (const matter of body.matters) matter.since = rev;
  const record = {
    id, user, rev, tried: before ? before.tried : [], unheard: false, sha256: await sha256(canonical(body)),
    savedAt: before ? before.savedAt : now, deviceTime: new Date(now).toISOString(), state: "waiting", percent: 0,
    sent: 0, reason: "", ref: "", photos: named(photos), sealed: await seal(user, { payload: body, fields, where }),
  };
  const rows = await photoRows(id, user, photos);
  await change([["records", record], ...rows], [["drafts", `d${id}`]], [["photos", `d${id}`], ["photos", id]]);
  told();
  return record;
}

export async function mark(id, changes) {
  await update("records", id, (there) => there && { ...there, ...changes });
  told();
}

// what is left of a sent visit says when and under which number, nothing else
export async function finish(record, ref) {
  const { id, user, savedAt } = record;
  const rest = { id, user, savedAt, state: "done", ref, doneAt: Date.now(), photos: [] };
  await change([["records", rest]], [], [["photos", id]]);
  told();
}

export async function drop(store, id) {
  await change([], [[store, id]], [["photos", id]]);
  told();
}

// gone after their time: unfinished texts after 72 hours, what is sent after a day, the day's list with the day
export async function sweep() {
  const now = Date.now();
  const late = (await all("drafts")).filter((one) => now - one.changed > DRAFT_LIVES).map((one) => ["drafts", one]);
  const sent = (await all("records")).filter((one) => one.state === "done" && now - one.doneAt > DONE_SHOWN);
  const packs = (await all("meta")).filter((one) => one.day && one.day !== dayOf(now));
  const drops = [...late, ...sent.map((one) => ["records", one])].map(([store, one]) => [store, one.id]);
  drops.push(...packs.map((one) => ["meta", one.id]));
  if (drops.length) await change([], drops, late.map(([, one]) => ["photos", one.id]));
}

// signing out: everything of this account, its key too
export async function wipe(user) {
  const [unfinished, kept] = [await mine("drafts", user), await mine("records", user)];
  const metas = (await all("meta")).filter((one) => one.id.endsWith(`:${user}`));
  await change([], [
    ...unfinished.map((one) => ["drafts", one.id]), ...kept.map((one) => ["records", one.id]),
    ...metas.map((one) => ["meta", one.id]), ["keys", user],
  ], [...unfinished, ...kept].map((one) => ["photos", one.id]));
  remember("field-user", "");
  if (!(await all("keys")).length) remember("field", "");
  told();
}

// one visit as it goes to the server
export async function wire(record) {
  const { payload } = await contents(record);
  return {
    client_id: record.id, rev: record.rev, base_rev: record.tried.length ? record.rev - 1 : 0, tried: record.tried,
    sha256: record.sha256, device_time: record.deviceTime, device_now: new Date().toISOString(),
    tz_offset: -new Date().getTimezoneOffset(), depends_on: [], user: record.user, payload,
  };
}

// 存到文件: all that waits, for /visits/load at a desk; in several files when it is much
export async function toFiles(user) {
  const files = [];
  let length = 0;
  for (const record of await unsent(user)) {
    const item = await wire(record);
    const photos = {};
    for (const photo of await photosOf(record)) photos[photo.sha256] = base64(photo.bytes);
    const weight = JSON.stringify([item, photos]).length;
    if (!files.length || length + weight > FILE_HOLDS) {
      files.push({ format: "tracker-visits", version: 1, saved_at: new Date().toISOString(), user, items: [], photos: {} });
      length = 0;
    }
    length += weight;
    const file = files[files.length - 1];
    file.items.push(item);
    Object.assign(file.photos, photos);
  }
  return files.map((file) => new Blob([JSON.stringify(file)], { type: "application/json" }));
}

function base64(bytes) {
  const view = new Uint8Array(bytes);
  let text = "";
  for (let at = 0; at < view.length; at += 8192) text += String.fromCharCode(...view.subarray(at, at + 8192));
  return btoa(text);
}

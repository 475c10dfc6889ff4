// 待上传: drafts and saved visits of one account on this phone. A visit leaves only after the server's echo.
// draft  {id: "d" + client_id, client, user, changed, photos: [{sha256, size}], sealed: {fields, where, named}}
// record {id, user, rev, tried: [sha256], unheard, perhaps, sha256, savedAt, state, percent, sent, reason, ref, doneAt,
//   told, photos, sealed: {payload, fields, where, named}}; state: waiting, sending, asks, done; told: sealed, until read;
//   perhaps: an attempt was never answered
// photo  {id: "<id of draft or record>/<sha256>", user, sealed}

import { all, allBelow, change, changeIf, get, update } from "./db.js";
import { canonical, openBytes, recall, remember, seal, sealBytes, sha256, unseal } from "./seal.js";
import { dayOf } from "./words.js";

const DRAFT_LIVES = 72 * 3600 * 1000;
const DONE_SHOWN = 24 * 3600 * 1000;
const FILE_HOLDS = 4 * 2 ** 20; // letters

const channel = window.BroadcastChannel ? new BroadcastChannel("field") : null;
const heard = new Set();
if (channel) channel.onmessage = () => heard.forEach((one) => one());
export function onChange(work) {
  heard.add(work);
  return () => heard.delete(work);
}
export function told() {
  heard.forEach((one) => one());
  if (channel) channel.postMessage("");
}

// who is signed in here; nobody else's queue is shown or sent
export const currentUser = () => recall("field-user");
export const useAccount = (user) => remember("field-user", user); // signing in forgets it (desk.js)

const mine = async (store, user) => (await all(store)).filter((one) => one.user === user);

export const drafts = async (user) => (await mine("drafts", user)).sort((a, b) => b.changed - a.changed);
export const records = async (user) => (await mine("records", user)).sort((a, b) => a.savedAt - b.savedAt);
export const unsent = async (user) => (await records(user)).filter((one) => one.state !== "done");
export const unread = async (user) => (await records(user)).filter((one) => one.state === "done" && one.told);
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

// known: the photos that lie there already
export async function keepDraft(user, { id, photos, ...written }, known) {
  const key = `d${id}`;
  const fresh = photos.filter((one) => !known.has(one.sha256));
  const gone = [...known].filter((name) => !photos.some((one) => one.sha256 === name));
  const sealed = await seal(user, written);
  const draft = { id: key, client: id, user, changed: Date.now(), photos: named(photos), sealed };
  await change(
    [["drafts", draft], ...await photoRows(key, user, fresh)],
    gone.map((name) => ["photos", `${key}/${name}`]),
  );
  return draft.changed;
}

// the matters the server may have already: they stay as they are
export async function attempted(record) {
  if (!record || !record.tried || !(record.perhaps || record.unheard)) return [];
  const { payload } = await contents(record);
  return record.tried.includes(record.sha256) ? payload.matters : payload.matters.filter((one) => one.since < record.rev);
}

const bare = (matter) => canonical({ ...matter, since: 0 });
const stamp = (record) => record ? [record.sha256, record.state === "done", (record.tried || []).length].join() : "";

// too late to change it; ref: its number when it is sent
export class Late extends Error {}
const late = (ref) => Object.assign(new Late(), { ref });

export async function keepRecord(user, { id, written, payload, photos }) {
  const now = Date.now();
  const before = await get("records", id);
  if (before && before.state === "done") throw late(before.ref);
  const body = { ...payload, photos: named(photos) };
  const tried = before ? before.tried : [];
  const rev = tried.length ? before.rev + 1 : 1;
  const fixed = new Map((await attempted(before)).map((one) => [bare(one), one.since]));
  for (const matter of body.matters) matter.since = fixed.get(bare(matter)) || rev;
  const there = body.matters.map(bare);
  if (![...fixed.keys()].every((one) => there.includes(one))) throw late("");
  const record = {
    id, user, rev, tried, unheard: false, perhaps: Boolean(before && (before.perhaps || before.unheard)),
    sha256: await sha256(canonical(body)),
    savedAt: before ? before.savedAt : now, deviceTime: new Date(now).toISOString(), state: "waiting", percent: 0,
    sent: 0, reason: "", ref: "", photos: named(photos), sealed: await seal(user, { payload: body, ...written }),
  };
  const rows = await photoRows(id, user, photos);
  const isSame = (held) => stamp(held) === stamp(before);
  const puts = [["records", record], ...rows];
  if (!await changeIf(id, isSame, puts, [["drafts", `d${id}`]], [["photos", `d${id}`], ["photos", id]])) {
    return keepRecord(user, { id, written, payload, photos }); // another tab was faster
  }
  told();
  return record;
}

// sha: only while it is still that one; gives back whether it was
export async function mark(id, changes, sha = "") {
  const isMeant = (there) => Boolean(there) && (!sha || there.sha256 === sha);
  const there = await update("records", id, (held) => isMeant(held) ? { ...held, ...changes } : undefined);
  told();
  return isMeant(there);
}

// what is left says when and under which number
export async function finish(record, ref, note) {
  const { id, user, savedAt, sha256: sha } = record;
  const rest = { id, user, savedAt, state: "done", ref, doneAt: Date.now(), photos: [], told: note };
  await changeIf(id, (held) => Boolean(held) && held.sha256 === sha, [["records", rest]], [], [["photos", id]]);
  told();
}

export const read = (id) => mark(id, { told: null });

export async function drop(store, id) {
  await change([], [[store, id]], [["photos", id]]);
  told();
}

// gone after their time
export async function sweep() {
  const now = Date.now();
  const late = (await all("drafts")).filter((one) => now - one.changed > DRAFT_LIVES).map((one) => ["drafts", one]);
  const sent = (await all("records")).filter((one) => (
    one.state === "done" && !one.told && now - one.doneAt > DONE_SHOWN
  ));
  const packs = (await all("meta")).filter((one) => one.day && one.day !== dayOf(now));
  const drops = [...late, ...sent.map((one) => ["records", one])].map(([store, one]) => [store, one.id]);
  drops.push(...packs.map((one) => ["meta", one.id]));
  if (drops.length) await change([], drops, late.map(([, one]) => ["photos", one.id]));
}

// signing out
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

// earlier visits to the same household that are still here: this one follows them
async function follows(record, place) {
  const found = [];
  for (const one of place.startsWith("h") ? await unsent(record.user) : []) {
    if (one.id === record.id) break;
    const { payload } = await contents(one).catch(() => ({}));
    if (payload && payload.place === place) found.push(one.id);
  }
  return found.slice(-20);
}

export async function wire(record) {
  const { payload } = await contents(record);
  return {
    client_id: record.id, rev: record.rev, base_rev: record.tried.length ? record.rev - 1 : 0, tried: record.tried,
    sha256: record.sha256, device_time: record.deviceTime, device_now: new Date().toISOString(),
    tz_offset: -new Date().getTimezoneOffset(), depends_on: await follows(record, payload.place), user: record.user, payload,
  };
}

// 存到文件: what waits, for /visits/load. Somebody else may load it: visits with words for an opinion, or words the server asked about, stay (left: how many)
export async function toFiles(user) {
  const files = [];
  let length = 0;
  let left = 0;
  for (const record of await unsent(user)) {
    const item = await wire(record);
    const isAsked = record.state === "asks" && /(^|-)mention$/.test(record.field || "");
    if (isAsked || item.payload.matters.some((one) => one.turn === "opinion" || one.quiet)) {
      left += 1;
      continue;
    }
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
  return { blobs: files.map((file) => new Blob([JSON.stringify(file)], { type: "application/json" })), left };
}

function base64(bytes) {
  const view = new Uint8Array(bytes);
  let text = "";
  for (let at = 0; at < view.length; at += 8192) text += String.fromCharCode(...view.subarray(at, at + 8192));
  return btoa(text);
}

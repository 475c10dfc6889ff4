// What is said to the server and what counts as its answer: only an echo of key and hash.

import { finish, mark, photosOf, useAccount, wire } from "./outbox.js";
import { seal } from "./seal.js";
import { WORDS } from "./words.js";

const ROOT = document.querySelector("[data-field]").dataset.root;
const PART = 65536;
const PATIENCE = 30000;
const TRIES = [0, 100, 1500];

export class Stop extends Error {}

const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

async function once(path, options) {
  const hold = new AbortController();
  const bell = setTimeout(() => hold.abort(), PATIENCE);
  try {
    return await fetch(ROOT + path, {
      cache: "no-store", credentials: "same-origin", redirect: "error", signal: hold.signal, ...options,
    });
  } finally {
    clearTimeout(bell);
  }
}

// an answer of our server, or Stop: a lost one is asked for again, twice
export async function ask(path, options, understood) {
  let answer = null;
  for (const pause of TRIES) {
    if (pause) await wait(pause * (1 + Math.random() / 2));
    try {
      answer = await once(path, options);
      const said = await understood(answer);
      if (answer.status === 401 && said && said.state === "sign_in") throw new Stop("sign_in");
      if (said && answer.status !== 429 && answer.status < 500) return { status: answer.status, said };
    } catch (error) {
      if (error instanceof Stop) throw error;
    }
  }
  throw new Stop("offline");
}

export async function json(answer) {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function hello() {
  const { said } = await ask("/sync/hello", {}, async (answer) => {
    const known = await json(answer);
    return known && (known.ok === "tracker-sync" || known.state === "sign_in") ? known : null;
  });
  useAccount(said.user);
  return said;
}

const echoed = (said, record) => said.client_id === record.id && said.sha256 === record.sha256;

async function sendRecord(record, token) {
  const body = await wire(record);
  // said before it is tried: a phone that dies now knows that the server may have it
  const tried = [...new Set([...record.tried, record.sha256])];
  const perhaps = Boolean(record.perhaps || record.unheard);
  if (!await mark(record.id, { state: "sending", unheard: true, perhaps, percent: 0, tried }, record.sha256)) return null;
  const { status: code, said } = await ask("/sync/visits", {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-Token": token },
  }, json);
  if (said.state === "other_account") throw new Stop("other");
  if ((code === 200 || code === 201) && said.state === "stored" && echoed(said, record)) return said;
  if (code < 400 || typeof said.state !== "string") throw new Stop("offline");
  const parked = said.state === "conflict" && echoed(said, record);
  return {
    aside: said.message || (parked ? WORDS.parked : WORDS.refused), parked, field: said.field || "",
    perhaps: code === 422 && (tried.length === 1 || said.absent === true) ? false : perhaps, // it is not there
    missing: parked ? said.photos_missing || [] : [],
  };
}

// refused by the server itself; a login page is no JSON
const isGone = (answer) => answer.status >= 400 && answer.status < 500 && answer.status !== 429
  && /json/.test(answer.headers.get("Content-Type") || "");

// why the server will not have this one; "" when it has it
async function sendPhoto(record, photo, token, progress) {
  const path = `/sync/photos/${photo.sha256}?client_id=${encodeURIComponent(record.id)}`;
  const bytes = new Uint8Array(photo.bytes);
  let reason = WORDS.photoLost;
  for (let turn = 0; turn < 3; turn++) {
    const { said: reached } = await ask(path, { method: "HEAD" }, (answer) => {
      const text = answer.headers.get("Upload-Offset");
      if (answer.status === 401) return { state: "sign_in" };
      if (isGone(answer)) return { isGone: true };
      return answer.status === 200 && /^\d+$/.test(text || "") ? { offset: Number(text) } : null;
    });
    if (reached.isGone) return WORDS.photoLost;
    let offset = reached.offset;
    let wrong = false;
    while (offset < bytes.length && !wrong) {
      const end = Math.min(offset + PART, bytes.length);
      const { status: code, said } = await ask(path, {
        method: "PUT", body: bytes.slice(offset, end),
        headers: {
          "Content-Range": `bytes ${offset}-${end - 1}/${bytes.length}`, "X-Token": token,
          "Content-Type": "application/octet-stream",
        },
      }, json);
      const isOurs = said.sha256 === photo.sha256 && said.client_id === record.id;
      if (code < 300 && !isOurs) throw new Stop("offline");
      if (code < 300 && said.done) return "";
      wrong = code >= 300 || said.offset <= offset;
      if (said.message) reason = said.message;
      if (!wrong) offset = said.offset;
      progress(offset);
    }
    if (!wrong) return ""; // HEAD: all of it is there
  }
  return reason;
}

// one that is refused stops neither the others nor the next visit: why, or ""
async function sendPhotos(record, missing, token) {
  const photos = await photosOf(record);
  const wanted = photos.filter((one) => missing.includes(one.sha256));
  const whole = photos.reduce((sum, one) => sum + one.size, 0) || 1;
  let before = photos.filter((one) => !missing.includes(one.sha256)).reduce((sum, one) => sum + one.size, 0);
  let sent = photos.length - wanted.length;
  let refused = "";
  for (const photo of wanted) {
    const tell = (offset) => mark(record.id, { percent: Math.floor((before + offset) * 99 / whole), sent }, record.sha256);
    await tell(0);
    const reason = await sendPhoto(record, photo, token, tell);
    before += photo.size;
    sent += reason ? 0 : 1;
    refused = refused || reason;
  }
  return refused;
}

export async function sendOne(record, token) {
  const said = await sendRecord(record, token);
  if (!said) return; // changed in another tab: its turn comes again
  const aside = (reason, more) => mark(record.id, { state: "asks", reason, unheard: false, ...more }, record.sha256);
  if (said.aside) {
    await sendPhotos(record, said.missing, token);
    await aside(said.aside, { parked: said.parked, field: said.field, perhaps: said.perhaps });
    return;
  }
  const refused = await sendPhotos(record, said.photos_missing || [], token);
  const conflicts = said.conflicts || [];
  const note = conflicts.length ? await seal(record.user, conflicts) : record.told || null;
  if (refused) await aside(WORDS.photoRefused(refused), { ref: said.ref, parked: true, told: note });
  else await finish(record, said.ref, note);
}

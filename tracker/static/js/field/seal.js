// 封存: encrypted with a key of the account that no script can read out (AES-GCM).

import { get, update } from "./db.js";

export const possible = () => Boolean(window.indexedDB && window.crypto && crypto.subtle && window.TextEncoder);

const writer = possible() && new TextEncoder();

// "field": something is sealed here (desk.js asks); "field-user": whose turn it is
export function remember(name, value, store = "localStorage") {
  try {
    if (value) window[store].setItem(name, value);
    else window[store].removeItem(name);
  } catch {
    // no local storage: what is sealed goes after its 72 hours
  }
}

export function recall(name, store = "localStorage") {
  try {
    return window[store].getItem(name) || "";
  } catch {
    return "";
  }
}

// two tabs may ask at once: the first key stays
async function keyOf(user) {
  const held = await get("keys", user);
  if (held) return held.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  remember("field", "1");
  await update("keys", user, (there) => there ? undefined : { id: user, key });
  return (await get("keys", user)).key;
}

export async function sealBytes(user, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(user), bytes) };
}

export async function openBytes(user, sealed) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await keyOf(user), sealed.data);
}

export const seal = (user, value) => sealBytes(user, writer.encode(JSON.stringify(value)));
export const unseal = async (user, sealed) => JSON.parse(new TextDecoder().decode(await openBytes(user, sealed)));

// the same text as on the server
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

export async function sha256(data) {
  const bytes = typeof data === "string" ? writer.encode(data) : data;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function newId() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// a record is never refused for something nobody can see
export const clean = (text) =>
  text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])[\p{Cc}\p{Cs}]/gu, "").trim();

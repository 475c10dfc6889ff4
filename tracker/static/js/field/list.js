// 待上传 (the page): records with their state in words, what is unfinished, what was taken along.

import { contents, drafts, drop, onChange, read, records, toFiles, unsent } from "./outbox.js";
import { button, download, link, node, status as spoken } from "./nodes.js";
import { carried, putAway } from "./pack.js";
import { unseal } from "./seal.js";
import { status, sync } from "./sync.js";
import { WORDS, clock, dayOf, dayWords } from "./words.js";

const ROOT = document.querySelector("[data-field]").dataset.root;

// gives back what to say of the file
export async function saveToFile(user) {
  const { blobs, left } = await toFiles(user);
  for (const [at, blob] of blobs.entries()) {
    download(blob, `${WORDS.fileName}_${dayOf(Date.now())}${at ? `_${at + 1}` : ""}.json`);
  }
  return [blobs.length ? WORDS.fileSaid : "", left ? WORDS.fileLeft(left) : ""].filter(Boolean).join("。");
}

function stateOf(record) {
  if (record.state === "done") return ["success", WORDS.done(clock(record.doneAt))];
  if (record.state === "asks") return ["danger", WORDS.asks];
  if (record.state === "sending" && status.state === "busy") return ["info", WORDS.sending(record.percent)];
  return ["warning", WORDS.waiting];
}

function photoWords(record) {
  if (!record.photos.length) return "";
  return record.sent ? WORDS.photos(record.sent, record.photos.length) : WORDS.pieces(record.photos.length);
}

function dropping(store, id) {
  const box = node("div", "field-drop");
  const ask = button(WORDS.drop, "quiet", () => {
    const yes = button(WORDS.dropYes, "danger", () => { box.remove(); return drop(store, id); });
    const no = button(WORDS.dropNo, "secondary", () => box.replaceChildren(ask));
    box.replaceChildren(node("p", "", WORDS.dropSure), node("div", "actions", yes, no));
    no.focus();
  });
  box.append(ask);
  return box;
}

async function titleOf(one) {
  try {
    const { where, payload } = await contents(one);
    return [where || WORDS.noPlace, payload ? dayWords(payload.visited_on) : ""];
  } catch {
    return [WORDS.unreadable, ""];
  }
}

async function noteOf(record) {
  const said = (await unseal(record.user, record.told)).map((one) => node("li", "", WORDS.fact(one)));
  return node("div", "", node("p", "field-reason", WORDS.factsKept), node("ul", "plain", ...said));
}

async function recordItem(record) {
  const [kind, words] = stateOf(record);
  const [title, day] = record.state === "done" ? [record.ref, ""] : await titleOf(record);
  const meta = [day, photoWords(record), record.state === "done" ? "" : WORDS.saved(clock(record.savedAt))];
  const item = node(
    "li", "field-item", node("div", "field-line", node("b", "", title), node("span", `tag tag--${kind}`, words)),
    node("p", "day-meta", ...meta.filter(Boolean).map((text) => node("span", "", text))),
  );
  if (record.state === "asks") item.append(node("p", "field-reason", record.reason));
  if (record.told) item.append(await noteOf(record));
  const ways = [];
  if (record.told && record.state === "done") ways.push(button(WORDS.isRead, "secondary", () => read(record.id)));
  if (record.parked && !record.ref) ways.push(link(`${ROOT}/visits/parked`, "button button--secondary", WORDS.lookParked));
  if (record.ref) ways.push(link(`${ROOT}/visits/${encodeURIComponent(record.ref)}`, "button button--secondary", WORDS.look));
  if (record.state === "asks" && !record.parked) {
    ways.push(link(`${ROOT}/visits/new#record=${record.id}`, "button button--secondary", WORDS.mend));
  }
  if (record.state === "asks" || (record.state === "waiting" && !record.unheard)) ways.push(dropping("records", record.id));
  if (ways.length) item.append(node("div", "actions", ...ways));
  return item;
}

async function draftItem(draft) {
  const [title] = await titleOf(draft);
  const meta = [photoWords({ ...draft, sent: 0 }), WORDS.changed(clock(draft.changed))].filter(Boolean);
  return node(
    "li", "field-item", node("div", "field-line", node("b", "", title)),
    node("p", "day-meta", ...meta.map((text) => node("span", "", text))),
    node(
      "div", "actions", link(`${ROOT}/visits/new#draft=${draft.id}`, "button button--secondary", WORDS.goOn),
      dropping("drafts", draft.id),
    ),
  );
}

function card(title, ...inside) {
  return node("section", "card", node("div", "card-head", node("h2", "", title)), ...inside);
}

async function items(rows, make) {
  const made = [];
  for (const row of rows) made.push(await make(row));
  return node("ul", "field-list", ...made);
}

function householdItem(one) {
  const title = link(`${ROOT}/visits/new?household=${one.id}`, "", one.label);
  const meta = [one.group, one.note].filter(Boolean).map((text) => node("span", "", text));
  const item = node("li", "field-item", node("div", "field-line", title), node("p", "day-meta", ...meta));
  const open = one.open.map((matter) => node("li", "", `${matter.ref} ${matter.title}`));
  if (open.length) item.append(node("p", "small muted", WORDS.openMatters), node("ul", "plain", ...open));
  if (one.address) item.append(node("p", "small", one.address));
  const ways = [];
  if (one.phone) ways.push(link(`tel:${one.phone}`, "button button--secondary", one.phone));
  if (one.address && navigator.clipboard) ways.push(copying(one.address));
  if (ways.length) item.append(node("div", "actions", ...ways));
  return item;
}

function copying(text) {
  const copy = button(WORDS.copyAddress, "secondary", () => navigator.clipboard.writeText(text).then(() => { copy.textContent = WORDS.copied; }));
  return copy;
}

function packCard(pack, user) {
  const mine = (pack.open_problems || []).map((one) => (
    node("li", "", [one.ref, one.title, one.due && WORDS.due(dayWords(one.due))].filter(Boolean).join(" "))
  ));
  return card(
    WORDS.packTitle, node("ul", "field-list", ...pack.households.map(householdItem)),
    mine.length ? node("p", "small muted", WORDS.myProblems) : "", mine.length ? node("ul", "plain", ...mine) : "",
    button(WORDS.packDrop, "quiet", () => putAway(user)),
  );
}

// made once: a button does not vanish under the finger
function buttons(user) {
  const said = spoken("small muted");
  const send = async () => sync((await unsent(user)).filter((one) => one.state === "asks").map((one) => one.id));
  const save = async () => { said.textContent = await saveToFile(user); };
  const row = node("div", "actions field-send");
  row.append(button(WORDS.sendNow, "primary", send), button(WORDS.toFile, "secondary", save));
  return [row, said];
}

let place = null;
let turn = 0;
let shown = "";
let waiting = 0;
let sending = [];

async function show(user) {
  const mine = ++turn;
  const [kept, unfinished] = [await records(user), await drafts(user)];
  const pack = await carried(user);
  const taken = pack && pack.takenAt;
  const now = JSON.stringify([
    status.state === "busy", taken, unfinished.map((one) => [one.id, one.changed]),
    kept.map((one) => [one.id, one.rev, one.state, one.percent, one.sent, one.reason, one.unheard, !one.told]),
  ]);
  if (now === shown) return;
  const left = kept.filter((one) => one.state !== "done");
  const done = kept.filter((one) => one.state === "done" && !one.told).reverse();
  const noted = kept.filter((one) => one.state === "done" && one.told);
  const parts = [];
  if (noted.length) parts.push(card(WORDS.toRead, await items(noted, recordItem)));
  if (left.length) parts.push(card(WORDS.waiting, await items(left, recordItem), ...sending));
  else parts.push(node("div", "card empty", node("p", "empty-title", WORDS.nothing), node("p", "", WORDS.nothingMore)));
  if (unfinished.length) parts.push(card(WORDS.unfinished, await items(unfinished, draftItem)));
  if (pack) parts.push(packCard(pack, user));
  if (done.length) parts.push(card(WORDS.justSent, await items(done, recordItem)));
  if (mine !== turn) return;
  if (place.querySelector(".field-drop .actions")) { // somebody is asked
    clearTimeout(waiting);
    waiting = setTimeout(() => show(user), 500);
    return;
  }
  shown = now;
  const at = document.activeElement;
  place.replaceChildren(...parts);
  if (at.isConnected) at.focus();
}

export function startList(where, user) {
  place = where;
  sending = buttons(user);
  shown = "";
  onChange(() => show(user));
  return show(user);
}

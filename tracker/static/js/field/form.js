// 记走访 on the phone: the same form, kept on every change, saved into the phone first and sent at once if it can be.

import * as outbox from "./outbox.js";
import { get } from "./db.js";
import { factsOf } from "./facts.js";
import { carried } from "./pack.js";
import { clean, newId } from "./seal.js";
import { status, sync } from "./sync.js";
import { WORDS, clock, dayOf } from "./words.js";
import { picturesOf } from "./pictures.js";

const MATTER = /^(?:matters|problems)-(\d+)-(\w+)$/;
const SKIPPED = new Set(["token", "form_key", "version", "go", "more"]);
const HOLD_OUT = 12000;

// [[name, value]] of what a person filled in; files and hidden fields stay out
export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SKIPPED.has(name));
}

const whole = (text) => /^\d{1,6}$/.test(text) ? Number(text) : null;

export function payloadOf(fields) {
  const many = (name) => fields.filter(([held]) => held === name).map(([, value]) => value).filter(Boolean);
  const one = (name) => clean(many(name)[0] || "");
  const parts = new Map();
  for (const [name, value] of fields) {
    const found = MATTER.exec(name);
    if (found) parts.set(found[1], { ...parts.get(found[1]), [found[2]]: clean(value) });
  }
  const matters = [...parts].sort((a, b) => a[0] - b[0]).map(([, part]) => part).filter((part) => part.content);
  return {
    visited_on: one("visited_on"), place: one("place"), kind: one("kind"), purposes: many("purposes"),
    words: one("words"), participants: one("participants"), present_count: whole(one("present_count")),
    companions: [...many("companion_ids"), ...many("companions")].map(Number).filter(Boolean),
    matters: matters.map(matterOf), household: null,
  };
}

function matterOf(part) {
  const turn = part.turn || (part.is_settled ? "settled" : "problem");
  const matter = { content: part.content, urgency: part.urgency || "", turn, settled: "" };
  if (turn === "settled") matter.settled = part.settled || WORDS.settled;
  if (part.quiet) matter.quiet = true;
  return matter;
}

// 再加一件 (visit.js) makes as many boxes as were written into
function boxesFor(form, fields) {
  const more = form.elements.more;
  const needed = fields.filter(([name, value]) => MATTER.test(name) && name.endsWith("-content") && value).length;
  for (let turn = 0; more && turn < 20; turn++) {
    const shown = [...form.querySelectorAll("[data-matter]")].filter((one) => !one.hidden).length;
    if (shown >= needed) return;
    more.click();
  }
}

// what stood in the form, back into it; a place this page does not offer is offered for it
export function fill(form, fields, where) {
  boxesFor(form, fields);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "file" || SKIPPED.has(field.name)) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.tagName !== "BUTTON" && values.length) choose(field, values[0], where);
  }
  for (const field of form.elements) if (field.name) field.dispatchEvent(new Event("change", { bubbles: true }));
  for (const fold of form.querySelectorAll("details")) {
    const used = [...fold.querySelectorAll("input, textarea")].some((one) => (
      one.type === "checkbox" ? one.checked : one.type !== "radio" && one.type !== "file" && one.value
    ));
    if (used) fold.open = true;
  }
}

export function choose(field, value, label) {
  field.value = value;
  if (field.tagName !== "SELECT" || field.value === value || !value) return;
  field.add(new Option(label || WORDS.thisHousehold, value));
  field.value = value;
}

function errorBox(lines) {
  document.querySelectorAll("#errors").forEach((one) => one.remove());
  if (!lines.length) return;
  const box = document.createElement("div");
  box.className = "errors";
  box.id = "errors";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const title = document.createElement("h2");
  title.textContent = WORDS.littleMore;
  const list = document.createElement("ul");
  for (const { text, field } of lines) {
    const item = document.createElement("li");
    if (field) item.append(Object.assign(document.createElement("a"), { href: `#${field}`, textContent: text }));
    else item.textContent = text;
    list.append(item);
  }
  box.append(title, list);
  document.querySelector("#main .page-head").before(box);
  box.focus();
}

// whether a day lies ahead only the server knows: the clock of a phone may be days behind
function lacking(form, payload) {
  const lines = [];
  if (!payload.place) lines.push({ text: WORDS.needPlace, field: form.elements.place.id });
  if (!payload.visited_on) lines.push({ text: WORDS.needDay, field: form.elements.visited_on.id });
  return lines;
}

class VisitForm {
  constructor(form, user, facts) {
    Object.assign(this, { form, user, facts, id: newId(), known: new Set(), isClosed: false, keeping: null, isDirty: false });
    this.root = document.querySelector("[data-field]").dataset.root;
    this.isShell = "shell" in form.dataset;
    this.button = [...form.querySelectorAll("button[type=submit].button--primary")].pop();
    this.said = Object.assign(document.createElement("p"), { className: "small muted" });
    this.said.setAttribute("role", "status");
    this.button.closest(".actions").before(this.said);
    this.pictures = picturesOf(form, () => this.touched());
    const proxy = form.elements.visitor_id;
    this.writer = proxy ? proxy.value : "";
  }

  get isForOther() {
    const proxy = this.form.elements.visitor_id;
    return Boolean(proxy) && proxy.value !== this.writer;
  }

  get where() {
    const place = this.form.elements.place;
    const chosen = place.tagName === "SELECT" ? place.selectedOptions[0] : null;
    return place.value && chosen ? chosen.textContent.trim() : "";
  }

  watch() {
    const touched = (event) => { if (event.isTrusted || this.isAwake) this.touched(); };
    for (const sign of ["pointerdown", "keydown"]) {
      document.addEventListener(sign, () => { this.isAwake = true; }, { once: true });
    }
    this.form.addEventListener("input", touched);
    this.form.addEventListener("change", touched);
    this.form.addEventListener("submit", (event) => this.submit(event));
    window.addEventListener("online", () => this.label());
    window.addEventListener("offline", () => this.label());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.keep(); });
    window.addEventListener("pagehide", () => this.keep());
    this.label();
  }

  label() {
    const text = navigator.onLine && !this.isShell ? WORDS.save : WORDS.keep;
    const held = [...this.button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (held && held.data.trim() !== text) held.data = text;
  }

  touched() {
    this.isDirty = true;
    this.keep();
  }

  // one writing at a time; what changed meanwhile is written after it
  keep() {
    if (this.keeping || !this.isDirty || this.isClosed || this.isForOther) return this.keeping;
    this.keeping = this.keepNow().finally(() => { this.keeping = null; if (this.isDirty) this.keep(); });
    return this.keeping;
  }

  async keepNow() {
    this.isDirty = false;
    const photos = [...this.pictures.list]; // more may come while these are written
    const { id, where } = this;
    try {
      const at = await outbox.keepDraft(this.user, { id, fields: fieldsOf(this.form), where, photos }, this.known);
      this.known = new Set(photos.map((one) => one.sha256));
      this.said.textContent = WORDS.drafted(clock(at));
    } catch (error) {
      this.said.textContent = error.name === "QuotaExceededError" ? WORDS.full : "";
    }
  }

  async submit(event) {
    if (event.submitter && event.submitter.name === "more") return;
    if (this.isForOther || this.isBroken) {
      this.pictures.giveBack();
      return;
    }
    event.preventDefault();
    if (this.isBusy) return;
    const fields = fieldsOf(this.form);
    const payload = { ...payloadOf(fields), household: this.facts(fields) };
    const lines = lacking(this.form, payload);
    errorBox(lines);
    if (!lines.length) await this.save(fields, payload);
    this.form.dispatchEvent(new Event("stayed"));
  }

  async save(fields, payload) {
    this.isBusy = this.button.disabled = this.isClosed = true;
    await Promise.all([this.keeping, this.pictures.taking]);
    try {
      const { id, where } = this;
      await outbox.keepRecord(this.user, { id, fields, where, payload, photos: this.pictures.list });
    } catch (error) {
      this.isBusy = this.button.disabled = this.isClosed = false;
      if (error.name === "QuotaExceededError") errorBox([{ text: WORDS.full }]);
      else this.sendPlainly();
      return;
    }
    this.said.textContent = WORDS.kept;
    const record = navigator.onLine ? await this.sent() : null;
    if (record && record.state === "asks") this.asks(record);
    else this.leave(record);
  }

  // nothing can be kept here: the form goes as it would without a script
  sendPlainly() {
    this.isBroken = true;
    if (this.isShell) errorBox([{ text: WORDS.noStore }]);
    else {
      this.form.dispatchEvent(new Event("stayed"));
      this.form.requestSubmit(this.button);
    }
  }

  // what became of it within the time a person stands and waits
  async sent() {
    const show = outbox.onChange(async () => {
      const held = await get("records", this.id);
      if (held && held.photos.length && held.state === "sending") {
        this.said.textContent = WORDS.sendingPhotos(WORDS.photos(held.sent, held.photos.length));
      }
    });
    await Promise.race([sync([this.id]), new Promise((done) => { setTimeout(done, HOLD_OUT); })]);
    show();
    return get("records", this.id);
  }

  asks(record) {
    this.isBusy = this.button.disabled = this.isClosed = false;
    this.said.textContent = "";
    if (record.parked) return this.leave(record);
    const field = record.field && this.form.elements[record.field];
    return errorBox([{ text: record.reason, field: field && field.id }]);
  }

  leave(record) {
    if (record && record.state === "done" && record.ref) {
      location.assign(`${this.root}/visits/${encodeURIComponent(record.ref)}`);
      return;
    }
    const worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker || (navigator.onLine && status.state !== "offline")) {
      location.assign(`${this.root}/visits/outbox`);
      return;
    }
    this.startAnew();
  }

  // no page to go to: the empty form for the next visit, with a word that this one is safe
  startAnew() {
    this.form.reset();
    this.pictures.empty();
    Object.assign(this, { id: newId(), known: new Set(), isClosed: false, isDirty: false, isBusy: false });
    this.button.disabled = false;
    this.said.textContent = WORDS.kept;
    window.scrollTo(0, 0);
  }

  async takeUp(store, one) {
    const { fields, where } = await outbox.contents(one);
    this.id = store === "drafts" ? one.client : one.id;
    const photos = await outbox.photosOf(one);
    if (store === "drafts") this.known = new Set(photos.map((photo) => photo.sha256));
    fill(this.form, fields, where);
    this.pictures.take(photos);
    if (photos.length) this.pictures.input.closest("details").open = true;
    this.isDirty = false;
    if (one.reason) errorBox([{ text: one.reason }]);
  }
}

// 上次没填完，接着填？
async function offer(visit) {
  const [last] = await outbox.drafts(visit.user);
  if (!last) return;
  const { where } = await outbox.contents(last);
  const note = document.createElement("div");
  note.className = "notice notice--info";
  note.setAttribute("role", "status");
  const text = Object.assign(document.createElement("div"), { className: "notice-text" });
  text.append(Object.assign(document.createElement("p"), { textContent: WORDS.again(clock(last.changed), where) }));
  const row = Object.assign(document.createElement("div"), { className: "actions" });
  const press = (words, deed) => {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "button button--secondary", textContent: words,
    });
    button.addEventListener("click", async () => { await deed(); note.remove(); });
    row.append(button);
  };
  press(WORDS.goOn, () => visit.takeUp("drafts", last));
  press(WORDS.dropDraft, () => outbox.drop("drafts", last.id));
  text.append(row);
  note.append(text);
  visit.form.before(note);
}

// the offline form begins with today, the households that were taken along and the place the link named
async function furnish(form, user) {
  const { place, visited_on: day } = form.elements;
  if (!day.value) day.value = dayOf(Date.now());
  const pack = await carried(user);
  const facts = factsOf(form, pack);
  if (!("shell" in form.dataset)) return facts;
  if (pack && pack.households.length) {
    const group = Object.assign(document.createElement("optgroup"), { label: WORDS.ownHouseholds });
    for (const one of pack.households) group.append(new Option(one.label, `h${one.id}`));
    place.options[0].after(group);
  }
  const wanted = new URLSearchParams(location.search);
  if (/^\d+$/.test(wanted.get("household") || "")) choose(place, `h${wanted.get("household")}`);
  else if (wanted.get("village")) choose(place, `v${wanted.get("village")}`, wanted.get("village"));
  return facts;
}

export async function startForm(form, user) {
  const facts = await furnish(form, user);
  const visit = new VisitForm(form, user, facts);
  visit.watch();
  const [store, id] = location.hash.slice(1).split("=");
  const held = id && { draft: "drafts", record: "records" }[store] ? await get(`${store}s`, id) : null;
  if (held && held.user === user && held.state !== "done") await visit.takeUp(`${store}s`, held);
  else await offer(visit);
  form.dataset.ready = "";
}


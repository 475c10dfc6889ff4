// 记走访 on the phone: kept on every change, saved into the phone first, sent at once if it can be.

import * as outbox from "./outbox.js";
import { get } from "./db.js";
import { factsOf } from "./facts.js";
import { choose, fieldAsked, fieldsOf, fill, payloadOf, unnamed, without } from "./fields.js";
import { namedOf, offerLists, offerNamed } from "./lists.js";
import { button, link, node, status as spoken } from "./nodes.js";
import { carried } from "./pack.js";
import { newId } from "./seal.js";
import { status, sync } from "./sync.js";
import { WORDS, clock, dayOf } from "./words.js";
import { picturesOf } from "./pictures.js";

const HOLD_OUT = 12000; // milliseconds a person stands and waits

function errorBox(lines) {
  document.querySelectorAll("#errors").forEach((one) => one.remove());
  if (!lines.length) return;
  const items = lines.map(({ text, field, href }) => {
    const way = href || field ? link(href || `#${field}`, "", text) : text;
    if (href) way.target = "_blank";
    return node("li", "", way);
  });
  const box = node("div", "errors", node("h2", "", WORDS.littleMore), node("ul", "", ...items));
  Object.assign(box, { id: "errors", tabIndex: -1 });
  box.setAttribute("role", "alert");
  document.querySelector("#main .page-head").before(box);
  box.focus();
}

// whether a day lies ahead only the server knows: a phone's clock may be days behind
function lacking(form, payload, fields) {
  const lines = [];
  if (!payload.place) lines.push({ text: WORDS.needPlace, field: form.elements.place.id });
  if (!payload.visited_on) lines.push({ text: WORDS.needDay, field: form.elements.visited_on.id });
  for (const name of unnamed(fields)) lines.push({ text: WORDS.needMatter, field: form.elements[name].id });
  return lines;
}

class VisitForm {
  constructor(form, user, facts) {
    Object.assign(this, { form, user, facts, id: newId(), known: new Set(), isClosed: false, keeping: null, isDirty: false, fixed: [] });
    this.root = document.querySelector("[data-field]").dataset.root;
    this.isShell = "shell" in form.dataset;
    this.button = [...form.querySelectorAll("button[type=submit].button--primary")].pop();
    this.said = spoken("small muted");
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

  get written() {
    return { fields: fieldsOf(this.form), where: this.where, named: namedOf(this.form) };
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

  // one writing at a time
  keep() {
    if (this.keeping || !this.isDirty || this.isClosed || this.isForOther) return this.keeping;
    this.keeping = this.keepNow().finally(() => { this.keeping = null; if (this.isDirty) this.keep(); });
    return this.keeping;
  }

  async keepNow() {
    this.isDirty = false;
    const photos = [...this.pictures.list]; // more may come while these are written
    const { id } = this;
    try {
      const at = await outbox.keepDraft(this.user, { id, ...this.written, photos }, this.known);
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
    payload.matters.unshift(...this.fixed.map((one) => ({ ...one })));
    const lines = lacking(this.form, payload, fields);
    errorBox(lines);
    if (!lines.length) await this.save(payload);
    this.form.dispatchEvent(new Event("stayed"));
  }

  async save(payload) {
    const { written } = this;
    this.isBusy = this.button.disabled = this.isClosed = true;
    await Promise.all([this.keeping, this.pictures.taking]);
    try {
      await outbox.keepRecord(this.user, { id: this.id, written, payload, photos: this.pictures.list });
    } catch (error) {
      this.isBusy = this.button.disabled = this.isClosed = false;
      if (error instanceof outbox.Late) {
        const { ref } = error;
        this.isClosed = Boolean(ref); // nothing more is kept under its key
        errorBox([ref ? { text: WORDS.wasSent(ref), href: `${this.root}/visits/${ref}` } : { text: WORDS.onTheWay }]);
        return;
      }
      const isFull = error.name === "QuotaExceededError";
      if (isFull && (this.isShell || !navigator.onLine)) errorBox([{ text: WORDS.full }]);
      else this.sendPlainly();
      return;
    }
    this.said.textContent = navigator.onLine ? WORDS.saving : WORDS.kept;
    const record = navigator.onLine ? await this.sent() : null;
    if (record && record.state === "asks") this.asks(record);
    else this.leave(record);
  }

  // nothing can be kept here: as it would go without a script
  sendPlainly() {
    this.isBroken = true;
    if (this.isShell) errorBox([{ text: WORDS.noStore }]);
    else {
      this.form.dispatchEvent(new Event("stayed"));
      if (this.form.requestSubmit) this.form.requestSubmit(this.button);
      else this.form.submit();
    }
  }

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
    if (record.parked || record.perhaps) return this.leave(record);
    const field = fieldAsked(this.form, record.field);
    return errorBox([{ text: record.reason, field: field && field.id }]);
  }

  leave(record) {
    if (record && record.state === "done" && record.ref && !record.told) {
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

  // no page to go to: the empty form for the next visit
  startAnew() {
    this.form.reset();
    this.pictures.empty();
    Object.assign(this, { id: newId(), known: new Set(), isClosed: false, isDirty: false, isBusy: false });
    this.fix([]);
    this.button.disabled = false;
    this.said.textContent = WORDS.kept;
    window.scrollTo(0, 0);
  }

  async takeUp(store, one) {
    const { fields, where, named = {} } = await outbox.contents(one);
    this.id = store === "drafts" ? one.client : one.id;
    const photos = await outbox.photosOf(one);
    if (store === "drafts") this.known = new Set(photos.map((photo) => photo.sha256));
    this.fix(await outbox.attempted(await get("records", this.id)));
    offerNamed(this.form, named);
    fill(this.form, without(fields, this.fixed), where, named);
    this.pictures.take(photos);
    if (photos.length) this.pictures.input.closest("details").open = true;
    this.isDirty = false;
    if (one.reason) {
      const field = fieldAsked(this.form, one.field);
      errorBox([{ text: one.reason, field: field && field.id }]);
    }
  }

  // matters the server may have already: to be read here, changed only at a desk
  fix(matters) {
    this.fixed = matters;
    if (this.fixedList) this.fixedList.remove();
    const fold = this.form.querySelector("[data-matters]");
    if (!fold || !matters.length) return;
    const lines = matters.map((one) => node("li", "", one.content));
    this.fixedList = node("div", "", node("p", "field-hint", WORDS.fixed), node("ul", "", ...lines));
    fold.before(this.fixedList);
  }
}

async function offer(visit) {
  const [last] = await outbox.drafts(visit.user);
  if (!last) return;
  const { where } = await outbox.contents(last);
  const press = (words, deed) => button(words, "secondary", () => deed().then(() => note.remove()));
  const note = node("div", "notice notice--info", node(
    "div", "notice-text", node("p", "", WORDS.again(clock(last.changed), where)), node(
      "div", "actions", press(WORDS.goOn, () => visit.takeUp("drafts", last)),
      press(WORDS.dropDraft, () => outbox.drop("drafts", last.id)),
    ),
  ));
  note.setAttribute("role", "status");
  visit.form.before(note);
}

async function furnish(form, user) {
  const { place, visited_on: day } = form.elements;
  if (!day.value) day.value = dayOf(Date.now());
  const pack = await carried(user);
  const facts = factsOf(form, pack);
  if (!("shell" in form.dataset)) return facts;
  offerLists(form, pack);
  if (pack && pack.households.length) {
    const group = node("optgroup", "", ...pack.households.map((one) => new Option(one.label, `h${one.id}`)));
    group.label = WORDS.ownHouseholds;
    place.options[0].after(group);
  }
  const wanted = new URLSearchParams(location.search);
  if (/^\d+$/.test(wanted.get("household") || "")) choose(place, `h${wanted.get("household")}`, WORDS.thisHousehold);
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


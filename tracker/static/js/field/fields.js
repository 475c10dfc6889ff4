// 记走访 as names and values: out of a form, for the server, back into a form.

import { clean } from "./seal.js";
import { WORDS } from "./words.js";

const MATTER = /^(?:matters|problems)-(\d+)-(\w+)$/;
const SKIPPED = new Set(["token", "form_key", "version", "go", "more"]);

// [[name, value]] of what a person filled in
export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SKIPPED.has(name));
}

const part = (name) => (MATTER.exec(name) || [])[2];

// 怎么解决的 without 什么事: the names of what is missing
export const unnamed = (fields) => fields
  .filter(([name, value]) => part(name) === "settled" && clean(value))
  .map(([name]) => name.replace("settled", "content"))
  .filter((name) => !fields.some(([held, text]) => held === name && clean(text)));

// without the boxes of the matters that are fixed
export function without(fields, fixed) {
  const isFixed = ([name, value]) => part(name) === "content" && fixed.some((one) => one.content === clean(value));
  const boxes = fields.filter(isFixed).map(([name]) => name.replace("content", ""));
  return fields.filter(([name]) => !boxes.some((box) => name.startsWith(box)));
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
    matters: matters.map(matterOf), household: null, ...one("mention") ? { mention: true } : {},
  };
}

function matterOf(part) {
  const turn = part.turn || (part.is_settled ? "settled" : "problem");
  const matter = { content: part.content, urgency: part.urgency || "", turn, settled: "" };
  if (turn === "settled") matter.settled = part.settled || WORDS.settled;
  if (turn === "task" && part.item_code) matter.item = part.item_code;
  if (part.quiet) matter.quiet = true;
  if (part.mention) matter.mention = true;
  return matter;
}

// 再加一件 (visit.js) makes as many boxes as were written into
function boxesFor(form, fields) {
  const more = form.elements.more;
  const used = fields.filter(([name, value]) => ["content", "settled"].includes(part(name)) && value);
  const needed = Math.max(0, ...used.map(([name]) => Number(MATTER.exec(name)[1]) + 1));
  for (let turn = 0; more && turn < 20; turn++) {
    const shown = [...form.querySelectorAll("[data-matter]")].filter((one) => !one.hidden).length;
    if (shown >= needed) return;
    more.click();
  }
}

export function fill(form, fields, where, named) {
  boxesFor(form, fields);
  for (const field of form.elements) {
    if (!field.name || field.type === "hidden" || field.type === "file" || SKIPPED.has(field.name)) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") tick(field, values.includes(field.value));
    else if (field.name === "place" && values.length) choose(field, values[0], where || WORDS.thisHousehold);
    else if (field.tagName !== "BUTTON" && values.length) choose(field, values[0], named[`i${values[0]}`]);
  }
  for (const field of form.elements) if (field.name) field.dispatchEvent(new Event("change", { bubbles: true }));
  for (const fold of form.querySelectorAll("details")) {
    const used = [...fold.querySelectorAll("input, textarea")].some((one) => (
      one.type === "checkbox" ? one.checked : one.type !== "radio" && one.type !== "file" && one.value
    ));
    if (used) fold.open = true;
  }
}

function tick(field, isTicked) {
  field.checked = isTicked;
  const asked = isTicked && field.closest("[data-mention]");
  if (asked) asked.hidden = false;
}

const isAsked = (name) => /(^|-)mention$/.test(name || "");

// the server counts the matters that were sent: the tick it asks for, shown now; any other field as it is called
export function fieldAsked(form, name) {
  if (!isAsked(name)) return name && form.elements[name];
  const [, number] = MATTER.exec(name) || [];
  const used = [...form.querySelectorAll("[data-matter]")].filter((one) => clean(one.querySelector("textarea").value));
  const asked = number === undefined ? [form] : used[number] ? [used[number]] : used;
  const boxes = asked.map((one) => one.querySelector("[data-mention]")).filter(Boolean);
  boxes.forEach((one) => { one.hidden = false; });
  return boxes.length ? boxes[0].querySelector("input") : null;
}

export function choose(field, value, label) {
  field.value = value;
  if (field.tagName !== "SELECT" || field.value === value || !value || !label) return;
  field.add(new Option(label, value));
  field.value = value;
}

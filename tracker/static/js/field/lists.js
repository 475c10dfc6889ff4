// 一起去的同事、要办哪一项: chosen from lists that the page has, or the pack.

import { node } from "./nodes.js";
import { WORDS } from "./words.js";

const PERSON = "[name=companion_ids]";
const ITEM = "[name$=-item_code]";

function person(value, name) {
  const box = Object.assign(node("input"), { type: "checkbox", name: "companion_ids", value, id: `companion-${value}` });
  const label = Object.assign(node("label", "", name), { htmlFor: box.id });
  return node("div", "choice", box, label);
}

function putPeople(place, people) {
  const choices = node("div", "choices", ...people);
  const legend = node("legend", "", WORDS.people, node("span", "field-optional", WORDS.optional));
  const hint = node("p", "field-hint", WORDS.peopleHint);
  place.replaceChildren(node("div", "field", node("fieldset", "", legend, hint, choices)));
  place.dataset.find = WORDS.findPeople;
  place.closest("form").dispatchEvent(new Event("people"));
}

export function offerLists(form, pack) {
  const place = form.querySelector("[data-people]");
  const people = (pack && pack.colleagues) || [];
  if (people.length) putPeople(place, people.map((one) => person(String(one.id), one.name)));
  else place.append(node("p", "field-hint", WORDS.noPeople));
  const items = (pack && pack.items) || [];
  for (const field of form.querySelectorAll(ITEM)) {
    field.append(...items.map((one) => new Option(one.name, one.code)));
    if (!items.length) field.after(node("p", "field-hint", WORDS.noItems));
  }
}

// what was chosen, by name: a draft outlives the pack
export function namedOf(form) {
  const people = [...form.querySelectorAll(`${PERSON}:checked`)].map((one) => [`c${one.value}`, one.labels[0].textContent]);
  const items = [...form.querySelectorAll(ITEM)].filter((one) => one.value);
  return Object.fromEntries([...people, ...items.map((one) => [`i${one.value}`, one.selectedOptions[0].textContent])]);
}

export function offerNamed(form, named) {
  const place = form.querySelector("[data-people]");
  const there = [...form.querySelectorAll(PERSON)].map((one) => one.value);
  const gone = Object.keys(named).filter((key) => key[0] === "c" && !there.includes(key.slice(1)));
  if (!place || !gone.length) return;
  const more = gone.map((key) => person(key.slice(1), named[key]));
  const choices = place.querySelector(".choices");
  if (choices) choices.append(...more);
  else putPeople(place, more);
}

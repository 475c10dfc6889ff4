// 这一户的情况变了: only what is new is written.

import { node } from "./nodes.js";
import { WORDS } from "./words.js";

const FACTS = [["phone", "tel", WORDS.newPhone], ["people_count", "number", WORDS.newPeople]];

// only for a household whose version this phone knows, because it was taken along
export function factsOf(form, pack) {
  const known = new Map((pack ? pack.households : []).map((one) => [`h${one.id}`, one]));
  const fold = node("details", "fold", node("summary", "", WORDS.changedFacts));
  for (const [name, type, words] of FACTS) {
    const label = node("label", "field-label", words);
    const input = node("input", "input input--short");
    Object.assign(input, { type, name: `facts-${name}`, id: `facts-${name}`, min: "0", inputMode: "numeric" });
    label.htmlFor = input.id;
    fold.append(node("div", "field", label, input));
  }
  const field = node("div", "field", fold);
  const show = () => { field.hidden = !known.has(form.elements.place.value); };
  form.querySelector("[name=words]").closest(".field").after(field);
  form.elements.place.addEventListener("change", show);
  show();
  return (fields) => {
    const household = known.get(form.elements.place.value);
    const value = (name) => (fields.find(([held]) => held === `facts-${name}`) || ["", ""])[1].trim();
    const changed = {};
    if (value("phone")) changed.phone = value("phone");
    if (/^\d{1,3}$/.test(value("people_count"))) changed.people_count = Number(value("people_count"));
    if (!household || !Object.keys(changed).length) return null;
    return { id: household.id, base_version: household.version, changed, added: {} };
  };
}

// 找一户: a box above the place of a visit; name, pinyin, the end of a phone or 户号 lead to a household.
// Without this file the list of places and the roll of households lead there.

const told = document.querySelector("script[data-find]").dataset;
const place = document.querySelector("form[data-guard] select[name=place]");
const PAUSE = 250;

function made(tag, facts, ...inside) {
  const one = Object.assign(document.createElement(tag), facts);
  one.append(...inside);
  return one;
}

class Finder {
  constructor(select, words) {
    this.select = select;
    this.words = words;
    this.input = made("input", { className: "input", id: "find", type: "search", autocomplete: "off" });
    this.input.setAttribute("aria-describedby", "find-said");
    this.said = made("p", { className: "field-hint", id: "find-said" });
    this.said.setAttribute("aria-live", "polite");
    this.list = made("ul", { className: "quick", hidden: true });
    const label = made("label", { className: "field-label", htmlFor: "find", textContent: this.words.findLabel });
    select.closest(".field").before(made("div", { className: "field" }, label, this.input, this.said, this.list));
    this.said.textContent = this.words.findHint;
    this.asked = 0;
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      const first = this.list.querySelector("button");
      if (first && !this.list.hidden) first.click();
      else this.ask();
    });
    // the box asks for nothing of its own: what the form holds is the select below it
    this.input.addEventListener("change", (event) => event.stopPropagation());
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    clearTimeout(this.timer);
    const text = this.input.value.trim();
    const number = this.asked += 1;
    if (!text) { this.show([], this.words.findHint); return; }
    let found;
    try {
      const answer = await fetch(`${this.words.find}?q=${encodeURIComponent(text)}`, { redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      found = await answer.json();
    } catch {
      if (number === this.asked) this.show([], this.words.findAway);
      return;
    }
    if (number === this.asked) this.show(found, found.length ? "" : this.words.findNone);
  }

  show(found, said) {
    this.said.textContent = said;
    this.list.hidden = !found.length;
    this.list.replaceChildren(...found.map((one) => {
      const button = made("button", { type: "button", className: "button button--secondary", textContent: one.label });
      button.addEventListener("click", () => this.choose(one));
      return made("li", {}, button);
    }));
  }

  choose({ value, label }) {
    if (![...this.select.options].some((one) => one.value === value)) this.select.append(new Option(label, value));
    this.select.value = value;
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.input.value = "";
    this.show([], this.words.findChosen.replace("{label}", label));
    this.select.focus();
  }
}

if (place) new Finder(place, told);

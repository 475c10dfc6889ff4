// What a page budget of ux.md §6 says of the page that stands here, as sentences; nothing: all is well.
// limits: {letters, smallest, leading, target, gap}; 0 asks nothing of that kind.
window.measures = (() => {
  const TARGETS = "a[href], button, summary, input, select, textarea";
  // everything that style sheets paint by its meaning (tests/unit/test_lights.py compares the two lists)
  const LIGHTS = ".tag, .clock, .badge, .notice, .errors, .field-error, .button--danger, "
    + ".card--warning, .card--danger, .counts > div, .line > li, .emergency, .receipt, .done, .demo, "
    + ".sync-line, .field-reason";
  const UNREAD = "svg, script, noscript, option, textarea";
  const COLOURED_ROWS = "tr.is-late, tr.is-soon", RED_FIELDS = ".field--bad";
  const TYPED = "input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea";

  const apart = (one) => one.closest(".hidden-text, .skip") !== null;
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) && !apart(one);
  const words = (one) => (one.innerText || "").replace(/\s+/g, " ").trim();
  const name = (one) => `${one.tagName.toLowerCase()} ${(words(one) || one.name || one.className || "").slice(0, 24)}`;
  const round = (number) => Math.round(number * 10) / 10;

  // a drawn choice is its label; a link inside a sentence is as high as its line (WCAG 2.5.8 excepts it)
  const area = (one) => (one.matches(".choice input") ? one.nextElementSibling : one).getBoundingClientRect();
  const inSentence = (one) => one.matches("a") && getComputedStyle(one).display === "inline"
    && words(one.parentElement).length > words(one).length;
  const targets = () => [...document.querySelectorAll(TARGETS)].filter(shown)
    .map((one) => ({one, box: area(one)})).filter(({box}) => box.width && box.height);

  // sheets of paper are measured in points
  const isPaper = () => document.body.matches(".paper, .desk-of-paper");

  function letters(limits) {
    if (isPaper()) return [];
    const wrong = [], main = getComputedStyle(document.querySelector("main"));
    const size = parseFloat(main.fontSize), line = parseFloat(main.lineHeight) / size;
    if (size < limits.letters) wrong.push(`letters of ${size} px, not ${limits.letters} (A5)`);
    if (line < limits.leading) wrong.push(`lines of ${round(line)}, not ${limits.leading} (A5)`);
    for (const text of texts()) {
      const own = parseFloat(getComputedStyle(text.parentElement).fontSize);
      if (own < limits.smallest) wrong.push(`letters of ${own} px: ${text.data.trim().slice(0, 20)} (A5)`);
    }
    return wrong;
  }

  function texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
      const text = walker.currentNode, around = text.parentElement;
      if (text.data.trim() && !around.closest(UNREAD) && shown(around)) found.push(text);
    }
    return found;
  }

  function sizes(limits) {
    const wrong = [], all = targets();
    for (const {one, box} of all) {
      if (limits.sentences && inSentence(one)) continue;
      if (Math.min(box.width, box.height) < limits.target - 0.5) {
        wrong.push(`${name(one)}: ${round(box.width)} × ${round(box.height)} (A3)`);
      }
    }
    if (!limits.gap) return wrong;
    all.forEach(({one, box}, at) => {
      for (const {one: other, box: near} of all.slice(at + 1)) {
        const across = Math.max(box.left, near.left) - Math.min(box.right, near.right);
        const down = Math.max(box.top, near.top) - Math.min(box.bottom, near.bottom);
        const gap = Math.max(across, down);
        if (gap < limits.gap - 0.5) wrong.push(`${name(one)} | ${name(other)}: ${round(gap)} apart (A4)`);
      }
    });
    return wrong;
  }

  // width, and words that lie on each other: lines of different texts may not share more than a third of their height
  function room() {
    const wrong = [], wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) wrong.push(`${wide} px wide on ${innerWidth} (A6)`);
    const lines = texts().filter((text) => !over(text.parentElement)).flatMap((text) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const end = cut(text.parentElement);
      const drawn = [...range.getClientRects()].filter((box) => box.width > 1 && box.bottom < end + 2);
      return drawn.map((box) => ({text, box}));
    }).sort((one, other) => one.box.top - other.box.top);
    lines.forEach(({text, box}, at) => {
      for (let next = at + 1; next < lines.length && lines[next].box.top < box.bottom; next++) {
        const other = lines[next];
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - other.box.top;
        if (other.text !== text && across > 2 && down > Math.min(box.height, other.box.height) / 3) {
          const [under, upon] = [text, other.text].map((part) => part.data.trim().slice(0, 16));
          wrong.push(`words on words: ${under} | ${upon} (A6)`);
        }
      }
    });
    return wrong;
  }

  // what stays in place while the page moves under it, and what is scrolled inside a box of its own
  function over(one) {
    for (let at = one; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (["sticky", "fixed", "absolute"].includes(style.position) || /auto|scroll/.test(style.overflowX)) return true;
    }
    return false;
  }

  // below this nothing of a text is drawn: a title that is cut after two lines
  function cut(one) {
    for (let at = one; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowY === "hidden") return at.getBoundingClientRect().bottom;
    }
    return Infinity;
  }

  function labels() {
    const wrong = [];
    for (const one of document.querySelectorAll(TYPED)) {
      if (!shown(one) || one.closest("[data-blacking]")) continue; // squares: their names are in the picture
      const said = [...(one.labels || [])].filter(shown).map(words).join("");
      if (!said && !inTable(one)) wrong.push(`no label to be seen: ${name(one)} (A9)`);
      if (one.placeholder && one.placeholder.trim() === said) wrong.push(`only a placeholder: ${name(one)} (A9)`);
      const question = one.type === "radio" && (one.closest("fieldset")?.querySelector("legend") || heading());
      if (question && !words(question)) wrong.push(`radios without a question: ${name(one)} (A9)`);
    }
    return wrong;
  }
  const heading = () => document.querySelector("h1");

  // a box to tick in a row: the head of its column says what for, on a phone the cell itself
  function inTable(one) {
    const cell = one.closest("td"), head = cell?.closest("table").tHead;
    if (!cell) return false;
    const title = head?.rows[head.rows.length - 1].cells[cell.cellIndex];
    const drawn = getComputedStyle(cell, "::before").content;
    return getComputedStyle(head).position === "absolute" ? /[^"none]/.test(drawn) : Boolean(title && words(title));
  }

  // a light without a word, a row that is late by its colour alone, the same word in two colours
  function lights() {
    const wrong = [], colours = new Map();
    for (const one of document.querySelectorAll(LIGHTS)) {
      if (!shown(one) || !one.offsetHeight) continue;
      if (!/[\p{L}\p{N}]/u.test(words(one))) wrong.push(`a light without a word: ${name(one)} (A10)`);
      if (!one.matches(".tag")) continue;
      const kind = one.className, before = colours.get(words(one)) || kind;
      if (before !== kind) wrong.push(`“${words(one)}” in two colours: ${before} | ${kind} (A10)`);
      colours.set(words(one), kind);
    }
    for (const row of document.querySelectorAll(COLOURED_ROWS)) {
      const light = row.querySelector(".clock, .tag");
      if (!light || !words(light)) wrong.push(`a coloured row without a word: ${words(row).slice(0, 30)} (A10)`);
    }
    for (const one of document.querySelectorAll(RED_FIELDS)) {
      const why = one.querySelector(".field-error");
      if (!why || !words(why)) wrong.push(`a red field without a word: ${name(one)} (A10)`);
    }
    return wrong;
  }

  function frame() {
    const wrong = [], count = (selector) => document.querySelectorAll(selector).length;
    if (count("h1") !== 1) wrong.push(`${count("h1")} headings of the first rank (A8)`);
    if (document.documentElement.lang !== "zh-CN") wrong.push("the page does not say its language (A8)");
    if (count("main") !== 1 || count("body > header") !== 1) wrong.push("no main part or no head (A8)");
    return wrong;
  }

  // A7: what the Tab key must reach, how it looks before, and what stays in place and could lie over it
  const STOPS = `${TARGETS}, [tabindex="0"]`;
  const stops = () => [...document.querySelectorAll(STOPS)]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0);
  const drawn = (one) => (one.matches(".choice input") ? one.nextElementSibling : one);
  const look = (one) => [one, drawn(one)].map((part) => {
    const style = getComputedStyle(part);
    return [style.outlineStyle !== "none" && style.outlineWidth, style.boxShadow].join();
  }).join();
  // of a group of radio buttons the Tab key reaches one
  const stop = (one) => (one.type === "radio" ? `radios ${one.form?.action} ${one.name}` : one);
  let tour = null;

  function judge(event) {
    const one = document.activeElement;
    if (event.key !== "Tab" || !one || one === document.body || tour.reached.has(one)) return;
    tour.reached.add(one);
    tour.left.delete(stop(one));
    const box = drawn(one).getBoundingClientRect();
    const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    if (!inView) tour.wrong.push(`out of sight: ${name(one)} (A7)`);
    if (tour.before.get(one) === look(one)) tour.wrong.push(`the focus is not seen: ${name(one)} (A7)`);
    if (!one.matches(TARGETS)) return; // of a box that scrolls by itself a part is enough
    for (const bar of tour.bars) {
      if (bar.contains(one) || one.contains(bar) || !bar.checkVisibility()) continue;
      const over = bar.getBoundingClientRect();
      const left = Math.max(box.left, over.left, 0), right = Math.min(box.right, over.right, innerWidth);
      // of a tall box to write in, the line one writes on has to be free
      const end = one.matches("textarea") ? box.top + 24 : box.bottom;
      const top = Math.max(box.top, over.top, 0), bottom = Math.min(end, over.bottom, innerHeight);
      if (right - left <= 2 || bottom - top <= 2) continue;
      const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (bar.contains(above)) tour.wrong.push(`under ${name(bar)}: ${name(one)} (A7)`);
    }
  }

  function setOut() {
    const all = stops(), before = new Map();
    document.activeElement.blur();
    all.forEach((one) => before.set(one, look(one)));
    const bars = [...document.querySelectorAll("body *")]
      .filter((one) => ["sticky", "fixed"].includes(getComputedStyle(one).position));
    removeEventListener("keydown", judge, true);
    tour = {before, bars, left: new Set(all.map(stop)), reached: new Set(), wrong: []};
    addEventListener("keydown", judge, true);
    scrollTo(0, 0);
    all[0]?.focus();
    return all.length;
  }

  function comeBack() {
    const missing = [...tour.left].map((one) => (typeof one === "string" ? one : name(one)));
    if (!missing.length) {
      document.activeElement.blur();
      scrollTo(0, 0);
    }
    return {missing, wrong: tour.wrong};
  }

  return {
    setOut,
    comeBack,
    page: () => [...frame(), ...labels(), ...lights()],
    size: (limits) => [...room(), ...(limits.letters ? letters(limits) : []), ...(limits.target ? sizes(limits) : [])],
    room,
  };
})();

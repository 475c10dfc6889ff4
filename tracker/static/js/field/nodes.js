// A few elements with their words; text is always text, never markup.

export function node(name, cls, ...inside) {
  const made = document.createElement(name);
  if (cls) made.className = cls;
  made.append(...inside.filter((one) => one !== null && one !== ""));
  return made;
}

export function link(href, cls, ...inside) {
  const made = node("a", cls, ...inside);
  made.href = href;
  return made;
}

export function status(cls) {
  const made = node("p", cls);
  made.setAttribute("role", "status");
  return made;
}

// while the deed lasts the button waits
export function button(words, kind, deed) {
  const made = node("button", `button button--${kind}`, words);
  made.type = "button";
  made.addEventListener("click", async () => {
    made.disabled = true;
    try {
      await deed();
    } finally {
      made.disabled = false;
    }
  });
  return made;
}

export function download(blob, name) {
  const way = link(URL.createObjectURL(blob), "");
  way.download = name;
  document.body.append(way);
  way.click();
  way.remove();
  setTimeout(() => URL.revokeObjectURL(way.href), 60000);
}

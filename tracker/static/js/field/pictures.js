// 照片 of the visit form: taken over from photos.js, shown small.

import { button, node } from "./nodes.js";
import { sha256 } from "./seal.js";
import { WORDS } from "./words.js";

const MOST = 3;
const HEIGHT = 132;

async function thumb(bytes) {
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = document.createElement("canvas");
  canvas.height = HEIGHT;
  canvas.width = Math.max(1, Math.round(bitmap.width * HEIGHT / bitmap.height));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL("image/jpeg", 0.6); // the policy of our pages lets data: in, blob: not
}

class Pictures {
  constructor(input, changed) {
    Object.assign(this, { input, changed, list: [], taking: null });
    if (!input) return;
    this.row = node("ul", "photos");
    input.after(this.row);
    input.addEventListener("shrunk", () => { this.taking = this.takeFiles(); });
  }

  async takeFiles() {
    const files = [...this.input.files];
    for (const file of files) {
      if (this.list.length >= MOST) break;
      const bytes = await file.arrayBuffer();
      const name = await sha256(bytes);
      if (!this.list.some((one) => one.sha256 === name)) this.list.push({ sha256: name, size: bytes.byteLength, bytes });
    }
    this.input.value = "";
    await this.show();
    this.changed();
  }

  take(photos) {
    this.list = photos.slice(0, MOST);
    return this.show();
  }

  empty() {
    return this.take([]);
  }

  giveBack() {
    if (!this.input || !this.list.length) return;
    const bag = new DataTransfer();
    this.list.forEach((one, at) => bag.items.add(new File([one.bytes], `photo-${at + 1}.jpg`, { type: "image/jpeg" })));
    this.input.files = bag.files;
  }

  async show() {
    if (!this.row) return;
    const items = [];
    for (const [at, one] of this.list.entries()) {
      const src = await thumb(one.bytes).catch(() => "");
      const away = button(WORDS.takeAway, "quiet", () => {
        this.list = this.list.filter((held) => held !== one);
        this.show();
        this.changed();
      });
      away.setAttribute("aria-label", `${WORDS.takeAway} ${WORDS.photo(at + 1)}`);
      items.push(node("li", "", src ? Object.assign(node("img"), { src, alt: WORDS.photo(at + 1) }) : "", away));
    }
    this.row.replaceChildren(...items);
    this.input.disabled = this.list.length >= MOST;
  }
}

export const picturesOf = (form, changed) => new Pictures(form.querySelector("input[type=file][data-photos]"), changed);

// 反映问题: leaves at a tap, says when there is no signal, and does a little arithmetic instead of a captcha.
// Every page works without this file.

// <a data-leave>: this page is not in the browser's list afterwards
for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}

// nothing is sent into the void: what was typed stays where it is
document.addEventListener("submit", (event) => {
  const note = document.querySelector("[data-offline]");
  if (note) note.hidden = navigator.onLine;
  if (!note || navigator.onLine) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// SHA-256 of one block, the first word of it: crypto.subtle is missing on http, and slow for many short texts
const K = [], START = [];
for (let n = 2; K.length < 64; n++) {
  let prime = true;
  for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
  if (!prime) continue;
  if (START.length < 8) START.push((n ** 0.5 % 1) * 2 ** 32 | 0);
  K.push((Math.cbrt(n) % 1) * 2 ** 32 | 0);
}
const turn = (x, by) => (x >>> by) | (x << (32 - by));
const w = new Int32Array(64);

function firstWord(text) {
  w.fill(0, 0, 16);
  for (let i = 0; i < text.length; i++) w[i >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
  w[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
  w[15] = text.length * 8;
  for (let i = 16; i < 64; i++) {
    const p = w[i - 15], q = w[i - 2];
    w[i] = (turn(q, 17) ^ turn(q, 19) ^ (q >>> 10)) + w[i - 7] + (turn(p, 7) ^ turn(p, 18) ^ (p >>> 3)) + w[i - 16];
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let i = 0; i < 64; i++) {
    const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i] | 0;
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c)) | 0;
    h = g; g = f; f = e; e = d + one | 0;
    d = c; c = b; b = a; a = one + two | 0;
  }
  return a + START[0] | 0;
}

// <form data-work="16"> with the fields work_stamp and work: a third of the time, ten milliseconds at once
const form = document.querySelector("form[data-work]");
if (form && !form.elements.work.value) {
  const stamp = form.elements.work_stamp.value, spare = 32 - Number(form.dataset.work);
  let nonce = 0;
  const step = () => {
    const end = performance.now() + 10;
    do {
      for (let i = 0; i < 100; i++, nonce++) {
        if (firstWord(stamp + ":" + nonce) >>> spare === 0) {
          form.elements.work.value = String(nonce);
          return;
        }
      }
    } while (performance.now() < end);
    setTimeout(step, 20);
  };
  setTimeout(step, 200);
}

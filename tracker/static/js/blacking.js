// 涂黑 by dragging: each drag adds an area in thousandths to the hidden field; the server paints it.
const WHOLE = 1000;
const SMALLEST = 8;

function start(box) {
  const form = box.closest('form');
  const field = form.elements.areas;
  const undo = form.querySelector('[data-drag-undo]');
  const areas = field.value ? field.value.split(';').map((one) => one.split(',').map(Number)) : [];
  const shown = [];
  const place = (one, [left, top, width, height]) => {
    one.style.left = `${left / 10}%`;
    one.style.top = `${top / 10}%`;
    one.style.width = `${width / 10}%`;
    one.style.height = `${height / 10}%`;
  };
  const drawn = (area) => {
    const one = document.createElement('div');
    one.className = 'blacking-area';
    place(one, area);
    box.append(one);
    return one;
  };
  const keep = () => {
    field.value = areas.map((one) => one.join(',')).join(';');
    undo.hidden = !areas.length;
  };
  box.classList.add('blacking--drag'); // one finger draws in every direction, two move the page
  areas.forEach((area) => shown.push(drawn(area)));
  keep();
  document.querySelectorAll('[data-drag-said]').forEach((one) => { one.hidden = false; });

  const at = (event) => {
    const frame = box.getBoundingClientRect();
    const part = (here, from, size) => Math.round(Math.min(1, Math.max(0, (here - from) / size)) * WHOLE);
    return [part(event.clientX, frame.left, frame.width), part(event.clientY, frame.top, frame.height)];
  };
  const between = (a, b) => [
    Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]),
  ];
  let from = null;
  let mark = null;
  let dragged = false;
  box.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    from = at(event);
    dragged = false;
  });
  box.addEventListener('pointermove', (event) => {
    if (!from) return;
    const area = between(from, at(event));
    if (area[2] < SMALLEST || area[3] < SMALLEST) return;
    if (!mark) { mark = drawn(area); box.setPointerCapture(event.pointerId); }
    dragged = true;
    place(mark, area);
  });
  const end = (event) => {
    if (from && mark) {
      areas.push(between(from, at(event)));
      shown.push(mark);
      keep();
    }
    from = mark = null;
  };
  box.addEventListener('pointerup', end);
  box.addEventListener('pointercancel', () => { if (mark) mark.remove(); from = mark = null; });
  box.addEventListener('click', (event) => { if (dragged) event.preventDefault(); dragged = false; }, true);
  undo.addEventListener('click', () => { areas.pop(); const last = shown.pop(); if (last) last.remove(); keep(); });
}

document.querySelectorAll('[data-blacking]').forEach(start);

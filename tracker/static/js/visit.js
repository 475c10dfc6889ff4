// 记走访: a household by one tap, one box more, only the questions that fit. Every field is there without this file.
const form = document.querySelector('form[data-guard] [name=place]')?.form;

function choosePlace(place, link) {
  if (!place.querySelector(`option[value="${link.dataset.place}"]`)) return false;
  place.value = link.dataset.place;
  place.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

function watchPlaces() {
  const place = form.elements.place;
  const links = [...form.querySelectorAll('a[data-place]')];
  const mark = () => links.forEach((one) => {
    if (one.dataset.place === place.value) one.setAttribute('aria-current', 'true');
    else one.removeAttribute('aria-current');
  });
  links.forEach((one) => one.addEventListener('click', (event) => {
    if (choosePlace(place, one)) event.preventDefault();
  }));
  place.addEventListener('change', mark);
  mark();
}

// what is written stays to be seen, whatever was chosen afterwards
function fit(matter) {
  const turn = matter.querySelector('[name$="-turn"]:checked')?.value;
  const show = (part, isShown) => {
    const box = matter.querySelector(`[data-when-${part}]`);
    const said = box.querySelector('input[type=text]')?.value || box.querySelector('.field--bad');
    box.hidden = !isShown && !said;
  };
  show('settled', turn === 'settled');
  show('task', turn === 'task');
  show('opinion', turn === 'opinion');
  show('open', turn !== 'settled');
}

function emptied(matter, number) {
  const fresh = matter.cloneNode(true);
  const move = (text) => text.replace(/^matters-\d+-/, `matters-${number}-`);
  for (const one of fresh.querySelectorAll('[name], [id], [for], [aria-describedby]')) {
    for (const name of ['name', 'id', 'for', 'aria-describedby']) {
      if (one.hasAttribute(name)) one.setAttribute(name, one.getAttribute(name).split(' ').map(move).join(' '));
    }
    one.removeAttribute('aria-invalid');
  }
  fresh.querySelectorAll('.field-error').forEach((one) => one.remove());
  fresh.querySelectorAll('.field--bad').forEach((one) => one.classList.remove('field--bad'));
  fresh.querySelectorAll('textarea, input[type=text]').forEach((one) => { one.value = ''; });
  fresh.querySelectorAll('select').forEach((one) => { one.selectedIndex = 0; });
  fresh.querySelectorAll('input[type=checkbox]').forEach((one) => { one.checked = false; });
  fresh.querySelectorAll('input[type=radio]').forEach((one) => { one.checked = one.defaultChecked; });
  fresh.querySelectorAll('[data-mention]').forEach((one) => { one.hidden = true; });
  const title = fresh.querySelector('h2');
  title.textContent = title.textContent.replace(/\d+/, String(number + 1));
  return fresh;
}

function watchMatters() {
  const fold = form.querySelector('[data-matters]');
  if (!fold) return;
  const button = fold.querySelector('[name=more]');
  const most = Number(fold.dataset.most) || 20;
  const all = () => [...fold.querySelectorAll('[data-matter]')];
  // three empty boxes at once look like work: the first is enough until 再加一件 asks for the next
  all().forEach((one, at) => { if (at && !one.querySelector('textarea').value) one.hidden = true; });
  all().forEach(fit);
  fold.addEventListener('change', (event) => {
    const matter = event.target.closest('[data-matter]');
    if (matter) fit(matter);
  });
  button?.addEventListener('click', (event) => {
    event.preventDefault();
    let next = all().find((one) => one.hidden);
    if (next) next.hidden = false;
    else {
      next = emptied(all()[0], all().length);
      all()[all().length - 1].after(next);
    }
    fit(next);
    if (all().length >= most && !all().some((one) => one.hidden)) button.hidden = true;
    next.querySelector('textarea').focus();
  });
}

function watchKind() {
  const fold = form.querySelector('[name=present_count]')?.closest('details');
  form.addEventListener('change', (event) => {
    if (fold && event.target.name === 'kind' && event.target.value === 'meeting') fold.open = true;
  });
}

// a long list of colleagues: a line to write a name into; who is chosen stays to be seen
function watchPeople() {
  const box = form.querySelector('[data-find]');
  const all = box ? [...box.querySelectorAll('.choice')] : [];
  if (all.length < 13) return;
  const line = document.createElement('input');
  line.type = 'search';
  line.className = 'input';
  line.id = 'find-colleague';
  const label = document.createElement('label');
  label.className = 'field-label';
  label.htmlFor = line.id;
  label.textContent = box.dataset.find;
  line.autocomplete = 'off';
  const narrow = () => {
    const said = line.value.trim();
    all.forEach((one, at) => {
      const isMeant = said ? one.textContent.includes(said) : at < 8;
      one.hidden = !isMeant && !one.querySelector('input').checked;
    });
  };
  line.addEventListener('input', narrow);
  box.addEventListener('change', (event) => { if (event.target.checked) event.target.closest('.choice').hidden = false; });
  line.addEventListener('keydown', (event) => { if (event.key === 'Enter') event.preventDefault(); });
  box.querySelector('.choices').before(label, line);
  narrow();
}

if (form) {
  watchPeople();
  form.addEventListener('people', watchPeople);
  watchPlaces();
  watchMatters();
  watchKind();
}

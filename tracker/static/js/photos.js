// 照片: up to three, shrunk on the phone before they are sent. Whatever fails here is sent as it is.
const LONGEST = 1600;
const ENOUGH = 300 * 1024;
const STEPS = [0.82, 0.74, 0.66, 0.58, 0.5, 0.42];

async function bitmapOf(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return createImageBitmap(file);
  }
}

function drawn(bitmap) {
  const share = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * share);
  canvas.height = Math.round(bitmap.height * share);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const blobOf = (canvas, quality) => new Promise((done) => {
  canvas.toBlob(done, 'image/jpeg', quality);
});

async function shrunk(file, number) {
  try {
    const bitmap = await bitmapOf(file);
    const canvas = drawn(bitmap);
    bitmap.close();
    let blob = null;
    for (const quality of STEPS) {
      blob = await blobOf(canvas, quality);
      if (blob && blob.size <= ENOUGH) break;
    }
    return blob ? new File([blob], `photo-${number}.jpg`, { type: 'image/jpeg' }) : file;
  } catch {
    return file; // HEIC on Android, an old browser, too little memory: the server decides
  }
}

function watch(input) {
  const said = input.parentElement.querySelector('[data-photos-said]');
  const most = Number(input.dataset.most) || 3;
  const say = (text) => { if (said) said.textContent = text || ''; };
  let turn = 0;
  input.addEventListener('change', async () => {
    const mine = ++turn;
    const chosen = [...input.files];
    if (!chosen.length) return say('');
    const buttons = input.form ? [...input.form.querySelectorAll('button[type=submit]')] : [];
    say(said.dataset.one);
    buttons.forEach((one) => { one.disabled = true; });
    try {
      const bag = new DataTransfer();
      for (const [at, file] of chosen.slice(0, most).entries()) bag.items.add(await shrunk(file, at + 1));
      if (mine === turn) input.files = bag.files;
      say(chosen.length > most ? said.dataset.many : said.dataset.done);
    } catch {
      say('');
    } finally {
      buttons.forEach((one) => { one.disabled = false; });
      if (mine === turn) input.dispatchEvent(new Event('shrunk'));
    }
    return undefined;
  });
}

document.querySelectorAll('input[data-photos]').forEach(watch);

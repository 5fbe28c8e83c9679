// What moves in report.html. All numbers and images are in the page; nothing is loaded.
'use strict';

const byId = id => document.getElementById(id);
const data = JSON.parse(byId('data').textContent);
const { classes, sheet, maps } = data;
const items = data.index.map((index, k) => ({
  k, index, file: data.file ? ` (${data.file[k]})` : '', target: data.target[k], predicted: data.predicted[k], loss: data.loss[k],
  pTarget: data.p_target[k], pPredicted: data.p_predicted[k], top: data.top[k],
}));
const mistakes = items.filter(item => item.target !== item.predicted);

function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}
const number = value => value.toLocaleString('en');
function percent(p) {
  if (p > 0 && p < .01) return '<1 %';
  if (p < 1 && p > .99) return '>99 %';
  return `${Math.round(100 * p)} %`;
}
const plural = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;
const pairText = (target, predicted) =>
  target === predicted ? `${classes[target]}, recognised` : `${classes[target]} taken for ${classes[predicted]}`;

// ---- Images: cells of two sheets, one of pixels and one of heatmaps

function cut(source, { width, height, cols }, k) {
  const canvas = make('canvas', { width, height });
  const left = (k % cols) * width, top = Math.floor(k / cols) * height;
  canvas.getContext('2d').drawImage(source, left, top, width, height, 0, 0, width, height);
  return canvas;
}
function picture(item, label) {
  const canvas = cut(byId('sheet'), sheet, item.k);
  canvas.className = 'pixels';
  if (label) {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
  } else {
    canvas.setAttribute('aria-hidden', 'true');
  }
  return canvas;
}

const stops = ['440154', '482878', '3e4989', '31688e', '26828e', '1f9e89', '35b779', '6ece58', 'b5de2b', 'fde725']
  .map(hex => [0, 2, 4].map(at => parseInt(hex.slice(at, at + 2), 16)));
function viridis(value) { // 0..255 -> red, green, blue
  const place = value / 255 * (stops.length - 1);
  const low = Math.min(Math.floor(place), stops.length - 2);
  return stops[low].map((c, i) => c + (place - low) * (stops[low + 1][i] - c));
}
function heat(k) { // the k-th map in colours; null if it is zero everywhere
  const canvas = cut(byId('maps'), maps, k), context = canvas.getContext('2d');
  const pixels = context.getImageData(0, 0, maps.width, maps.height);
  let most = 0;
  for (let i = 0; i < pixels.data.length; i += 4) {
    most = Math.max(most, pixels.data[i]);
    pixels.data.set(viridis(pixels.data[i]), i);
  }
  context.putImageData(pixels, 0, 0);
  return most ? canvas : null;
}
function overlay(item, which, opacity, label) { // { canvas, blank }
  const scale = Math.max(1, Math.round(256 / sheet.width));
  const canvas = make('canvas', { width: scale * sheet.width, height: scale * sheet.height, className: 'pixels' });
  const context = canvas.getContext('2d'), colours = heat(3 * item.k + which);
  context.imageSmoothingEnabled = false;
  context.drawImage(picture(item), 0, 0, canvas.width, canvas.height);
  if (colours) {
    context.imageSmoothingEnabled = true;
    context.globalAlpha = opacity;
    context.drawImage(colours, 0, 0, canvas.width, canvas.height);
  }
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', colours ? label : `${label}: blank`);
  return { canvas, blank: !colours };
}

// ---- One image, large, with its heatmaps

const viewer = byId('viewer');
let shown = [], at = 0; // what can be paged through, and where we are

function figure(canvas, ...caption) {
  return make('figure', {}, canvas, make('figcaption', {}, ...caption));
}
function panels(item) {
  const found = [figure(picture(item, `The image: a ${classes[item.target]}`), 'the image')];
  if (item.k >= maps.of) return found;
  const opacity = Number(byId('opacity').value);
  const predicted = classes[item.predicted], target = classes[item.target];
  const texts = [['speaks for ', predicted, ' (predicted)'], ['speaks for ', target, ' (true)'],
    ['speaks for ', `${predicted}, not ${target}`, '']];
  texts.forEach(([before, name, after], which) => {
    const { canvas, blank } = overlay(item, which, opacity, `Heatmap: what ${before}${name}${after}`);
    const word = make('b', { className: which === 1 ? 'target' : 'predicted' }, name);
    found.push(blank ? figure(canvas, 'nothing ', before, word, after) : figure(canvas, before, word, after));
  });
  return found;
}
function chances(item) { // a bar for each of the most probable classes, and the true one
  const rows = [...item.top];
  if (!rows.some(([c]) => c === item.target)) rows.push([item.target, item.pTarget]);
  return rows.flatMap(([c, p]) => {
    const bar = make('div', { className: c === item.target ? 'is-target' : c === item.predicted ? 'is-predicted' : '' });
    bar.style.width = `${100 * p}%`;
    const role = c === item.target ? ' ✓' : c === item.predicted ? ' ✗' : '';
    const track = make('dd', { className: 'track' }, bar);
    track.setAttribute('aria-hidden', 'true');
    return [make('dt', {}, classes[c] + role), track, make('dd', {}, percent(p))];
  });
}
function draw() {
  const item = shown[at];
  byId('viewer-title').textContent = pairText(item.target, item.predicted);
  byId('viewer-line').textContent =
    `Image ${number(item.index)}${item.file} of the test set, loss ${item.loss.toFixed(2)}; ${at + 1} of ${shown.length}`;
  const hasMaps = item.k < maps.of;
  byId('panels').replaceChildren(...panels(item));
  byId('panels').classList.toggle('alone', !hasMaps);
  byId('scale').hidden = !hasMaps;
  byId('no-maps').hidden = hasMaps;
  byId('chances').replaceChildren(...chances(item));
  byId('previous').disabled = at === 0;
  byId('next').disabled = at === shown.length - 1;
}
function open(item, list) {
  shown = list;
  at = list.indexOf(item);
  draw();
  viewer.showModal();
}
function step(by) {
  const to = at + by;
  if (to < 0 || to >= shown.length) return;
  at = to;
  draw();
}
byId('previous').onclick = () => step(-1);
byId('next').onclick = () => step(1);
byId('close').onclick = () => viewer.close();
byId('opacity').oninput = () => byId('panels').replaceChildren(...panels(shown[at]));
viewer.onclick = ({target, clientX: x, clientY: y}) => { // a click beside it; its own padding is the viewer, too
  const box = viewer.getBoundingClientRect();
  const beside = x < box.left || x > box.right || y < box.top || y > box.bottom;
  if (target === viewer && beside) viewer.close();
};
viewer.onkeydown = event => {
  if (event.target.type === 'range') return; // there the arrows move the slider
  if (event.key === 'ArrowLeft') step(-1);
  if (event.key === 'ArrowRight') step(1);
};

// ---- Curves: the slider, or the pointer, chooses an epoch in both charts

const slider = byId('epoch');
function showEpoch() {
  document.querySelectorAll('.epoch').forEach(mark => {
    mark.classList.toggle('now', mark.dataset.epoch === slider.value);
  });
  byId('epoch-values').textContent = data.epochs[slider.value];
  slider.setAttribute('aria-valuetext', data.epochs[slider.value]);
}
slider.oninput = showEpoch;
document.querySelectorAll('.band').forEach(band => {
  band.onpointerenter = band.onclick = () => {
    slider.value = band.dataset.epoch;
    showEpoch();
  };
});

// ---- Confusion matrix: a cell shows its images

const cells = [...document.querySelectorAll('.matrix button')];
function showPair(target, predicted) {
  const list = items.filter(item => item.target === target && item.predicted === predicted);
  const count = data.counts[target][predicted];
  for (const cell of cells) {
    const chosen = Number(cell.dataset.target) === target && Number(cell.dataset.predicted) === predicted;
    cell.setAttribute('aria-pressed', chosen);
    cell.tabIndex = chosen ? 0 : -1;
  }
  const kind = target === predicted ? 'at random' : 'largest loss first';
  const some = list.length < count ? `; ${number(list.length)} of them here, ${kind}` : `, ${kind}`;
  byId('pair-title').textContent = pairText(target, predicted);
  byId('pair-count').textContent = plural(count, 'image', 'images') + (count > 1 ? some : '');
  byId('pair-images').replaceChildren(...list.map(item => {
    const button = make('button', { type: 'button', onclick: () => open(item, list) }, picture(item));
    button.setAttribute('aria-label', `Image ${number(item.index)}${item.file}, loss ${item.loss.toFixed(2)}: show large`);
    return make('li', {}, button);
  }));
  byId('pair-cards').hidden = target === predicted;
  byId('pair-cards').onclick = () => {
    byId('target').value = target;
    byId('predicted').value = predicted;
    listMistakes();
    byId('mistakes').scrollIntoView();
    byId('target').focus({ preventScroll: true });
  };
}
document.addEventListener('click', event => {
  const button = event.target.closest('[data-target]');
  if (!button) return;
  showPair(Number(button.dataset.target), Number(button.dataset.predicted));
  if (!button.closest('.matrix')) byId('confusion').scrollIntoView();
  else if (window.innerWidth < 940) byId('pair').scrollIntoView({ block: 'nearest' });
});
byId('matrix').onkeydown = event => { // arrows walk over the cells that have images
  const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const from = event.target.dataset;
  if (!move || !from.target) return;
  event.preventDefault();
  let row = Number(from.target) + move[0], column = Number(from.predicted) + move[1];
  for (; row >= 0 && row < classes.length && column >= 0 && column < classes.length; row += move[0], column += move[1]) {
    const next = cells.find(cell => Number(cell.dataset.target) === row && Number(cell.dataset.predicted) === column);
    if (next) {
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
      return;
    }
  }
};

// ---- Mistakes: sorted, filtered, a page at a time

const PAGE = window.innerWidth < 600 ? 24 : 48;
const orders = {
  loss: (a, b) => b.loss - a.loss,
  confidence: (a, b) => b.pPredicted - a.pPredicted,
  class: (a, b) => a.target - b.target || a.predicted - b.predicted || b.loss - a.loss,
  index: (a, b) => a.index - b.index,
};
let found = [], visible = 0, total = 0; // total: also those that the file has no room for

const line = (className, left, right) => make('span', { className }, make('b', {}, left), make('span', {}, right));
function card(item) {
  const button = make('button', { type: 'button', className: 'card', onclick: () => open(item, found) },
    picture(item),
    line('predicted', `✗ ${classes[item.predicted]}`, percent(item.pPredicted)),
    line('target', `✓ ${classes[item.target]}`, percent(item.pTarget)),
    line('meta', `loss ${item.loss.toFixed(2)}`, `#${item.index}`));
  if (data.file) button.append(make('span', { className: 'meta file' }, data.file[item.k]));
  button.setAttribute('aria-label', `Image ${number(item.index)}${item.file}: ${pairText(item.target, item.predicted)}, ` +
    `${percent(item.pPredicted)} against ${percent(item.pTarget)}, loss ${item.loss.toFixed(2)}`);
  return make('li', {}, button);
}
function more() {
  const next = found.slice(visible, visible + PAGE);
  byId('cards').append(...next.map(card));
  visible += next.length;
  const left = found.length - visible;
  byId('more').hidden = left === 0;
  byId('more').textContent = `Show ${Math.min(PAGE, left)} more`;
  byId('count').textContent = plural(total, 'mistake', 'mistakes') +
    (found.length < total ? `, ${number(found.length)} of them in this file` : '') +
    (left ? `, ${number(visible)} shown` : '');
}
function listMistakes() {
  const target = byId('target').value, predicted = byId('predicted').value;
  const wanted = (i, j) => i !== j && (target === '' || i === Number(target)) &&
    (predicted === '' || j === Number(predicted));
  found = mistakes.filter(item => wanted(item.target, item.predicted));
  total = data.counts.flatMap((row, i) => row.filter((_, j) => wanted(i, j))).reduce((a, b) => a + b, 0);
  found.sort(orders[byId('order').value]);
  visible = 0;
  byId('cards').replaceChildren();
  more();
}
for (const id of ['order', 'target', 'predicted']) byId(id).onchange = listMistakes;
byId('all').onclick = () => {
  byId('target').value = byId('predicted').value = '';
  listMistakes();
};
byId('more').onclick = () => {
  const first = visible;
  more();
  byId('cards').children[first].querySelector('button').focus();
};

// ---- Begin, once both sheets are there (image.decode() may wait for a frame that is never drawn, as in a printer)

const loaded = image => image.complete || new Promise(done => image.addEventListener('load', done, { once: true }));
Promise.all([...document.querySelectorAll('img.sheet')].map(loaded)).then(() => {
  showEpoch();
  showPair(...data.first);
  listMistakes();
  document.body.dataset.ready = 'yes';
});

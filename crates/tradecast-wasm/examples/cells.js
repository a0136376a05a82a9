// What an Observable notebook or page shows: a view (an element with a value, which says `input` when it changes) and a picture.

// A slider for a lever, as `levers()` lists it.
export function slider({ label, unit, min, max, step, default: usual }) {
  const view = document.createElement('label');
  const input = Object.assign(document.createElement('input'), { type: 'range', min, max, step, value: usual });
  const said = document.createElement('output');
  const follow = () => (said.value = `${view.value} ${unit}`);
  Object.defineProperty(view, 'value', { get: () => input.valueAsNumber });
  view.append(label, input, said);
  view.addEventListener('input', follow);
  follow();
  return view;
}

// The fan of an answer: history, median and bands, and the target as a line across.
export function fan({ history, forecast, question }, { width = 640, height = 320 } = {}) {
  const periods = [...history, ...forecast];
  const widest = ({ bands }) => bands.at(-1);
  const highest = Math.max(question.target.level, ...history.map(({ value }) => value), ...forecast.map((row) => widest(row).hi));
  const x = (i) => (i / (periods.length - 1)) * width;
  const y = (value) => height - (value / highest) * height;
  const line = (points) => `M${points.map(([i, value]) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join('L')}`;
  const later = (edge) => forecast.map((row, i) => [history.length + i, edge(row)]);
  const bands = forecast[0].bands.map((_, band) => {
    const [lower, upper] = [later(({ bands }) => bands[band].lo), later(({ bands }) => bands[band].hi)];
    return `<path d="${line([...lower, ...upper.reverse()])}Z" fill="steelblue" fill-opacity="0.2"/>`;
  });
  const known = history.map(({ value }, i) => [i, value]);
  const level = [0, periods.length - 1].map((i) => [i, question.target.level]);
  const picture = document.createElement('div');
  picture.innerHTML = `
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="History, forecast and target" style="width: 100%">
      ${bands.reverse().join('')}
      <path d="${line([known.at(-1), ...later(({ median }) => median)])}" fill="none" stroke="steelblue" stroke-width="2"/>
      <path d="${line(known)}" fill="none" stroke="currentColor" stroke-width="2"/>
      <path d="${line(level)}" stroke="firebrick" stroke-dasharray="6 4"/>
    </svg>`;
  return picture.firstElementChild;
}

// The charts, seen from outside: what can be taken hold of, what stands still, what is saved, what an article shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { address, answered, drag, onPage, settled, useBrowser } from './browser.mjs';

useBrowser();

const at = (fragment) => ({ url: `${address}#v=1&${fragment}` });
const target = (page) => page.locator('#control-target-number').inputValue().then(Number);
const ticks = (page) => page.locator('#fan .axis').allTextContents();
const bands = (page) => page.locator('#fan .band').count();

// Waits until the answer to the target that is held is there: the headline names it, and a frame has drawn it.
async function drawn(page) {
  await page.waitForFunction(() => {
    const { value } = document.querySelector('#control-target-number');
    return document.querySelector('#headline').textContent.includes(`$${value} m`);
  });
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

// The knob of the target line, and where it is.
async function knob(page) {
  const box = await page.locator('#fan .knob').boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function open_menu(page, id) {
  await page.locator(`#${id} > summary`).click();
}

// Chooses something of a download menu and reads the file that comes.
async function saved(page, of, kind) {
  await open_menu(page, `${of}-download`);
  const coming = page.waitForEvent('download');
  await page.locator(`[id="${of}-${kind}"]`).click();
  const file = await coming;
  await page.keyboard.press('Escape');
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

onPage('the target line is dragged: the axes wait for the release, and the numbers follow at once', {}, async (page) => {
  const before = await ticks(page);
  const { x, y } = await knob(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 5, y + 1);
  assert.equal(await target(page), 1000, 'a tremble is no drag');
  await page.mouse.move(x, y + 30, { steps: 8 });
  await drawn(page);
  const lower = await target(page);
  assert.ok(lower < 950 && lower > 100, `${lower}`);
  assert.equal(lower, Number(lower.toPrecision(3)), 'a round number');
  assert.deepEqual(await ticks(page), before, 'the axes stand still');
  const line = await knob(page);
  assert.ok(Math.abs(line.y - (y + 30)) < 4, 'the line is where the pointer is');
  await page.mouse.up();
  await settled(page);
  assert.equal(await target(page), lower);
  assert.match(page.url(), new RegExp(`target=${lower}`));
});

onPage('a finger drags the target line without scrolling the page', { screen: 'phone' }, async (page) => {
  await page.locator('#fan .knob').scrollIntoViewIfNeeded();
  const { x, y } = await knob(page);
  const scrolled = () => page.evaluate(() => scrollY);
  const before = await scrolled();
  const client = await page.context().newCDPSession(page);
  const touch = (type, y) => client.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x: x + 60, y }] });
  await touch('touchStart', y);
  for (let way = 5; way <= 25; way += 5) await touch('touchMove', y + way);
  await touch('touchEnd');
  await settled(page);
  assert.ok((await target(page)) < 980, `${await target(page)}`);
  assert.equal(await scrolled(), before);
});

onPage('axes that are locked stay through every change, and say so', {}, async (page) => {
  await open_menu(page, 'fan-options');
  await page.locator('#lock').check();
  await page.keyboard.press('Escape');
  const before = await ticks(page);
  await page.locator('#control-target-number').fill('4000');
  await settled(page);
  assert.deepEqual(await ticks(page), before);
  await page.locator('#locked').click();
  await settled(page);
  assert.notDeepEqual(await ticks(page), before);
  assert.equal(await page.locator('#locked').count(), 0);
});

onPage('bands are chosen, typed or refused, and a link keeps them', {}, async (page) => {
  assert.equal(await bands(page), 3);
  await open_menu(page, 'fan-options');
  await page.locator('.levels button').last().click();
  await settled(page);
  assert.equal(await bands(page), 1);
  assert.match(page.url(), /levels=80/);
  await page.locator('#levels').fill('20, 99');
  await page.locator('#levels').press('Enter');
  await settled(page);
  assert.equal(await bands(page), 2);
  assert.match(await page.locator('.legend').first().textContent(), /20 and 99/);
  await page.locator('#levels').fill('120');
  await page.locator('#levels').press('Enter');
  assert.match(await page.locator('#levels-problem').textContent(), /1 to 99/);
  assert.equal(await bands(page), 2);
  await page.reload();
  await answered(page);
  assert.equal(await bands(page), 2);
});

onPage('twenty paths are shown with a word of caution, the same ones every time', at('view=paths'), async (page) => {
  const paths = () => page.locator('#fan .sample-path').evaluateAll((all) => all.map((path) => path.getAttribute('d')));
  const first = await paths();
  assert.equal(first.length, 20);
  assert.equal(new Set(first).size, 20);
  assert.match(await page.locator('.legend').first().textContent(), /not at any one of them/);
  await page.reload();
  await answered(page);
  assert.deepEqual(await paths(), first);
});

onPage('changed data, assumptions and policies have lines of their own', at('growth=2&programme=200&priors=off'), async (page) => {
  const names = (await page.locator('#fan .ghost-end').allTextContents()).join(' ');
  for (const name of ['baseline', '+ data', '+ world']) assert.ok(names.includes(name), names);
  const dashes = await page.locator('#fan .ghost').evaluateAll((all) => all.map((line) => getComputedStyle(line).strokeDasharray));
  assert.equal(new Set(dashes).size, 3, dashes.join(' / '));
  const fills = await page.locator('#fan :is(.ghost, .median)').evaluateAll((all) => all.map((line) => getComputedStyle(line).fill));
  assert.deepEqual([...new Set(fills)], ['none'], 'lines are lines');
  await page.locator('#control-programme-number').fill('0');
  await page.locator('#control-growth-number').fill('0');
  await settled(page);
  assert.equal(await page.locator('#fan .ghost').count(), 1, 'one kind of change needs no steps');
});

onPage('dots stay large enough to count where many fall into one year, and on a phone', { screen: 'phone', ...at('capacity=500&relief=800&relief_year=6') }, async (page) => {
  const drawn = await page.locator('#arrival .dot').evaluateAll((all) => all.map((dots) => dots.getAttribute('d')).join(''));
  const radii = [...drawn.matchAll(/M[^a]*a([\d.]+) /g)].map(([, radius]) => Number(radius));
  assert.equal(radii.length, 20);
  assert.ok(Math.min(...radii) >= 1.8, `${Math.min(...radii)}`);
  assert.match(await page.locator('#reading').textContent(), /of 20 dots/);
});

onPage('a chart is saved as a drawing that needs no stylesheet, as a picture, and as its numbers', at('growth=2'), async (page) => {
  for (const of of ['fan', 'arrival']) {
    const svg = await saved(page, of, 'svg');
    const text = svg.bytes.toString();
    assert.equal(svg.name, `tradecast-${of}.svg`);
    assert.match(text, /^<svg xmlns/);
    assert.ok(!/class=|var\(|NaN|undefined/.test(text));
    assert.match(text, /Kazakhstan–Azerbaijan/);
    assert.match(text, /20,000 simulated paths/);
    const problem = await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? '', text);
    assert.equal(problem, '');
    const png = await saved(page, of, 'png');
    assert.equal(png.bytes.subarray(1, 4).toString(), 'PNG');
    const [width, height] = [png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)];
    const size = Number(/width="([\d.]+)"/.exec(text)[1]);
    assert.ok(Math.abs(width - 2 * size) <= 2 && height > 300, `${width} × ${height}`);
  }
  const csv = (await saved(page, 'fan', 'csv')).bytes.toString();
  await page.locator('#view input').last().check({ force: true });
  await settled(page);
  const rows = await page.locator('#table tbody tr').count();
  assert.equal(csv.trim().split('\n').length, rows + 1, 'the table has every row of the file');
});

onPage('the charts of the evidence are saved like the others', at('tab=evidence'), async (page) => {
  const columns = { 'coverage-panel': /^periods_ahead,outcomes,held50,held80,held95\n1,/, 'reliability-panel': /^stated,came_true,probabilities\n0/ };
  for (const [of, heads] of Object.entries(columns)) {
    const drawing = (await saved(page, of, 'svg')).bytes.toString();
    assert.ok(!/class=|var\(|NaN|undefined/.test(drawing));
    assert.ok(drawing.includes('Correlates') && drawing.includes('<path'), 'with its source');
    assert.match((await saved(page, of, 'csv')).bytes.toString(), heads);
  }
});

onPage('a dark page saves a light drawing and stays dark', { scheme: 'dark' }, async (page) => {
  const paper = () => page.evaluate(() => getComputedStyle(document.body.parentElement).backgroundColor);
  const before = await paper();
  const svg = (await saved(page, 'fan', 'svg')).bytes.toString();
  assert.match(svg, /#b34700/i, 'the target in the colour of the light page');
  assert.equal(await paper(), before);
});

onPage('the parts of every year are read out, tabled and saved alike', at('tab=made'), async (page) => {
  await page.locator('#made .tile').first().waitFor();
  await settled(page);
  assert.match(await page.locator('#made-reading').textContent(), /median of \$[\d,]+ m, made of .*%/);
  await page.locator('#made-year').focus();
  const years = await page.locator('#made-year').evaluate((slider) => Number(slider.max));
  await page.keyboard.press('Home');
  await settled(page);
  assert.match(await page.locator('#made-reading').textContent(), /^1992: \$/);
  assert.match(await page.locator('#brings').textContent(), /paths that reach \$1,000 m by 2030/);
  const csv = (await saved(page, 'made', 'csv')).bytes.toString().trim().split('\n');
  assert.equal(csv.length, years + 2);
  await page.locator('#made-view input').last().check({ force: true });
  const header = await page.locator('#made-table thead th').count();
  assert.equal(header, csv[0].split(',').length);
  assert.equal(await page.locator('#made-table tbody tr').count(), csv.length - 1);
  assert.ok((await page.locator('[id="gap-0"] .theirs').count()) >= 4, 'the other reporter is shown');
});

for (const what of ['', '=arrival', '=made']) {
  onPage(`?embed${what} shows one chart, its answer and its origin, and nothing to change`, { url: `${address}?embed${what}#v=1&growth=2` }, async (page) => {
    await page.locator('svg.chart').first().waitFor();
    assert.equal(await page.locator('svg.chart').count(), 1);
    assert.equal(await page.locator('.controls, .tabs, header, details, button').count(), 0);
    assert.match(await page.locator('#headline').textContent(), /20\d\d/);
    const whole = new URL(await page.locator('#whole').getAttribute('href'));
    assert.ok(whole.search === '' && whole.hash.includes('growth=2'), whole.href);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgba(0, 0, 0, 0)');
    for (const width of [320, 600, 900]) {
      await page.setViewportSize({ width, height: 420 });
      await settled(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${width}: ${overflow}`);
    }
  });
}

onPage('axes glide at once where nothing may move by itself', {}, async (page) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await drag(page, 'target', 0.9);
  const held = await ticks(page);
  await page.mouse.up();
  await settled(page);
  assert.notDeepEqual(await ticks(page), held);
});

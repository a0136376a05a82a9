// What the page must do, seen from outside: move, look, undo, share, bring your own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Forecaster } from '../../target/npm/node.js';
import { address, answered, browser, chosen, control, drag, onPage as visit, open, settled, shown, unfold, useBrowser } from './browser.mjs';

useBrowser();

// A visitor who wants nothing to move by itself: what is compared stands still.
const onPage = (name, options, body) => visit(name, { still: true, ...options }, body);

// The page opened anew at the address where another one is now.
async function opensAgain(page, body) {
  const again = await open(browser, { still: true, url: page.url() });
  try {
    await body(again.page);
  } finally {
    await again.close();
  }
}

async function press(page, id, ...keys) {
  for (const key of keys) await page.locator(`[id="${id}"]`).press(key);
  await settled(page);
}

async function type(page, id, text) {
  await page.locator(`[id="${id}"]`).fill(text);
  await settled(page);
}

async function click(page, id) {
  await page.locator(`[id="${id}"]`).click();
  await settled(page);
}

async function tabTo(page, id) {
  for (let presses = 0; presses < 100; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement.id)) === id) return;
  }
  assert.fail(`the Tab key never reaches ${id}`);
}

// Equality of everything a visitor sees; a difference is shown where it begins, not as two whole drawings.
function assertSame(actual, expected, when = 'the page') {
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  for (const part of Object.keys(expected)) {
    if (actual[part] === expected[part]) continue;
    const at = [...expected[part]].findIndex((letter, i) => actual[part][i] !== letter);
    const near = (text) => text.slice(Math.max(0, at - 120), at + 80);
    assert.fail(`${when}: ${part} differs\n  is        ${near(actual[part])}\n  should be ${near(expected[part])}`);
  }
}

function assertAllDiffer(one, other) {
  for (const part of Object.keys(one)) assert.notEqual(one[part], other[part], `${part} did not change`);
}

onPage('opens on an answer, without a complaint, from its own origin only', {}, async (page, { requests }) => {
  const { headline } = await shown(page);
  assert.match(headline, /20\d\d/, 'the headline names a year');
  assert.equal(await page.locator('#fan svg').count(), 1);
  assert.equal(await page.locator('#arrival svg').count(), 1);
  assert.ok((await page.locator('#sources a[href^="http"]').count()) > 5, 'the sources are named');
  assert.ok(requests.some((url) => url.endsWith('.wasm')));
  assert.deepEqual(requests.filter((url) => !url.startsWith(address) && !url.startsWith('data:')), []);
});

onPage('says what the JavaScript package says, and so the command line tool', {}, async (page) => {
  const now = Forecaster.flagship();
  assert.equal((await shown(page)).headline, now.ask({ target: 1000 }).headline);
  await type(page, 'control-growth-number', '2');
  await type(page, 'control-target-number', '800');
  assert.equal((await shown(page)).headline, now.ask({ target: 800, assumptions: { growth: 2 } }).headline);
  await page.locator('#as-of input').first().check({ force: true });
  await settled(page);
  const then = Forecaster.flagship({ as_of: '2022' });
  assert.equal((await shown(page)).headline, then.ask({ target: 800, assumptions: { growth: 2 } }).headline);
});

onPage('a slider changes headline, fan and arrival while it is still held', {}, async (page) => {
  const untouched = await shown(page);
  const scale = () => page.locator('#fan svg text').evaluateAll((all) => all.map((text) => text.textContent).filter((text) => /^[\d,]+$/.test(text)));
  const announced = () => page.getByTestId('announcement').textContent();
  const [scaleBefore, announcedBefore] = [await scale(), await announced()];
  await drag(page, 'growth', 0.8);
  await settled(page);
  const held = await shown(page);
  assertAllDiffer(untouched, held);
  assert.deepEqual(await scale(), scaleBefore, 'the axes stand still');
  assert.equal(await announced(), announcedBefore, 'nothing is read aloud yet');
  await page.mouse.up();
  await settled(page);
  // What is shown while it is held may count fewer paths; at rest all of them count.
  const { headline } = await shown(page);
  assert.equal(headline.split(' around ')[0], held.headline.split(' around ')[0]);
  await opensAgain(page, async (again) => assert.equal((await shown(again)).headline, headline));
  assert.notEqual(await announced(), announcedBefore, 'the new answer is read aloud');
});

onPage('while a slider is held every number is that of the value it is at', { url: `${address}#v=2&deadline=2030` }, async (page) => {
  const slider = control(page, 'growth');
  await slider.evaluate((slider) => {
    window.seen = [];
    const text = (selector) => document.querySelector(selector).textContent;
    const look = (value) => window.seen.push({ value, still: slider.value === value, figure: text('[data-testid="figure-by"] .value'), strip: text('.strip strong'), headline: text('#headline') });
    slider.addEventListener('input', () => {
      const { value } = slider;
      requestAnimationFrame(() => requestAnimationFrame(() => look(value)));
    });
  });
  const box = await slider.boundingBox();
  const at = (share) => page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
  await at(0.42);
  await page.mouse.down();
  for (const share of [0.3, 0.7, 0.35, 0.65, 0.4, 0.6, 0.45, 0.75, 0.5, 0.8]) {
    await at(share);
    // Two frames after the slider was told, the numbers are looked at.
    await page.waitForFunction(() => window.seen.at(-1)?.value === document.querySelector('#control-growth').value);
  }
  const seen = (await page.evaluate(() => window.seen)).filter(({ still }) => still);
  await page.mouse.up();
  assert.ok(seen.length >= 10, `${seen.length} values were seen`);
  const forecaster = Forecaster.flagship();
  for (const { value, figure, strip, headline } of seen) {
    const { arrival } = forecaster.ask({ target: 1000, assumptions: { growth: Number(value) } });
    const expected = 100 * arrival.by.find(({ period }) => period === '2030').probability;
    // A fifth of the paths may be a point or two off; the value before would be off by far more.
    assert.ok(Math.abs(parseFloat(figure) - expected) < 3, `${figure} at ${value}, where ${expected} is right`);
    assert.equal(strip, figure);
    assert.ok(headline.includes(figure), headline);
  }
});

onPage('the baseline stays as a ghost for as long as a lever is moved', {}, async (page) => {
  const ghosts = page.locator('#fan .ghost');
  assert.equal(await ghosts.count(), 0);
  await press(page, 'control-growth', 'PageUp');
  assert.ok((await ghosts.count()) > 0);
  assert.match((await page.locator('.figures').textContent()) ?? '', /was/, 'the figures say what they were');
  await click(page, 'reset-growth');
  assert.equal(await ghosts.count(), 0);
});

onPage('every control changes the answer, and its reset restores everything exactly', {}, async (page) => {
  await unfold(page);
  const untouched = { ...(await shown(page)), ...(await chosen(page)) };
  const sliders = () => page.locator('.controls input[type="range"]').evaluateAll((all) => all.map(({ id }) => id.replace('control-', '')));
  // One direction of trade and one good stand for the others.
  const tried = new Set((await sliders()).filter((id) => id.includes('.') && !/^(exports|wheat)\./.test(id)));
  // Tries what is new on the page; moving one may bring others that say more about it, which are tried while it is moved.
  async function tryAll(of) {
    for (const id of await sliders()) {
      if (tried.has(id)) continue;
      tried.add(id);
      const before = await shown(page);
      const most = await control(page, id).evaluate(({ value, max }) => value === max);
      await press(page, `control-${id}`, ...Array(id === 'capacity' ? 5 : 1).fill(most ? 'PageDown' : 'PageUp'));
      assert.notDeepEqual(await shown(page), before, `${id} changes nothing${of}`);
      await tryAll(` with ${id} moved`);
      await click(page, `reset-${id}`);
      assertSame(await shown(page), before, `reset of ${id}`);
    }
  }
  await tryAll('');
  for (const id of ['growth', 'relief_year', 'contracts_renewed', 'exports.displacement', 'wheat.recurring']) {
    assert.ok(tried.has(id), `${id} was never there`);
  }
  assertSame({ ...(await shown(page)), ...(await chosen(page)) }, untouched);
});

onPage('groups are closed but for the first, and say what is moved in them', {}, async (page) => {
  const fold = (id) => page.locator(`#fold-${id}`);
  const isOpen = (id) => fold(id).locator('> details').evaluate(({ open }) => open);
  for (const id of ['growth-and-swings', 'shock']) assert.equal(await isOpen(id), true, id);
  for (const id of ['disruptions', 'contracts', 'new-products', 'corridor', 'money-of-the-target', 'data', 'parts']) {
    assert.equal(await isOpen(id), false, id);
  }
  const untouched = { ...(await shown(page)), ...(await chosen(page)) };
  const summary = fold('new-products').locator('> details > summary');
  assert.equal((await summary.textContent()).trim(), 'New products');
  await summary.click();
  await type(page, 'control-programme-number', '304');
  await press(page, 'control-programme_ramp', 'PageUp');
  await summary.click();
  assert.equal(await control(page, 'programme').isVisible(), false);
  assert.match(await summary.textContent(), /2 moved/);
  await page.waitForFunction(() => location.hash.includes('programme_ramp'));
  await opensAgain(page, async (other) => {
    assert.equal(await control(other, 'programme').isVisible(), true, 'what a link moved is in sight');
  });
  await click(page, 'reset-fold-new-products');
  assert.equal(await summary.evaluate((element) => document.activeElement === element), true, 'the keyboard keeps its place');
  assert.equal((await summary.textContent()).trim(), 'New products');
  assertSame({ ...(await shown(page)), ...(await chosen(page)) }, untouched);
});

for (const screen of ['desktop', 'phone']) {
  onPage(`a lever of a part is moved, linked, opened again and reset (${screen})`, { screen }, async (page) => {
    const untouched = { ...(await shown(page)), ...(await chosen(page)) };
    await page.locator('#fold-parts > details > summary').click();
    const wheat = page.locator('#fold-wheat > details > summary');
    assert.match(await wheat.textContent(), /Wheat.*\$97\.6 m 2022/);
    await wheat.click();
    await type(page, 'control-wheat.price-number', '-30');
    const expected = Forecaster.flagship().ask({ target: 1000, assumptions: { 'wheat.price': -30 } });
    const moved = await shown(page);
    assert.equal(moved.headline, expected.headline);
    assert.notEqual(moved.fan, untouched.fan);
    assert.match(await wheat.textContent(), /1 moved/);
    await page.waitForFunction(() => location.hash.startsWith('#v=2&wheat.price=-30&'));
    const before = { ...moved, ...(await chosen(page)) };
    await page.reload();
    await answered(page);
    assertSame({ ...(await shown(page)), ...(await chosen(page)) }, before);
    assert.equal(await control(page, 'wheat.price').isVisible(), true, 'what a link moved is in sight');
    await page.getByRole('button', { name: 'Reset Wheat: Price' }).click();
    await settled(page);
    assertSame({ ...(await shown(page)), ...(await chosen(page)) }, untouched);
  });
}

onPage('a lever set to a range says so, and the slider makes it one number', { url: `${address}#v=1&growth=triangular(0,2,4)` }, async (page) => {
  const expected = Forecaster.flagship().ask({ target: 1000, assumptions: { growth: { triangular: [0, 2, 4] } } });
  assert.equal((await shown(page)).headline, expected.headline);
  assert.equal(await page.locator('#control-growth-number').inputValue(), '2');
  assert.match(await page.locator('.remark').textContent(), /from 0 to 4, most likely 2/);
  await press(page, 'control-growth', 'ArrowRight');
  assert.equal(await page.locator('.remark').count(), 0);
  await page.waitForFunction(() => location.hash.startsWith('#v=2&growth=2.5&'));
});

onPage('a limit to the corridor is told in a sentence, in the money of the series', {}, async (page) => {
  assert.equal(await page.locator('#bottleneck').count(), 0);
  await page.locator('#fold-corridor > details > summary').click();
  assert.match(await page.locator('.control:has(#control-capacity) .unit').textContent(), /USD m a year/);
  await type(page, 'control-capacity-number', '800');
  await press(page, 'control-capacity-number', 'Enter');
  const { bottleneck } = Forecaster.flagship().ask({ target: 1000, assumptions: { capacity: 800 } });
  const by = Math.round(100 * bottleneck.binds.find(({ period }) => period === '2030').probability);
  const said = await page.locator('#bottleneck').textContent();
  assert.ok(said.includes(`by 2030 in ${by} %`) && said.includes(`by ${bottleneck.median} in half`), said);
  assert.match(said, /leaves \$\d+ m of trade behind/);
  assert.ok((await page.getByTestId('announcement').textContent()).includes(said));
  await click(page, 'reset-capacity');
  assert.equal(await page.locator('#bottleneck').count(), 0);
});

onPage('the year so far is told, and only where it is known and used', {}, async (page) => {
  const { nowcast, mirror_gaps } = Forecaster.flagship().ask({ target: 1000 });
  const told = page.locator('#year-so-far');
  assert.match(await told.locator('summary').textContent(), /The year so far moved the median of 2025 from \$\d+ m to \$\d+ m/);
  assert.equal(await told.locator('p').isVisible(), false);
  await told.locator('summary').click();
  assert.equal(await told.locator('p').textContent(), nowcast.summary);
  assert.ok((await page.locator('#warnings').textContent()).includes(mirror_gaps[0].reporter), 'how the other country counts');
  await page.locator('#fold-data > details > summary').click();
  await press(page, 'control-readings', 'Home');
  assert.equal(await told.count(), 0);
  await click(page, 'reset-readings');
  assert.equal(await told.count(), 1);
  await page.locator('#as-of input').first().check({ force: true });
  await settled(page);
  assert.equal(await told.count(), 0);
  assert.equal(await page.locator('#control-readings').count(), 0, 'nothing was known of 2023 then');
});

onPage('reset all restores everything exactly', {}, async (page) => {
  const untouched = { ...(await shown(page)), ...(await chosen(page)) };
  for (const id of ['target', 'horizon', 'growth', 'volatility', 'shock']) await press(page, `control-${id}`, 'PageUp');
  assertAllDiffer({ headline: untouched.headline, fan: untouched.fan, arrival: untouched.arrival }, await shown(page));
  await click(page, 'reset-all');
  assertSame({ ...(await shown(page)), ...(await chosen(page)) }, untouched);
});

onPage('priors are switched off and on: another answer, compared with the usual one, then the same again', {}, async (page) => {
  const usual = { ...(await shown(page)), ...(await chosen(page)) };
  assert.equal(usual['control-priors'], 'on');
  assert.ok((await page.locator('#panel-record').textContent()).includes('80 % bands'));
  await press(page, 'control-priors', ' ');
  const alone = await shown(page);
  assertAllDiffer({ headline: usual.headline, fan: usual.fan, arrival: usual.arrival }, alone);
  const expected = Forecaster.flagship({ priors: false }).ask({ target: 1000 }).headline;
  // The page adds what the answer was with them.
  assert.equal(alone.headline.replaceAll(/ \(was [^)]*\)/g, '').split(' This series alone')[0], expected);
  assert.match(alone.headline, /\(was \d+ %\).*\(was \d+ %\).*This series alone; with the lessons of other pairs: around 20\d\d\./);
  assert.ok((await page.locator('#fan .ghost').count()) > 0, 'the answer with them stays as a ghost');
  assert.equal(await page.locator('#panel-record').count(), 0);
  assert.match(page.url(), /priors=off/);
  await opensAgain(page, async (other) => assertSame(await shown(other), alone));
  await press(page, 'control-growth', 'PageUp');
  const moved = await shown(page);
  assert.notEqual(moved.headline, alone.headline);
  await click(page, 'reset-growth');
  assertSame(await shown(page), alone);
  await click(page, 'reset-priors');
  assertSame({ ...(await shown(page)), ...(await chosen(page)) }, usual);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'control-priors', 'the keyboard keeps its place');
  await click(page, 'control-priors');
  await click(page, 'reset-all');
  assertSame({ ...(await shown(page)), ...(await chosen(page)) }, usual);
});

onPage('priors say what they know and where from', {}, async (page) => {
  assert.equal(await page.locator('#help-priors').isVisible(), false);
  await page.getByRole('button', { name: 'About Lessons of other pairs' }).click();
  const priors = readFileSync(new URL('../../data/priors.toml', import.meta.url), 'utf8');
  const source = priors.match(/^source = "(.*)"$/m)[1];
  assert.ok((await page.locator('#help-priors').textContent()).includes(source));
});

for (const screen of ['desktop', 'phone']) {
  onPage(`reached, at or above then, stays above: figures, sentence, curve and table say it (${screen})`, { screen }, async (page) => {
    const { arrival } = Forecaster.flagship().ask({ target: 1000 });
    const percent = (rows, year) => `${Math.round(100 * rows.find(({ period }) => period === year).probability)} %`;
    const [above, stays] = [percent(arrival.above, '2030'), percent(arrival.stays.by, '2030')];
    for (const [name, share] of Object.entries({ above, stays })) {
      const figure = page.getByTestId(`figure-${name}`);
      assert.equal(await figure.isVisible(), true);
      assert.ok((await figure.textContent()).includes(`2030${share}`));
    }
    const reading = await page.locator('#reading').textContent();
    assert.ok(reading.includes(`${above} are at or above it then; ${stays} stay at or above it from then until 2052`), reading);
    assert.equal(await page.locator('#arrival .stays').count(), 0);
    await page.locator('#arrival-shape input').last().check({ force: true });
    await settled(page);
    assert.equal(await page.locator('#arrival .stays').count(), 1);
    await page.locator('#view input').last().check({ force: true });
    await settled(page);
    const row = page.locator('#table tbody tr').filter({ has: page.getByRole('rowheader', { name: '2030', exact: true }) });
    assert.deepEqual((await row.locator('td').allTextContents()).slice(-3), [percent(arrival.by, '2030'), above, stays]);
  });
}

onPage('slider and number box say the same, and the box takes numbers between steps', {}, async (page) => {
  await press(page, 'control-growth', 'ArrowRight', 'ArrowRight');
  assert.equal(await page.locator('#control-growth-number').inputValue(), '1');
  await type(page, 'control-growth-number', '2.3');
  assert.match(page.url(), /growth=2\.3/);
  await type(page, 'control-growth-number', '2.5');
  assert.equal(await page.locator('#control-growth').inputValue(), '2.5');
});

for (const typed of ['abc', '', '-1', '0', '1e999', 'NaN']) {
  onPage(`a target of ${JSON.stringify(typed)} is explained beside its box and changes nothing`, {}, async (page) => {
    await press(page, 'control-growth', 'PageUp');
    const before = await shown(page);
    await type(page, 'control-target-number', typed);
    assert.ok((await page.locator('#problem-target').textContent()).length > 20);
    assert.equal(await page.locator('#control-target-number').getAttribute('aria-invalid'), 'true');
    assertSame(await shown(page), before);
    await type(page, 'control-target-number', '900');
    assert.equal(await page.locator('#problem-target').count(), 0);
    assert.notEqual((await shown(page)).headline, before.headline);
  });
}

onPage('a target already reached is an answer', {}, async (page) => {
  await type(page, 'control-target-number', '100');
  assert.match((await shown(page)).headline, /already/i);
  assert.equal(await page.locator('[role="alert"]').count(), 0);
});

onPage('the address restores the page, after a reload and in another browser', {}, async (page) => {
  await type(page, 'control-target-number', '850');
  await drag(page, 'growth', 0.7);
  await page.mouse.up();
  await press(page, 'control-horizon', 'PageDown');
  await page.waitForFunction(() => location.hash.includes('horizon'));
  const before = { ...(await shown(page)), ...(await chosen(page)) };
  await page.reload();
  await answered(page);
  assertSame({ ...(await shown(page)), ...(await chosen(page)) }, before);
  await opensAgain(page, async (other) => {
    assertSame({ ...(await shown(other)), ...(await chosen(other)) }, before);
  });
});

onPage('the copied link is the address of what is shown', {}, async (page) => {
  await press(page, 'control-growth', 'PageUp');
  await click(page, 'copy-link');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /growth=/);
  assert.equal(copied, page.url());
});

for (const fragment of ['%%%', 'v=99', 'v=1&growth=1e9', 'v=1&growth=NaN', 'v=1&wind=3', 'v=1&maize.price=-30', 'v=1&growth=1&growth=2', '<b>']) {
  test(`a link ending in #${fragment} is refused with a message, and the page answers`, async () => {
    const { page, complaints, close } = await open(browser, { url: `${address}#${fragment}` });
    const usual = await open(browser);
    try {
      assert.ok((await page.locator('#link-message').textContent()).length > 20);
      await page.locator('#link-message button').click();
      await settled(page);
      assertSame(await shown(page), await shown(usual.page));
      await press(page, 'control-growth', 'PageUp');
      assert.deepEqual(complaints, []);
    } finally {
      await Promise.all([close(), usual.close()]);
    }
  });
}

onPage('the keyboard alone is enough', {}, async (page) => {
  const untouched = await shown(page);
  await tabTo(page, 'control-growth');
  await page.keyboard.press('ArrowRight');
  await settled(page);
  assertAllDiffer(untouched, await shown(page));
  await page.keyboard.press('Shift+Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'control-growth-number');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('4');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal((await chosen(page))['control-growth'], '4');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'reset-growth');
  await page.keyboard.press('Enter');
  await settled(page);
  assertSame(await shown(page), untouched);
});

onPage('the keyboard opens a group, moves what is in it and closes it again', {}, async (page) => {
  const untouched = await shown(page);
  await tabTo(page, 'control-shock');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, 'control-disruption');
  await page.keyboard.press('PageUp');
  await settled(page);
  assertAllDiffer(untouched, await shown(page));
  await tabTo(page, 'control-disruption_depth');
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, 'reset-fold-disruptions');
  await page.keyboard.press('Enter');
  await settled(page);
  assertSame(await shown(page), untouched);
  await page.keyboard.press('Enter');
  assert.equal(await control(page, 'disruption').isVisible(), false, 'the line that closes the group has the focus');
});

onPage('the two dates of knowledge give two answers', {}, async (page) => {
  const now = await shown(page);
  await page.locator('#as-of input').first().check({ force: true });
  await settled(page);
  assertAllDiffer(now, await shown(page));
  assert.match(page.url(), /as-of=2022/);
  await page.locator('#as-of input').last().check({ force: true });
  await settled(page);
  assertSame(await shown(page), now);
});

onPage('as of an earlier date, what has happened since stands beside the forecast that did not know it', {}, async (page) => {
  assert.equal(await page.locator('#fan .since').getAttribute('d'), '');
  await page.locator('#as-of input').first().check({ force: true });
  await settled(page);
  assert.match(await page.locator('#fan .since').getAttribute('d'), /^M[^M]+M[^M]+$/, 'two years are known since');
  assert.match(await page.locator('.legend').first().textContent(), /Diamonds/);
  await page.locator('#read-year').fill(String(await page.locator('#read-year').evaluate((slider) => Number(slider.value) - 7)));
  const { since } = Forecaster.flagship({ as_of: '2022' }).ask({ target: 1000 });
  const [first] = since;
  const said = await page.locator('#reading').textContent();
  assert.ok(said.startsWith('2023:') && said.includes(`$${first.value} m`) && said.includes(`${Math.round(first.percentile)} % of the paths were lower`), said);
});

onPage('the theme changes by its button and is remembered', {}, async (page) => {
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await click(page, 'theme');
  const dark = await background();
  assert.notEqual(dark, light);
  await page.reload();
  await answered(page);
  assert.equal(await background(), dark);
});

const badFiles = [
  ['', /empty/],
  ['what,where\nthis,there\n', /row 1.*period/i],
  ['period,value\n2020,1\n2021,about 2\n', /row 3.*value.*about 2/i],
  ['period,value\n2020,1\n2021,-2\n', /row 3.*value.*-2/i],
  ['period,value\n2020,1\n2021,0\n', /row 3.*value.*0/i],
  ['period,value\n2020,NaN\n2021,1\n', /row 2.*value.*NaN/i],
  ['period,value\n2020,1\n2021,2\n2020,3\n', /row 4.*period.*2020/i],
  ['period,value\n2020,1\n', /1 observation/],
];
for (const [file, expected] of badFiles) {
  onPage(`own data ${JSON.stringify(file)} are refused by row, column and fix, and the answer stays`, {}, async (page) => {
    await press(page, 'control-growth', 'PageUp');
    const before = { ...(await shown(page)), ...(await chosen(page)) };
    await click(page, 'tab-data');
    await page.locator('#own-csv').fill(file);
    await click(page, 'own-use');
    await page.locator('#own-outcome .problems, #own-problems').first().waitFor();
    assert.match(await page.locator('#own-data').textContent(), expected);
    assertSame({ ...(await shown(page)), ...(await chosen(page)) }, before);
    assert.equal(await page.locator('#own-csv').inputValue(), file);
  });
}

onPage('own data are answered, told apart in the link, and given back', {}, async (page) => {
  const builtIn = await shown(page);
  const rows = [90, 110, 105, 130, 128, 150, 149, 170, 190, 185].map((value, i) => `${2012 + i},${value}`);
  await click(page, 'tab-data');
  await page.locator('#own-csv').fill(`period,value\n${rows.join('\n')}\n`);
  await click(page, 'own-use');
  const own = await shown(page);
  assertAllDiffer(builtIn, own);
  assert.equal(await page.locator('#fold-parts, #year-so-far, #control-readings').count(), 0, 'of own data nothing else is known');
  await press(page, 'control-growth', 'PageUp');
  assertAllDiffer(own, await shown(page));
  await page.waitForFunction(() => location.hash.includes('data='));
  await opensAgain(page, async (other) => {
    assert.match(await other.locator('#link-message').textContent(), /data/);
    assert.equal((await shown(other)).headline, builtIn.headline);
  });
  await click(page, 'own-back');
  await click(page, 'reset-all');
  assert.equal((await shown(page)).headline, builtIn.headline);
});

onPage('the table holds what the charts show', {}, async (page) => {
  await page.locator('#view input').last().check({ force: true });
  await settled(page);
  const rows = page.locator('table tbody tr');
  assert.ok((await rows.count()) > 40, 'history and forecast');
  assert.match(await page.locator('table').first().textContent(), /2022.*461\.9|461\.9/s);
});

onPage('words beside a number with its unit are seen apart from it', {}, async (page) => {
  const glued = await page.evaluate(() => {
    const text = (element, of) => element[of].replace(/\s+/g, ' ').trim();
    const all = [...document.querySelectorAll('.keep')].map((kept) => kept.parentElement).filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.innerText);
    // What is seen, which lacks spaces that are not drawn, and what is written.
    return all.filter((element) => text(element, 'innerText') !== text(element, 'textContent')).map((element) => element.innerText);
  });
  assert.ok(await page.locator('.keep').count() > 3);
  assert.deepEqual(glued, []);
});

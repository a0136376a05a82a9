// Scenarios from outside: take back, save, keep, share, compare. Nothing of the user's work is ever lost.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import axe from 'axe-core';
import { Forecaster } from '../../target/npm/node.js';
import { address, answered, browser, chosen, control, drag, onPage, open, settled, shown, useBrowser } from './browser.mjs';

useBrowser();

const click = async (page, selector) => {
  await page.locator(selector).click();
  await settled(page);
};
const type = async (page, id, text) => {
  await control(page, id).fill(text);
  await settled(page);
};
const growth = async (page) => (await chosen(page))['control-growth'];
const inAddress = (page, part) => page.waitForFunction((part) => location.hash.includes(part), part);

async function openBox(page) {
  await page.locator('#scenarios > summary').click();
}

async function save(page, name) {
  await page.locator('#scenario-name').fill(name);
  await page.locator('#scenario-name').press('Enter');
  await page.locator('#saved strong', { hasText: name }).first().waitFor();
}

const saved = (page) => page.locator('#saved strong').allTextContents();

onPage('one drag is one step back, and so is a number typed', {}, async (page) => {
  assert.equal(await page.locator('#undo').isDisabled(), true);
  await drag(page, 'growth', 0.7);
  await page.mouse.up();
  await settled(page);
  const dragged = await growth(page);
  await control(page, 'target-number').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('850');
  await page.keyboard.press('Tab');
  await settled(page);
  assert.match(await page.locator('#undo').getAttribute('title'), /Target/);
  await click(page, '#undo');
  assert.deepEqual([(await chosen(page))['control-target-number'], await growth(page)], ['1000', dragged]);
  await click(page, '#undo');
  assert.equal(await growth(page), '0');
  assert.equal(await page.locator('#undo').isDisabled(), true);
  await page.keyboard.press('Control+Shift+Z');
  await page.keyboard.press('Control+y');
  await settled(page);
  assert.deepEqual([(await chosen(page))['control-target-number'], await growth(page)], ['850', dragged]);
  await page.keyboard.press('Control+z');
  await settled(page);
  assert.equal((await chosen(page))['control-target-number'], '1000');
});

onPage('a key held down, a reset and a double click are one step each', {}, async (page) => {
  await control(page, 'growth').focus();
  for (let repeat = 0; repeat < 4; repeat += 1) await page.keyboard.down('ArrowRight');
  await page.keyboard.up('ArrowRight');
  await settled(page);
  assert.equal(await growth(page), '2');
  await click(page, '#reset-growth');
  await click(page, '#undo');
  assert.equal(await growth(page), '2');
  await control(page, 'growth').dblclick({ position: { x: 8, y: 8 } });
  await settled(page);
  assert.equal(await growth(page), '0', 'a double click sets the slider to its default');
  while (await page.locator('#undo').isEnabled()) await click(page, '#undo');
  assert.equal(await growth(page), '0');
});

onPage('single keys do their work, not while typing, and can be switched off', {}, async (page) => {
  await page.keyboard.press('3');
  await page.locator('#compare').waitFor();
  await page.keyboard.press('t');
  await page.locator('#table').waitFor();
  await page.keyboard.press('t');
  await page.locator('#fan svg').waitFor();
  // Keys that follow each other before the page is drawn: each changes what the one before it left.
  for (const key of ['5', 't', 't', '3', 't']) await page.keyboard.press(key);
  await page.locator('#table').waitFor();
  assert.equal(await page.locator('#tab-compare').getAttribute('aria-selected'), 'true');
  await page.keyboard.press('t');
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'find-lever');
  await page.keyboard.type('wheat price');
  await page.locator('#found [id="control-wheat.price"]').waitFor();
  assert.equal(await page.locator('#table').count(), 0, 'letters typed into a box are letters');
  await page.locator('#find-lever').fill('');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('?');
  assert.equal(await page.locator('#keys').evaluate((dialog) => dialog.open), true);
  await page.locator('#single-keys').uncheck();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#keys').evaluate((dialog) => dialog.open), false);
  await page.keyboard.press('t');
  await settled(page);
  assert.equal(await page.locator('#table').count(), 0);
});

onPage('a scenario is saved, opened, renamed, copied, deleted and brought back', {}, async (page) => {
  await type(page, 'growth-number', '3');
  await openBox(page);
  await save(page, 'Plan');
  assert.match(await page.locator('#saved .open span').first().textContent(), /20\d\d.*%/);
  await click(page, '#reset-all');
  assert.equal(await growth(page), '0');
  await page.locator('#saved .open').click();
  await settled(page);
  assert.equal(await growth(page), '3');
  await click(page, '#undo');
  assert.equal(await growth(page), '0', 'opening is one step back');
  await page.getByRole('button', { name: 'Duplicate Plan' }).click();
  assert.deepEqual(await saved(page), ['Plan', 'Copy of Plan']);
  await page.getByRole('button', { name: 'Rename Plan' }).click();
  await page.locator('.rename').fill('Hope');
  await page.locator('.rename').press('Enter');
  assert.deepEqual(await saved(page), ['Hope', 'Copy of Plan']);
  await page.getByRole('button', { name: 'Delete Hope' }).click();
  assert.deepEqual(await saved(page), ['Copy of Plan']);
  await page.locator('#undo-remove').click();
  assert.deepEqual(await saved(page), ['Hope', 'Copy of Plan']);
  await page.reload();
  await answered(page);
  assert.deepEqual(await saved(page), ['Hope', 'Copy of Plan']);
});

onPage('a ready scenario gives the answer of the command line', {}, async (page) => {
  await openBox(page);
  await click(page, '#ready-oil-down-30');
  const assumptions = { 'crude-oil.price': -30, 'oil-products.price': -30 };
  assert.equal((await shown(page)).headline, Forecaster.flagship().ask({ target: 1000, assumptions }).headline);
  assert.equal(await page.locator('#ready-oil-down-30').getAttribute('aria-pressed'), 'true');
});

onPage('a scenario leaves as a file and comes back from it; files with mistakes say where', {}, async (page) => {
  await type(page, 'growth-number', '2');
  await openBox(page);
  await save(page, 'Plan');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save Plan as JSON' }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.deepEqual(JSON.parse(text).levers, { growth: 2 });
  const [toml] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save Plan as TOML' }).click()]);
  const tomlText = readFileSync(await toml.path(), 'utf8');
  assert.match(tomlText, /^growth = 2$/m);
  const choose = async (name, content) => {
    await page.locator('#scenario-file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
    await page.waitForFunction((name) => document.querySelector('#file-outcome').textContent.includes(name), name);
    return page.locator('#file-outcome').textContent();
  };
  assert.match(await choose('mine.json', text), /1 scenario/);
  assert.deepEqual(await saved(page), ['Plan', 'Plan 2']);
  assert.match(await choose('broken.json', '{"version": 1,'), /broken\.json: .+/);
  assert.match(await choose('wrong.json', '{"version": 1, "levers": {"growth": 99}}'), /growth/i);
  assert.match(await choose('broken.toml', 'version = 1\n[levers]\ngrowth = two\n'), /broken\.toml: row 3: .+/i);
  assert.match(await choose('low.toml', '\n\nversion = 1\n[levers]\ngrowth = two\n'), /low\.toml: row 5: .+/i);
  assert.match(await choose('two.json', `[${text}, ${text}]`), /2 scenarios/);
  assert.match(await choose('plan.toml', tomlText), /1 scenario/);
  assert.deepEqual(await saved(page), ['Plan', 'Plan 2', 'Plan 3', 'Plan 4', 'Plan 5']);
});

onPage('a visit without an address is where the last one ended, and can be left behind', {}, async (page) => {
  await type(page, 'growth-number', '4');
  await inAddress(page, 'growth=4');
  await page.goto('about:blank');
  await page.goto(address);
  await answered(page);
  assert.equal(await growth(page), '4');
  assert.match(await page.locator('#link-message').textContent(), /left off/);
  await click(page, '#afresh');
  assert.equal(await growth(page), '0');
  await click(page, '#undo');
  assert.equal(await growth(page), '4', 'even that can be taken back');
});

onPage('own figures are there again after a reload', {}, async (page) => {
  await click(page, '#tab-data');
  await page.evaluate(() => document.querySelectorAll('#own-data details').forEach((details) => (details.open = true)));
  const rows = Array.from({ length: 12 }, (_, i) => `${2010 + i},${100 + 7 * i}`);
  await page.locator('#own-csv').fill(`period,value\n${rows.join('\n')}\n`);
  await click(page, '#own-use');
  await inAddress(page, 'data=');
  const before = await shown(page);
  await page.reload();
  await answered(page);
  assert.equal((await shown(page)).headline, before.headline);
  assert.equal(await page.locator('#link-message').count(), 0);
});

test('two tabs share their scenarios and keep their own choices', async () => {
  const { page, complaints, close } = await open(browser);
  try {
    const other = await page.context().newPage();
    await other.goto(address);
    await answered(other);
    for (const tab of [page, other]) await openBox(tab);
    await type(page, 'growth-number', '1');
    await type(other, 'growth-number', '5');
    await save(page, 'From one');
    await other.locator('#saved strong', { hasText: 'From one' }).waitFor();
    await save(other, 'From the other');
    await page.locator('#saved strong', { hasText: 'From the other' }).waitFor();
    assert.deepEqual(await saved(page), ['From one', 'From the other']);
    await Promise.all([page, other].map((tab) => tab.reload()));
    await Promise.all([page, other].map(answered));
    assert.deepEqual([await growth(page), await growth(other)], ['1', '5']);
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
});

test('without room to keep anything the page says so once and loses nothing', async () => {
  const { page, complaints, close } = await open(browser);
  try {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await page.reload();
    await answered(page);
    await type(page, 'growth-number', '3');
    await page.locator('#link-message').waitFor();
    await page.locator('#link-message button').click();
    await openBox(page);
    await save(page, 'Plan');
    await save(page, 'Hope');
    assert.deepEqual(await saved(page), ['Plan', 'Hope']);
    assert.match(await page.locator('#saved-message').textContent(), /file/);
    await type(page, 'growth-number', '2');
    assert.equal(await page.locator('#link-message').count(), 0, 'said once');
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
});

test('a storage that is forbidden or damaged stops nothing', async () => {
  const { page, complaints, close } = await open(browser);
  try {
    await page.evaluate(() => localStorage.setItem('tradecast.scenarios', '[{"id":'));
    await page.reload();
    await answered(page);
    assert.match(await page.locator('#saved-message').textContent(), /put aside/);
    const aside = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('tradecast.scenarios.')));
    assert.deepEqual(aside.map(([, text]) => text), ['[{"id":']);
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } });
      Object.defineProperty(window, 'sessionStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } });
    });
    await page.reload();
    await answered(page);
    await type(page, 'growth-number', '3');
    await openBox(page);
    await save(page, 'Plan');
    assert.deepEqual(complaints, []);
  } finally {
    await close();
  }
});

onPage('links of both versions open, others change nothing, and what the numbers came from is compared', {}, async (page) => {
  await type(page, 'growth-number', '2.5');
  await inAddress(page, 'engine=');
  const link = page.url().split('#')[1];
  assert.match(link, /^v=2&growth=2\.5&data=kz-az\.[0-9a-f]{8}&engine=[\d.]+&seed=\d+$/);
  const go = async (fragment) => {
    await page.evaluate((fragment) => { location.hash = fragment; }, fragment);
    await settled(page);
  };
  await go('v=1&growth=4');
  assert.equal(await growth(page), '4');
  assert.equal(await page.locator('#link-message').count(), 0);
  await go(link.replace(/kz-az\.[0-9a-f]+/, 'kz-az.00000000').replace(/engine=[\d.]+/, 'engine=9.9.9'));
  assert.equal(await growth(page), '2.5');
  assert.match(await page.locator('#link-message').textContent(), /00000000.*9\.9\.9/);
  await go('v=2&growth=lots');
  assert.match(await page.locator('#link-message').textContent(), /Nothing was changed/);
  assert.equal(await growth(page), '2.5');
  await go('v=2&data=12345678&growth=1');
  assert.match(await page.locator('#link-message').textContent(), /12345678/);
  assert.equal(await growth(page), '2.5');
  await click(page, '#undo');
  assert.equal(await growth(page), '4', 'a link opened is one step back');
});

onPage('a lever becomes a range in its boxes, which say what is wrong', {}, async (page) => {
  await page.locator('#ranges').check();
  await page.locator('#range-growth').selectOption({ label: 'triangular' });
  await page.locator('#range-growth-0').fill('0');
  await page.locator('#range-growth-1').fill('2');
  await page.locator('#range-growth-2').fill('4');
  await page.locator('#range-growth-2').blur();
  await settled(page);
  const assumptions = { growth: { triangular: [0, 2, 4] } };
  assert.equal((await shown(page)).headline, Forecaster.flagship().ask({ target: 1000, assumptions }).headline);
  assert.ok((await page.locator('.density path').getAttribute('d')).startsWith('M'));
  await page.locator('#range-growth-0').fill('9');
  assert.match(await page.locator('.range .problem').textContent(), /rise/);
  await page.locator('#range-growth').selectOption({ label: 'a number' });
  await settled(page);
  assert.equal(await growth(page), '2');
});

onPage('what the series has never done is remarked on, and levers name their source', {}, async (page) => {
  await page.locator('#control-shock-number').fill('-75');
  assert.match(await page.locator('.beyond').textContent(), /fell as much/);
  await page.locator('.control:has(#control-shock) .info').click();
  assert.match(await page.locator('#help-shock').textContent(), /Source: /);
});

onPage('scenarios are compared on the same paths, and the numbers are those of the engine', {}, async (page) => {
  await click(page, '#tab-compare');
  await page.locator('#compare-summary tbody tr').nth(2).waitFor();
  const rows = () => page.locator('#compare-summary tbody th').allTextContents();
  assert.equal((await rows())[0], 'Baseline');
  const oil = page.locator('#compared input[value="oil-down-30"]');
  await oil.check({ force: true });
  await page.locator('#compare-summary th', { hasText: 'Oil price' }).waitFor();
  const by = await page.locator('#compare-summary thead th').nth(3).textContent();
  const expected = Forecaster.flagship().ask({
    target: 1000,
    assumptions: { 'crude-oil.price': -30, 'oil-products.price': -30 },
  });
  const year = by.match(/\d{4}/)[0];
  const share = expected.arrival.by.find(({ period }) => period === year).probability;
  const cell = await page.locator('#compare-summary tr', { hasText: 'Oil price' }).locator('td').nth(2).textContent();
  assert.equal(cell, `${Math.round(share * 100)} %`);
  assert.equal(await page.locator('#compare-medians path.scenario').count(), (await rows()).length);
  await page.locator('#compare-reference').selectOption({ label: 'Oil price down by 30 %' });
  await page.waitForFunction(() => document.querySelector('#compare-summary tbody th').textContent.startsWith('Oil'));
  await settled(page);
  assert.equal(await page.locator('#compared input[value="no-more-ships"]').isDisabled(), true, 'five are enough');
  await page.locator('.by-period summary').click();
  const table = await page.locator('#compare-table tbody tr').count();
  const href = decodeURIComponent(await page.locator('#compare-download').getAttribute('href'));
  assert.equal(href.trim().split('\n').length - 1, table, 'the file has the rows of the table');
});

onPage('what was saved is compared before what is ready, and what differs is shown first', {}, async (page) => {
  await openBox(page);
  await page.locator('#control-growth-number').fill('3');
  await save(page, 'Plan');
  await page.locator('#control-growth-number').fill('0');
  await click(page, '#tab-compare');
  await page.locator('#compare-summary tbody tr').nth(2).waitFor();
  await settled(page);
  assert.deepEqual(await page.locator('#compare-summary tbody th').allTextContents(), ['Baseline', 'Your choices', 'Plan']);
  assert.equal(await page.locator('#compare-against').inputValue(), 'Plan', 'the present choices are the baseline');
  await page.locator('#control-target-number').fill('300');
  await page.waitForFunction(() => /reached already/.test(document.querySelector('#compare-summary').textContent));
});

onPage('paths are played and counted, or stepped through where motion is unwelcome', {}, async (page) => {
  await click(page, '#tab-compare');
  await page.locator('#compare-summary tbody tr').nth(1).waitFor();
  await page.locator('#compare-against').selectOption({ label: 'All good news' });
  await page.locator('#duel-play').click();
  await page.waitForFunction(() => /of [3-9] paths/.test(document.querySelector('#duel .reading').textContent), undefined, { timeout: 30000 });
  await page.locator('#duel-play').click();
  const count = async () => Number((await page.locator('#duel .reading').textContent()).match(/of (\d+) paths/)[1]);
  const before = await count();
  await page.locator('#duel-step').click();
  assert.equal(await count(), before + 1);
  assert.equal(await page.locator('#duel path.scenario').count(), 2);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.reload();
  await answered(page);
  await page.locator('#duel-step').waitFor();
  assert.equal(await page.locator('#duel-play').count(), 0);
});

for (const screen of ['desktop', 'phone']) {
  for (const scheme of ['light', 'dark']) {
    test(`axe-core finds no violation in scenarios, ranges and comparison: ${screen}, ${scheme}`, async () => {
      const { page, close } = await open(browser, { screen, scheme });
      try {
        await openBox(page);
        await save(page, 'Plan');
        await page.locator('#ranges').check();
        await page.locator('#range-growth').selectOption({ label: 'PERT' });
        await page.locator('#tab-compare').click();
        await page.locator('#compare-summary tbody tr').nth(1).waitFor();
        await page.locator('#duel-step').click();
        await page.locator('#duel path.scenario').first().waitFor();
        await settled(page);
        await page.evaluate(axe.source);
        const found = async () => {
          const { violations } = await page.evaluate(() => window.axe.run());
          return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`);
        };
        assert.deepEqual(await found(), []);
        const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(content <= window, `the page is ${content} pixels wide`);
        await page.locator('#find-lever').fill('price');
        await page.locator('#keys-help').evaluate((button) => button.click());
        assert.deepEqual(await found(), []);
      } finally {
        await close();
      }
    });
  }
}

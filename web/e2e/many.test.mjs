// Many series, seen from outside: a list to search, order and choose from, one question for all, and how often others came as far.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tool } from '../../crates/tradecast-wasm/js/cli.mjs';
import { answered, control, onPage, settled, shown, useBrowser } from './browser.mjs';

useBrowser();

// Pairs that swing, each with a growth of its own.
function panel(pairs) {
  const lines = ['series,period,value'];
  for (let pair = 0; pair < pairs; pair += 1)
    for (let at = 0; at < 24; at += 1) {
      const swing = 1 + 0.12 * Math.sin(at * 1.7 + pair * 2.3) + 0.05 * ((at * 7 + pair * 3) % 5);
      lines.push(`Pair ${String(pair).padStart(3, '0')},${2001 + at},${(100 * swing * (1 + (pair % 12) / 100) ** at).toFixed(2)}`);
    }
  return `${lines.join('\n')}\n`;
}

async function bring(page, pairs) {
  await page.locator('#tab-data').click();
  await page.locator('#own-file').setInputFiles({ name: 'pairs.csv', mimeType: 'text/csv', buffer: Buffer.from(panel(pairs)) });
  await page.locator('#own-list').waitFor();
  await settled(page);
}

async function find(page, words, count) {
  await page.locator('#own-find').fill(words);
  await page.waitForFunction((count) => document.querySelectorAll('#own-list tr').length === count, count);
}

// Asks for what is in sight and no more.
async function ask(page) {
  await page.locator('#ask-all [type=submit]').click();
  await page.waitForFunction(() => document.querySelectorAll('#own-list .prospect').length === document.querySelectorAll('#own-list tr').length);
  await page.evaluate(() => document.querySelector('#stop-all')?.click());
  await page.locator('#stop-all').waitFor({ state: 'detached' });
  await settled(page);
}

const names = (page) => page.locator('#own-list button').allTextContents();
const cells = (page, column) => page.locator(`#own-list tr > :nth-child(${column})`).evaluateAll((all) => all.map((cell) => cell.firstChild.textContent));
const number = (text) => Number(text.replaceAll(/[^0-9.-]/g, ''));

onPage('the list is that of the command line', {}, async (page) => {
  await bring(page, 12);
  await page.locator('#all-by').fill('2030');
  await ask(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#own-save').click()]);
  const table = 'pairs.csv';
  const folder = mkdtempSync(join(tmpdir(), 'pairs-'));
  writeFileSync(join(folder, table), panel(12));
  const rank = ['rank', join(folder, table), '--target-multiple', '2', '--by', '2030', '--reference', join(folder, table)];
  const printed = tool([...rank, '--format', 'csv']);
  rmSync(folder, { recursive: true });
  assert.equal(readFileSync(await file.path(), 'utf8'), printed);
});

onPage('a panel is searched, asked as a whole, ordered, saved, and opened series by series', {}, async (page) => {
  const before = await shown(page);
  await bring(page, 300);
  assert.match(await page.locator('.many').textContent(), /300 series can be used/);
  assert.equal(await page.locator('#own-list tr').count(), 50);
  await page.locator('#own-list-later').click();
  await page.waitForFunction(() => document.querySelector('#own-list button').textContent === 'Pair 050');
  await find(page, '12 pair', 13);
  assert.deepEqual((await names(page)).slice(0, 3), ['Pair 012', 'Pair 112', 'Pair 120']);
  await page.locator('#all-size').fill('1.5');
  await page.locator('#all-by').fill('2029');
  await ask(page);
  assert.match(await page.locator('#all-found').textContent(), /\d+ of 300 asked/, 'those in sight come first');
  const chances = (await cells(page, 2)).map(number);
  assert.ok(chances.every((chance, at) => at === 0 || chance <= chances[at - 1]), `most likely first: ${chances}`);

  await page.locator('#by-growth').press('Enter');
  await settled(page);
  assert.equal(await page.locator('th:has(#by-growth)').getAttribute('aria-sort'), 'ascending');
  const needs = (await cells(page, 6)).map(number);
  assert.ok(needs.every((need, at) => at === 0 || need >= needs[at - 1]), `${needs}`);

  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#own-save').click()]);
  const rows = readFileSync(await file.path(), 'utf8').trim().split('\n').map((line) => line.split(','));
  const column = (name) => rows.slice(1).map((row) => row[rows[0].indexOf(name)]);
  assert.deepEqual(column('series'), await names(page), 'the file is the list');
  assert.deepEqual(column('required_growth').map((need) => Number(need).toFixed(1)), needs.map((need) => need.toFixed(1)));

  const row = page.locator('#own-list tr').first();
  const said = await row.locator('.prospect').evaluate((cell) => cell.firstChild.textContent);
  await row.locator('button').click();
  await settled(page);
  assert.equal(await row.locator('button').getAttribute('aria-pressed'), 'true');
  assert.equal(await control(page, 'deadline-number').inputValue(), '2029');
  assert.ok(Math.abs(Number(await control(page, 'target-number').inputValue()) - Number(column('target')[0])) < 1e-6);
  assert.ok((await page.getByTestId('figure-by').textContent()).includes(said), `the page says ${said} as well`);

  const opened = await shown(page);
  await page.locator('#undo').click();
  await settled(page);
  assert.equal((await shown(page)).headline, before.headline, 'figures, target and year are one change');
  await page.locator('#redo').click();
  await settled(page);
  assert.deepEqual(await shown(page), opened);

  await page.locator('#tab-evidence').click();
  await page.locator('#reference').waitFor();
  const [all, cases] = [column('reference_cases')[0], column('reference_series')[0]].map((count) => Number(count).toLocaleString('en'));
  assert.ok((await page.locator('#reference').textContent()).includes(`Of ${all} cases in ${cases} series of your table`));

  await page.reload();
  await answered(page);
  await page.locator('#tab-data').click();
  await page.waitForFunction(() => document.querySelectorAll('#own-list tr').length === 13);
  assert.deepEqual([await page.locator('#own-find').inputValue(), await page.locator('#all-size').inputValue()], ['12 pair', '1.5'], 'the table is kept');
  await page.locator('#own-back').click();
  await settled(page);
  assert.equal((await shown(page)).headline, before.headline);
  assert.equal(await page.locator('#own-list').count(), 0);
});

// Own data and evidence, seen from outside: bring a table in any shape, correct it, keep it, and see what stands behind an answer.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { answered, browser, onPage, open, settled, shown, useBrowser } from './browser.mjs';
import { chooseTable, paste, table } from './large.mjs';
import { archive, workbook } from './workbook.mjs';

useBrowser();

async function tab(page, id) {
  await page.locator(`#tab-${id}`).click();
  await settled(page);
}

async function click(page, selector) {
  await page.locator(selector).click();
  await settled(page);
}

const outcome = (page) => page.locator('#own-outcome').textContent();
const file = (name, body, mimeType = 'text/csv') => ({ name, mimeType, buffer: Buffer.from(body) });

async function choose(page, chosen) {
  await page.locator('#own-file').setInputFiles(chosen);
  await page.locator('#own-read, #own-outcome .problems').first().waitFor();
  await settled(page);
}

const yearly = [90, 110, 105, 130, 128, 150, 149, 170, 190, 185].map((value, at) => [2012 + at, value]);
const series = async (page) => (await page.locator('#figures p').first().textContent()).trim();
const cell = (page, row, column) => page.locator(`#cell-${row}-${column}`);

async function useYearly(page) {
  await tab(page, 'data');
  await page.locator('#own-csv').fill(`period,value\n${yearly.map((row) => row.join()).join('\n')}\n`);
  await click(page, '#own-use');
  await page.locator('#grid').waitFor();
  await settled(page);
}

// Three series of which one amount is asked: one has it already, and one ends too early to be asked.
async function useSeveral(page) {
  const rows = ['A', 'B', 'C'].flatMap((name, at) => yearly.map(([year, value]) => [name, year - 20 * (at === 2), value * (at + 1)].join()));
  await page.locator('#own-csv').fill(`series,period,value\n${rows.join('\n')}\n`);
  await click(page, '#own-use');
  await page.locator('#all-level').selectOption({ index: 1 });
  await page.locator('#all-size').fill('300');
  await page.locator('#all-by').fill('2040');
  await page.locator('#ask-all [type=submit]').click();
  await page.locator('#own-list .why').waitFor();
  await settled(page);
  assert.match(await page.locator('#all-found').textContent(), /^Reached: 1, .*without an answer: 1\.$/);
}

onPage('a file with semicolons, decimal commas and a title is understood, used, kept, and given back', {}, async (page, { requests }) => {
  const builtIn = await shown(page);
  await tab(page, 'data');
  const rows = yearly.map(([year, value]) => `${year};"1 ${String(value).padStart(3, '0')},5"`);
  await choose(page, file('Торговля.csv', `\uFEFFТаблица 1\r\n\r\n"Год";"Оборот, млн"\r\n${rows.join('\r\n')}\r\n`));
  assert.match(await outcome(page), /10 rows.*semicolon/s);
  assert.equal(await page.locator('#own-numbers').inputValue(), '1.234,5');
  assert.equal(await page.locator('#own-period').inputValue(), 'Год');
  assert.equal((await shown(page)).headline, builtIn.headline, 'nothing is used before it is chosen');
  await click(page, '#own-list button');
  assert.match(await series(page), /^Торговля, USD m\. 10 values, 2012 to 2021/);
  const own = await shown(page);
  assert.notEqual(own.headline, builtIn.headline);
  await page.waitForFunction(() => location.hash.includes('data='));
  await settled(page);
  await page.reload();
  await answered(page);
  assert.equal((await shown(page)).headline, own.headline);
  assert.equal(await cell(page, 9, 'value').inputValue(), '1185.5');
  await click(page, '#own-back');
  assert.equal((await shown(page)).headline, builtIn.headline);
  assert.ok(requests.every((url) => new URL(url).origin === new URL(page.url()).origin), 'nothing leaves the browser');
});

onPage('whether a series is trade between two economies is asked where nothing says it, and the answer is kept', {}, async (page) => {
  await useYearly(page);
  const control = page.locator('#control-priors');
  const remark = () => page.locator('.control:has(#control-priors) .remark').textContent();
  const pair = page.locator('#series-pair');
  assert.equal(await control.isChecked(), false);
  assert.match(await remark(), /nothing says/);
  const alone = await shown(page);
  await pair.selectOption({ index: 1 });
  await settled(page);
  assert.equal(await control.isChecked(), true);
  assert.match(await remark(), /you say/);
  assert.notDeepEqual(await shown(page), alone);
  await page.waitForURL(/priors=on/);
  await page.reload();
  await settled(page);
  assert.equal(await control.isChecked(), true, 'it is remembered');
  await pair.selectOption({ index: 2 });
  await settled(page);
  assert.equal(await control.isChecked(), false);
  await page.waitForURL(/priors=off/);
  await click(page, '#reset-priors');
  assert.match(await remark(), /nothing says/);
});

onPage('a series whose name is that of a pair is not asked about', {}, async (page) => {
  await tab(page, 'data');
  const rows = yearly.map(([year, value]) => `Kazakhstan - Turkey,${year},${value}`);
  await page.locator('#own-csv').fill(`series,period,value\n${rows.join('\n')}\n`);
  await click(page, '#own-use');
  await page.locator('#grid').waitFor();
  await settled(page);
  assert.equal(await page.locator('#control-priors').isChecked(), true);
  assert.equal(await page.locator('#series-pair').count(), 0);
});

onPage('a pasted monthly series with a comma in its heading is read as it is, and spoken of in months', {}, async (page) => {
  await tab(page, 'data');
  const rows = Array.from({ length: 60 }, (_, at) => `${2019 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')};${String(40 + at + (at % 12) / 4).replace('.', ',')}`);
  await page.locator('#own-csv').fill(`Месяц;Импорт из Грузии, тыс. долл.\n${rows.join('\n')}\n`);
  await click(page, '#own-use');
  assert.match(await series(page), /^Импорт из Грузии, USD m\. 60 values, 2019-01 to 2023-12/);
  assert.equal(await page.locator('#series-flow').inputValue(), 'Imports');
  assert.match(await page.locator('#own-power option:checked').textContent(), /divided by 1,000: then USD m/);
  assert.equal(await cell(page, 59, 'value').inputValue(), '0.10175');
  // The unit can be chosen as well.
  await page.locator('#own-power').selectOption({ index: 0 });
  await settled(page);
  await click(page, '#own-list button');
  assert.match(await page.getByTestId('figure-stays').textContent(), /in every month until/);
  assert.equal(await cell(page, 59, 'value').inputValue(), '101.75');
  // Where no column can be guessed, the page says to choose one and not what the command line would want.
  await page.locator('#own-csv').fill('what,where\nthis,there\n');
  await click(page, '#own-use');
  await page.locator('#own-outcome .problems').waitFor();
  assert.match(await outcome(page), /no column "period".*choose it below/s);
});

onPage('what is wrong is told by row and column with the fix, and its row is shown', {}, async (page) => {
  const before = await shown(page);
  await tab(page, 'data');
  const rows = Array.from({ length: 40 }, (_, at) => `${1980 + at},${at === 30 ? 'about 2' : at + 1}`);
  await choose(page, file('bad.csv', `year,usd\n${rows.join('\n')}\n`));
  const problem = page.locator('#own-problems tbody tr');
  assert.match(await problem.textContent(), /32.*usd.*about 2.*write digits/s);
  await problem.locator('button').click();
  assert.match(await page.locator('#own-around .marked').textContent(), /32.*2010.*about 2/s);
  assert.deepEqual(await shown(page), before);
  await page.locator('#own-period').selectOption('usd');
  await settled(page);
  assert.ok((await page.locator('#own-problems tbody tr').count()) > 5, 'the wrong column holds no periods');
});

onPage('a workbook is read by a module that is loaded for it: sheets, dates, years across the page', {}, async (page, { requests }) => {
  await tab(page, 'data');
  assert.ok(!requests.some((url) => url.includes('sheets')), 'not before it is needed');
  const months = Array.from({ length: 30 }, (_, at) => [new Date(Date.UTC(2020, at, 1)), 10 + at]);
  const book = workbook({
    'Notes & more': [['Nothing here'], ['but words']],
    Monthly: [['Month', 'USD m'], ...months],
    Wide: [['Pair', 2019, 2020, 2021, 2022], ['A', 1, 2, 3, 4], ['B', 5, 6, '', 8]],
  });
  await choose(page, file('trade.xlsx', book, 'application/octet-stream'));
  assert.ok(requests.some((url) => url.includes('sheets')));
  await page.locator('#own-sheet').selectOption('Monthly');
  await page.locator('#own-list button').waitFor();
  await settled(page);
  await click(page, '#own-list button');
  assert.match(await series(page), /trade, USD m\. 30 values, 2020-01 to 2022-06|30 values/);
  assert.match(await page.locator('#cell-0-period').inputValue(), /^2020-01$/);
  await page.locator('#series-frequency').selectOption('Year');
  assert.match(await page.locator('#figures').textContent(), /too few complete periods/i);
  await page.locator('#series-frequency').selectOption('Quarter');
  await settled(page);
  assert.match(await page.locator('#figures').textContent(), /sums of their parts/);
  assert.equal(await cell(page, 0, 'value').inputValue(), '33');
  await page.locator('#own-sheet').selectOption('Wide');
  await page.locator('#own-list tr').nth(1).waitFor();
  assert.equal(await page.locator('#own-list tr').count(), 2);
  await choose(page, file('old.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'application/octet-stream'));
  assert.match(await outcome(page), /old \.xls/);
});

// The parts of a workbook with one sheet under some names.
const book = (sheet, names = ['Trade']) => ({
  'xl/workbook.xml': `<workbook><sheets>${names.map((name) => `<sheet name="${name}" r:id="r0"/>`).join('')}</sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': '<R><Relationship Id="r0" Target="worksheets/sheet0.xml"/></R>',
  'xl/worksheets/sheet0.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
});

onPage('a workbook that asks for too much is read or refused, and the page says why', {}, async (page) => {
  await tab(page, 'data');
  const chosen = (parts) => choose(page, file('trade.xlsx', archive(parts), 'application/octet-stream'));
  const text = (cell, text) => `<c r="${cell}" t="str"><v>${text}</v></c>`;
  // Three cells in the corners of a sheet: their rows are counted, what is between them is not held.
  await chosen(book(`<row r="1">${text('A1', 'period')}${text('XFD1', 'value')}</row><row r="1048576">${text('A1048576', '1')}</row>`));
  assert.match(await outcome(page), /1,?048,?576/);
  await chosen(book(`<row r="1">${text('A1', 'x'.repeat(40_000))}</row>`));
  assert.match(await outcome(page), /Sheet "Trade": cell A1 has more than the 32,767 characters/);
  await chosen(book('', Array.from({ length: 1001 }, (_, at) => `S${at}`)));
  assert.match(await outcome(page), /more than 1,000 sheets/);
});

onPage('a reader of workbooks that fails, or does not come, is no riddle', {}, async (page) => {
  await tab(page, 'data');
  const chosen = () => choose(page, file('trade.xlsx', workbook({ Trade: [['Year', 'USD m'], ...yearly] }), 'application/octet-stream'));
  const failing = 'export default async () => {}; export const sheets = () => { throw new WebAssembly.RuntimeError("unreachable"); };';
  await page.context().route('**/sheets/tradecast.js', (route) => route.fulfill({ contentType: 'text/javascript', body: failing }));
  await chosen();
  assert.match(await outcome(page), /The memory of the browser ended, or the reader failed\. Save the sheet/i);
  await page.context().unroute('**/sheets/tradecast.js');
  const broken = 'export default async () => { throw new TypeError("nothing came"); }; export const sheets = null;';
  await page.context().route('**/sheets/tradecast.js', (route) => route.fulfill({ contentType: 'text/javascript', body: broken }));
  await chosen();
  assert.match(await outcome(page), /could not be started/);
  await page.context().unroute('**/sheets/tradecast.js');
  await chosen();
  await page.locator('#own-list button, #own-read').first().waitFor();
});

onPage('five megabytes and fifty thousand rows are read, searched, used and asked', {}, async (page) => {
  await tab(page, 'data');
  const large = table(3000, 'customs statistics');
  assert.ok(large.length > 5e6);
  await chooseTable(page, large);
  assert.match(await outcome(page), /150,000 rows/);
  await page.locator('#own-find').fill('pair 2999');
  await page.waitForFunction(() => document.querySelectorAll('#own-list tr').length === 1);
  await click(page, '#own-list button');
  assert.match(await series(page), /^Pair 2999/);
  // All are asked in the background, and the list is searched meanwhile.
  await page.locator('#own-find').fill('');
  await page.locator('#ask-all button[type=submit]').click();
  await page.waitForFunction(() => document.querySelector('.many progress')?.value > 20);
  await page.locator('#own-find').fill('pair 299');
  await page.waitForFunction(() => document.querySelectorAll('#own-list tr').length === 13);
  await page.locator('#stop-all').click();
  await page.locator('#ask-all button[type=submit]').waitFor();
  await paste(page, table(1000));
  assert.match(await page.locator('#own-read').textContent(), /1,000 series/);
  assert.match(await page.locator('#own-pasted').textContent(), /50,001 rows pasted/);
  assert.equal(await page.locator('#own-csv').inputValue(), '');
});

onPage('a copy of the built-in series is edited cell by cell, and every change can be undone', {}, async (page) => {
  await tab(page, 'data');
  assert.match(await page.locator('#known tbody tr').first().textContent(), /2024.*530.*weak.*Kazakhstan/s);
  await click(page, '#edit-copy');
  const copy = await shown(page);
  const last = (await page.locator('#grid tbody tr').count()) - 1;
  await cell(page, last, 'value').fill('700');
  await cell(page, last, 'value').press('ArrowUp');
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), `cell-${last - 1}-value`);
  const edited = await shown(page);
  assert.notEqual(edited.headline, copy.headline);
  await cell(page, last, 'value').fill('seven');
  await cell(page, last, 'value').press('Enter');
  assert.match(await page.locator('#grid-faults').textContent(), /seven.*stays as it was/s);
  assert.equal(await cell(page, last, 'value').getAttribute('aria-invalid'), 'true');
  assert.equal((await shown(page)).headline, edited.headline);
  await cell(page, last, 'value').fill('530');
  await cell(page, last, 'value').press('Enter');
  await settled(page);
  assert.equal((await shown(page)).headline, copy.headline);
  await click(page, '#undo');
  assert.equal(await cell(page, last, 'value').inputValue(), '700');
  assert.equal((await shown(page)).headline, edited.headline);
  await page.evaluate((id) => {
    const data = new DataTransfer();
    data.setData('text/plain', '2025\t650,5\n2026\t700\n');
    document.getElementById(id).dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, `cell-${last}-period`);
  await settled(page);
  assert.equal(await cell(page, last, 'period').inputValue(), '2025');
  assert.equal(await cell(page, last + 1, 'value').inputValue(), '700');
  await click(page, '#grid-add');
  assert.equal(await page.evaluate(() => document.activeElement.id), `cell-${last + 2}-value`);
  assert.equal(await cell(page, last + 2, 'period').inputValue(), '2027');
});

onPage('unit, flow and target of own data are chosen beside the figures', {}, async (page) => {
  await useYearly(page);
  await page.locator('#series-unit').fill('EUR m');
  await page.locator('#series-unit').press('Tab');
  await settled(page);
  assert.match(await series(page), /EUR m/);
  await page.locator('#series-target').fill('300');
  await page.locator('#series-target').press('Tab');
  await settled(page);
  assert.match((await shown(page)).headline, /300/);
  await page.locator('#series-flow').selectOption('Exports');
  await settled(page);
  assert.equal(await page.locator('#series-flow').inputValue(), 'Exports');
  assert.match((await shown(page)).headline, /300/, 'the question stays');
});

onPage('evidence: warnings with advice, records, targets, diagnostics', {}, async (page) => {
  await tab(page, 'evidence');
  assert.match(await page.locator('#warnings li').first().textContent(), /edit a copy/i);
  assert.match(await page.locator('#came-true').textContent(), /Of 1,000 cases where we said \d+ %, \d+ % came true/);
  assert.equal(await page.locator('#reliability-panel .claim').count(), 10);
  assert.match(await page.locator('#targets').textContent(), /Of 35 .* 12 were met/s);
  await page.locator('#targets summary').click();
  assert.equal(await page.locator('#targets-table tbody tr').count(), 81);
  await page.locator('.model-details summary').first().click();
  assert.match(await page.locator('.model-details details').first().textContent(), /Usual surprise/);
  await click(page, '#ask-earlier');
  await page.locator('#coverage-series').waitFor({ timeout: 60_000 });
  assert.match(await page.locator('#record').textContent(), /earlier date/);
});

for (const [screen, scheme] of [['desktop', 'light'], ['phone', 'dark']]) {
  onPage(`data and evidence have no accessibility fault (${screen}, ${scheme}) and fit the screen`, { screen, scheme }, async (page) => {
    await page.evaluate(axe.source);
    for (const view of ['evidence', 'data', 'own', 'many']) {
      if (view === 'own') await useYearly(page);
      else if (view === 'many') await useSeveral(page);
      else await tab(page, view);
      await page.locator('#tab-panel details:not([open], .menu) > summary').evaluateAll((all) => all.forEach((summary) => summary.click()));
      await settled(page);
      const faults = await page.evaluate(async () => {
        const found = await window.axe.run('#tab-panel');
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' ')}`);
      });
      assert.deepEqual(faults, [], view);
      const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= room, `${view} is ${wide} wide in ${room}`);
      if (process.env.PICTURES) {
        await page.locator('#tab-panel').screenshot({ path: `${process.env.PICTURES}/${view}-${screen}-${scheme}.png` });
      }
    }
  });
}

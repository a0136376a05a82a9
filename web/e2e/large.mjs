// Tables as large as a visitor may bring, and the bringing of them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settled } from './browser.mjs';

// Fifty years of so many pairs, separated by tabs; with a source for every figure, where there is one to pad with.
export function table(pairs, source = '') {
  const lines = ['series\tperiod\tvalue\tsource'];
  for (let pair = 0; pair < pairs; pair += 1)
    for (let at = 0; at < 50; at += 1) lines.push(`Pair ${pair}\t${1970 + at}\t${(100 + pair + at * 1.5).toFixed(2)}\t${source}`);
  return lines.join('\n');
}

// Chooses a table as a file on disk: handing megabytes to the page through the debugger would be the longest task of all.
export async function chooseTable(page, text) {
  const folder = mkdtempSync(join(tmpdir(), 'tradecast-'));
  writeFileSync(join(folder, 'large.tsv'), text);
  await page.locator('#own-file').setInputFiles(join(folder, 'large.tsv'));
  await page.locator('#own-read, #own-outcome .problems').first().waitFor();
  await settled(page);
  rmSync(folder, { recursive: true });
}

// Pastes a text; handing it to the page is not part of it.
export async function paste(page, text) {
  await page.evaluate((text) => {
    window.pasted = new DataTransfer();
    window.pasted.setData('text/plain', text);
  }, text);
  await page.evaluate(() => {
    document.querySelector('#own-csv').dispatchEvent(new ClipboardEvent('paste', { clipboardData: window.pasted, bubbles: true, cancelable: true }));
  });
  await settled(page);
}

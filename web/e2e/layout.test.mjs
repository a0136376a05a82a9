// Nothing is wider than its place: with the fonts that machines usually have, in every language, on small screens and in large letters.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { address, launch, open, settled, unfold } from './browser.mjs';
import { sets } from './fonts.mjs';

// What does not fit: the page, what reaches beyond its edges, words that leave their box, and labels that leave their chart. What
// scrolls by itself may be wider.
const spill = () => {
  const root = document.documentElement;
  const room = root.clientWidth;
  const faults = root.scrollWidth > room ? [`the page is ${root.scrollWidth} pixels wide on ${room}`] : [];
  const name = (element) => {
    const kind = [element.tagName.toLowerCase(), element.id && `#${element.id}`, element.getAttribute('class') && `.${element.getAttribute('class')}`];
    return `${kind.filter(Boolean).join('')} "${element.textContent.trim().slice(0, 40)}"`;
  };
  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  const within = (element, is) => element && (is(element) || within(element.parentElement, is));
  for (const element of document.body.querySelectorAll('*:not(svg *, .unseen)')) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const { left, right, width } = element.getBoundingClientRect();
    if (width && (right > room + 1 || left < -1) && !within(element.parentElement, scrolls)) {
      faults.push(`from ${Math.round(left)} to ${Math.round(right)} on ${room}: ${name(element)}`);
    }
    // The short answer on a phone is as wide as the page, in controls that are not; what ends in dots says so.
    const { display, textOverflow } = getComputedStyle(element);
    const known = element.matches('svg, select, input, .controls') || display === 'inline' || textOverflow === 'ellipsis';
    if (!known && !scrolls(element) && element.clientWidth && element.scrollWidth > element.clientWidth + 1) {
      faults.push(`${element.scrollWidth} pixels in ${element.clientWidth}: ${name(element)}`);
    }
  }
  for (const label of document.querySelectorAll('svg.chart text')) {
    if (!label.checkVisibility() || !label.textContent.trim()) continue;
    const [own, chart] = [label, label.ownerSVGElement].map((element) => element.getBoundingClientRect());
    if (chart.width && (own.right > chart.right + 2 || own.left < chart.left - 2)) {
      faults.push(`from ${Math.round(own.left - chart.left)} to ${Math.round(own.right - chart.left)} in a chart of ${Math.round(chart.width)}: ${name(label)}`);
    }
  }
  return faults;
};

const click = (places) => places.evaluateAll((all) => all.forEach((place) => place.click()));
const tabs = ['moves', 'made', 'compare', 'evidence', 'data'];
const state = 'v=2&target=800&deadline=2030&growth=3&capacity=700&shock=-20&programme=200&exports.contracts=50';

// Looks at all there is: every control, every tab as it opens and unfolded, every menu, and the sheet of keys.
async function everywhere(page, look) {
  await unfold(page);
  await look('the answer and the controls');
  for (const tab of tabs) {
    await click(page.locator(`#tab-${tab}`));
    await settled(page);
    await look(`tab ${tab}`);
    await click(page.locator('#tab-panel details:not([open], .menu) > summary'));
    await settled(page);
    await look(`tab ${tab}, unfolded`);
    for (const menu of await page.locator('details.menu > summary:visible').all()) {
      await menu.evaluate((summary) => summary.click());
      await look(`tab ${tab}, menu ${await menu.textContent()}`);
      await menu.evaluate((summary) => summary.click());
    }
  }
  const sheet = page.locator('#keys-help');
  if (await sheet.isVisible()) {
    await sheet.click();
    await look('the sheet of keys');
    await page.keyboard.press('Escape');
  }
}

// On a phone, on the smallest, on a tablet and on a desktop; in letters as they are and in letters of twice the size.
const looks = [
  ['phone', 390, ''],
  ['phone', 320, ''],
  ['phone', 390, '32px'],
  ['phone', 320, '32px'],
  ['desktop', 768, ''],
  ['desktop', 1100, ''],
  ['desktop', 1440, '32px'],
];

// Visits views of a page in a size and letters; what does not fit in one is told once.
async function holds(page, [, width, letters], visit) {
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate((letters) => document.documentElement.style.setProperty('font-size', letters), letters);
  await settled(page);
  const faults = new Map();
  await visit(page, async (view) => {
    for (const fault of await page.evaluate(spill)) if (!faults.has(fault)) faults.set(fault, view);
  });
  const told = [...faults].map(([fault, view]) => `${view}: ${fault}`);
  assert.deepEqual(told, [], `${width} pixels, letters ${letters || 'as they are'}`);
}

// Figures of one's own: what is wrong with them, and a list of series with long names.
async function own(page, look) {
  await click(page.locator('#tab-data'));
  await settled(page);
  const text = page.locator('#own-csv');
  if (!(await text.isVisible())) await click(page.locator('#tab-panel details:not([open], .menu) > summary'));
  const use = async (figures) => {
    await text.fill(`series,period,value\n${figures.join('\n')}\n`);
    await click(page.locator('#own-use'));
    await settled(page);
  };
  await use(['A,2020,много']);
  await look('what is wrong');
  const names = ['Железнодорожные-локомотивы-электрические', 'Қазақстан Республикасынан тысқары жерлерге', 'USD_EXPORTS_TOTAL_2013_2024_REVISED'];
  await use(names.flatMap((name, at) => Array.from({ length: 10 }, (_, year) => `${name},${2012 + year},${90 + 7 * year + at}`)));
  await page.locator('#own-list').waitFor();
  await look('several series');
  await page.locator('#all-by').fill('2040');
  await click(page.locator('#ask-all [type=submit]'));
  await page.locator('#own-list .prospect').nth(2).waitFor();
  await settled(page);
  await look('what was asked of all');
}

for (const set of Object.keys(sets)) {
  test(`figures of one's own push nothing off the page: ${set}`, { timeout: 300_000 }, async () => {
    const browser = await launch(set);
    try {
      for (const look of [['phone', 320, ''], ['phone', 390, '32px'], ['desktop', 1440, '']]) {
        const { page, complaints, close } = await open(browser, { screen: look[0], url: `${address}?lang=ru` });
        await holds(page, look, own);
        assert.deepEqual(complaints, []);
        await close();
      }
    } finally {
      await browser.close();
    }
  });

  for (const code of ['en', 'ru', 'kk', 'az']) {
    test(`letters of twice the size push nothing off the page, nor do usual ones: ${set}, ${code}`, { timeout: 300_000 }, async () => {
      const browser = await launch(set);
      try {
        for (const screen of ['phone', 'desktop']) {
          const { page, complaints, close } = await open(browser, { screen, url: `${address}?lang=${code}#${state}` });
          for (const look of looks.filter(([on]) => on === screen)) await holds(page, look, everywhere);
          assert.deepEqual(complaints, []);
          await close();
        }
      } finally {
        await browser.close();
      }
    });
  }
}

// What the browser draws with is what the set has: else the tests above would be about the fonts of this machine.
test('the fonts are those of the set, with the letters of every language', { skip: process.platform !== 'linux' }, async () => {
  const families = { liberation: /^(Arimo|DejaVu Sans)\b/, dejavu: /^DejaVu Sans\b/, noto: /^Noto Sans\b/ };
  for (const set of Object.keys(sets)) {
    const browser = await launch(set);
    try {
      const { page } = await open(browser);
      await page.locator('#headline').evaluate((line) => {
        line.textContent = 'Товарооборот, әғқңөұүһі ӘҒҚҢӨҰҮҺІ, əğıöüşç ƏĞİÖÜŞÇ, 1 000 × −2,5 ± ↑ → ◆';
      });
      const debug = await page.context().newCDPSession(page);
      await debug.send('DOM.enable');
      await debug.send('CSS.enable');
      const { root } = await debug.send('DOM.getDocument', { depth: 0 });
      const { nodeId } = await debug.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#headline' });
      const { fonts } = await debug.send('CSS.getPlatformFontsForNode', { nodeId });
      assert.ok(fonts.length > 0 && fonts.every(({ familyName }) => families[set].test(familyName)), `${set}: ${JSON.stringify(fonts)}`);
    } finally {
      await browser.close();
    }
  }
});

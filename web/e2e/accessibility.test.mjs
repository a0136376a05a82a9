// The page for everyone: no violation that axe-core can find, in any look and on any screen. That it holds in letters of twice the size
// is for layout.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import { address, browser, open, screens, settled, unfold, useBrowser } from './browser.mjs';

useBrowser();

async function violations(page) {
  // The script goes in through the debugger: the page's own policy need not allow it.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.html).join(' | ')}`);
}

for (const screen of Object.keys(screens)) {
  for (const scheme of ['light', 'dark']) {
    test(`axe-core finds no violation: ${screen}, ${scheme}`, async () => {
      const { page, close } = await open(browser, { screen, scheme, url: `${address}#broken` });
      try {
        assert.deepEqual(await violations(page), [], 'with the message about a broken link');
        await page.locator('#control-growth').press('PageUp');
        await settled(page);
        assert.deepEqual(await violations(page), [], 'with a slider moved');
        await unfold(page);
        await page.locator('#control-capacity-number').fill('800');
        await page.locator('[id="control-wheat.price"]').press('PageDown');
        await page.locator('#year-so-far summary').click();
        await settled(page);
        assert.deepEqual(await violations(page), [], 'with every group and part open and a limit to the corridor');
        await page.locator('#control-target-number').fill('much');
        await page.locator('#view input').last().check({ force: true });
        await page.locator('details:not([open]) > summary').evaluateAll((all) => all.forEach((summary) => summary.click()));
        // The menu that is open now catches the next click anywhere.
        await page.locator('details.menu[open] > summary').evaluateAll((all) => all.forEach((summary) => summary.click()));
        await page.locator('#tab-data').click();
        await page.locator('details:not([open]) > summary').evaluateAll((all) => all.forEach((summary) => summary.click()));
        await page.locator('#own-csv').fill('period,value\n2020,much\n');
        await page.locator('#own-use').click();
        await settled(page);
        assert.deepEqual(await violations(page), [], 'with the table, everything unfolded and two mistakes');
      } finally {
        await close();
      }
    });
  }
}

// Every tab in every other language, each in a look of its own; the looks are told apart above.
for (const [code, screen, scheme] of [['ru', 'desktop', 'dark'], ['kk', 'phone', 'light'], ['az', 'phone', 'dark']]) {
  test(`axe-core finds no violation in any tab: ${code}, ${screen}, ${scheme}`, async () => {
    const { page, complaints, close } = await open(browser, { screen, scheme, url: `${address}?lang=${code}#v=2&growth=2&tab=moves` });
    const shows = { moves: '#tornado svg', made: '#made svg', compare: '#compare-summary', evidence: '#panel', data: '#own-data' };
    try {
      await page.evaluate(axe.source);
      for (const [tab, there] of Object.entries(shows)) {
        await page.locator(`#tab-${tab}`).click();
        await page.locator(there).first().waitFor();
        await settled(page);
        const { violations } = await page.evaluate(() => window.axe.run('.evidence'));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`), [], tab);
      }
      assert.deepEqual(complaints, []);
    } finally {
      await close();
    }
  });
}

test('what is chosen is told apart where somebody chose all colours', async () => {
  const { page, close } = await open(browser);
  try {
    await page.emulateMedia({ forcedColors: 'active' });
    const paper = (selector) => page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
    const [chosen, other] = [await paper('#view input:checked + span'), await paper('#view input:not(:checked) + span')];
    assert.notEqual(chosen, other, 'chart or table');
    const ink = await page.locator('#fan .axis').first().evaluate((text) => [getComputedStyle(text).fill, getComputedStyle(document.body).color]);
    assert.equal(ink[0], ink[1], 'drawings have the colour of texts');
  } finally {
    await close();
  }
});

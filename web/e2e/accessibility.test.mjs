// The page for everyone: no violation that axe-core can find, in any look and on any screen.
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

for (const width of [320, 360, 390, 768, 1100]) {
  test(`nothing needs scrolling sideways at ${width} pixels`, async () => {
    const { page, close } = await open(browser);
    try {
      await page.setViewportSize({ width, height: 800 });
      await unfold(page);
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(content <= window, `the page is ${content} pixels wide`);
    } finally {
      await close();
    }
  });
}

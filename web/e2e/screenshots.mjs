// Pictures of the page: every screen in every look into results/, or the one of the README.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch, open, screens, settled } from './browser.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// Moves one lever, so that the picture shows a scenario beside its baseline.
async function withScenario(page) {
  await page.locator('#control-growth-number').fill('2');
  await page.locator('#control-growth-number').press('Enter');
  await page.evaluate(() => document.activeElement.blur());
  await settled(page);
}

async function picture(browser, path, options, fullPage) {
  const { page, close } = await open(browser, options);
  await withScenario(page);
  await page.screenshot({ path, fullPage });
  await close();
  console.log(`wrote ${path}`);
}

const browser = await launch();
if (process.argv.includes('--readme')) {
  await picture(browser, here('../screenshot.png'), {}, false);
} else {
  await mkdir(here('results'), { recursive: true });
  for (const screen of Object.keys(screens)) {
    for (const scheme of ['light', 'dark']) {
      await picture(browser, here(`results/${screen}-${scheme}.png`), { screen, scheme }, false);
      await picture(browser, here(`results/${screen}-${scheme}-whole.png`), { screen, scheme }, true);
    }
  }
}
await browser.close();

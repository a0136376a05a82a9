import { launch, open, settled, address } from './browser.mjs';
const browser = await launch();
for (const [screen, scheme] of [['desktop','light'],['phone','dark']]) {
  const { page, complaints, close } = await open(browser, { screen, scheme, url: `${address}#v=1&growth=3&programme=304&shock=-20` });
  await page.click('#tab-moves');
  await page.waitForSelector('#tornado', { timeout: 20000 });
  await page.click('#solve-ask');
  await page.waitForSelector('#solution', { timeout: 20000 });
  await settled(page);
  await page.screenshot({ path: `/tmp/moves-${screen}.png`, fullPage: true });
  console.log(screen, complaints, await page.evaluate(() => [document.querySelector('#changed')?.textContent, document.querySelector('#solution')?.textContent, document.querySelector('#tornado-sentence')?.textContent, document.documentElement.scrollWidth]));
  await close();
}
await browser.close();

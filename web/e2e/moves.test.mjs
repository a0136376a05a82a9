// Work away from the page, and what moves the answer: nothing stale is ever shown, whatever happens to the worker.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { address, answered, browser, control, drag, open, settled, shown, useBrowser } from './browser.mjs';
import { chooseTable, table } from './large.mjs';

useBrowser();

// The figures of the page that a link opens, asked directly.
async function direct(url, options) {
  const { page, close } = await open(browser, { url, ...options });
  const answer = await shown(page);
  await close();
  return answer;
}

// Opens a page on which a script has run before its own.
async function prepared(script, url = address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.addInitScript(script);
  await page.goto(url);
  return { page, errors, close: () => context.close() };
}

test('a burst of moves ends on the answer to the last one', async () => {
  const { page, complaints, close } = await open(browser);
  await control(page, 'growth').evaluate((slider) => {
    for (let i = 0; i < 120; i += 1) {
      slider.value = String((i * 7) % 15);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    slider.value = '4';
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    slider.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await settled(page);
  assert.equal(await page.locator('#headline').getAttribute('aria-busy'), null);
  assert.deepEqual(await shown(page), await direct(`${address}#v=1&growth=4`));
  assert.deepEqual(complaints, []);
  await close();
});

test('an answer that is slow to come is waited for, and says so meanwhile', async () => {
  // Messages of a worker arrive when the test lets them.
  const slow = () => {
    const late = [];
    let held = false;
    window.hold = () => (held = true);
    window.release = () => {
      held = false;
      late.splice(0).forEach((arrive) => arrive());
    };
    window.Worker = class extends Worker {
      set onmessage(listen) {
        super.onmessage = listen && ((event) => (held ? late.push(() => listen(event)) : listen(event)));
      }
    };
  };
  const { page, errors, close } = await prepared(slow);
  await answered(page);
  const before = await page.locator('#headline').textContent();
  const meanwhile = await control(page, 'growth').evaluate(async (slider) => {
    window.hold();
    for (const value of ['2', '7', '5']) {
      slider.value = value;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
    slider.dispatchEvent(new Event('change', { bubbles: true }));
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    const headline = document.querySelector('#headline');
    return { said: headline.textContent, busy: headline.getAttribute('aria-busy') };
  });
  assert.deepEqual(meanwhile, { said: before, busy: 'true' }, 'what is shown is the answer before, and marked as that');
  await page.evaluate(() => window.release());
  await page.waitForFunction(() => !document.documentElement.dataset.busy);
  await settled(page);
  const value = await control(page, 'growth').inputValue();
  assert.equal((await shown(page)).headline, (await direct(`${address}#v=1&growth=${value}`)).headline);
  assert.deepEqual(errors, []);
  await close();
});

test('without workers the page answers itself, the same', async () => {
  const none = () => {
    Object.defineProperty(window, 'startWorker', {
      get: () => () => {
        throw new Error('no worker here');
      },
      set: () => {},
    });
  };
  const { page, errors, close } = await prepared(none, `${address}#v=1&growth=3`);
  await answered(page);
  assert.deepEqual(await shown(page), await direct(`${address}#v=1&growth=3`));
  await page.click('#tab-moves');
  await page.locator('#tornado svg').waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('a worker that never listens, or breaks, is done without', async () => {
  const broken = () => {
    window.Worker = class extends Worker {
      constructor() {
        super(new URL('./assets/missing.js', document.baseURI), { type: 'module' });
      }
    };
  };
  const { page, close } = await prepared(broken, `${address}#v=1&growth=3`);
  await answered(page);
  assert.equal((await shown(page)).headline, (await direct(`${address}#v=1&growth=3`)).headline);
  await close();

  // One that broke while it worked is replaced, and the question is asked again.
  const breaks = () => {
    window.started = 0;
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        window.started += 1;
        window.latest = this;
      }
    };
  };
  const again = await prepared(breaks);
  await answered(again.page);
  await again.page.waitForFunction(() => window.started > 0);
  await again.page.evaluate(() => {
    const worker = window.latest;
    const send = worker.postMessage.bind(worker);
    worker.postMessage = () => send({ neither: 'a request nor an order' });
  });
  await control(again.page, 'growth').focus();
  await again.page.keyboard.press('ArrowRight');
  await again.page.waitForFunction(() => window.started > 1);
  await again.page.waitForFunction(() => !document.documentElement.dataset.busy);
  await settled(again.page);
  const value = await control(again.page, 'growth').inputValue();
  assert.equal((await shown(again.page)).headline, (await direct(`${address}#v=1&growth=${value}`)).headline);
  await again.close();
});

const languages = ['en', 'ru', 'kk', 'az'];
const written = (file) => readFileSync(new URL(file, import.meta.url), 'utf8');

// The first worker of a page to come after this breaks with the next message, as over a mistake of its own.
const breakable = () => {
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      window.latest = this;
    }
  };
};

test('a worker that breaks over a table is replaced, and the page says so in its language', async () => {
  for (const language of languages) {
    const { page, close } = await prepared(breakable, `${address}?lang=${language}`);
    await answered(page);
    await page.click('#tab-data');
    await page.locator('#own-csv').waitFor();
    await page.evaluate(() => delete window.latest);
    await chooseTable(page, table(3));
    await page.locator('#own-read').waitFor();
    const read = await page.locator('#own-read').textContent();
    await page.evaluate(() => {
      const send = window.latest.postMessage.bind(window.latest);
      window.latest.postMessage = () => send({ neither: 'a request nor an order' });
    });
    await page.locator('#own-power').selectOption({ index: 1 });
    const lost = written(`../locales/${language}.txt`).match(/^work\.lost = (.*)$/m)[1];
    await page.locator('#own-outcome', { hasText: lost }).waitFor();
    assert.doesNotMatch(await page.locator('body').textContent(), /unreachable/i);
    // The next order finds another worker, which knows the table.
    await page.locator('#own-power').selectOption({ index: 0 });
    await page.locator('#own-read').waitFor();
    assert.equal(await page.locator('#own-read').textContent(), read);
    await close();
  }
});

test('a page that breaks off says so in its language', async () => {
  const texts = [...written('../shell/boot.js').matchAll(/ {4}broken: "(.*)"/g)].map(([, text]) => text);
  assert.equal(texts.length, languages.length);
  for (const [at, language] of languages.entries()) {
    const { page, close } = await prepared(() => {}, `${address}?lang=${language}`);
    await answered(page);
    await page.evaluate(() => setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); }));
    await page.locator('#boot.message[role=alert]').waitFor();
    assert.equal(await page.locator('#boot').textContent(), texts[at]);
    assert.doesNotMatch(await page.locator('body').textContent(), /unreachable/i);
    assert.ok((await shown(page)).headline, 'what was there stays');
    await close();
  }
});

test('the change is split between the levers, and the shares lead from was to now', async () => {
  const { page, complaints, close } = await open(browser, { url: `${address}#v=1&growth=3&programme=304` });
  await page.click('#tab-moves');
  await page.locator('#changed-chart svg').waitFor();
  const figure = async (part) => (await page.locator(`[data-testid="figure-by"] .${part}`).textContent()).match(/\d+ %/)[0];
  const sentence = await page.locator('#changed').textContent();
  assert.ok(sentence.includes(`to ${await figure('value')}`) && sentence.includes(`from ${await figure('was')}`), sentence);
  const names = await page.locator('#changed-chart .name').allTextContents();
  assert.equal(names.length, 4, `two levers between was and now: ${names}`);
  // It follows the next release, and goes away with the last lever.
  await drag(page, 'growth', 0.9);
  await page.mouse.up();
  await settled(page);
  await page.waitForFunction((old) => document.querySelector('#changed').textContent !== old, sentence);
  await page.click('#reset-all');
  await settled(page);
  assert.equal(await page.locator('#changed').count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});

test('bars of levers are sorted, tell what they do, and an end can be tried and undone', async () => {
  const { page, complaints, close } = await open(browser);
  await page.click('#tab-moves');
  await page.locator('#tornado svg').waitFor();
  const widths = await page.locator('#tornado .row').evaluateAll((rows) =>
    rows.map((row) => {
      const ends = [...row.querySelectorAll('.try rect')].flatMap((rect) => [rect.x.baseVal.value, rect.x.baseVal.value + rect.width.baseVal.value]);
      return Math.max(...ends) - Math.min(...ends);
    }),
  );
  assert.ok(widths.length === 10 && widths.every((width, i) => i === 0 || width <= widths[i - 1] + 1.5), String(widths));
  const whole = widths[0];
  await page.locator('#tornado .row').nth(3).hover();
  const named = await page.locator('#tornado .row').nth(3).locator('.name').textContent();
  assert.ok((await page.locator('#tornado-sentence').textContent()).startsWith(named));
  // By keyboard: choose a lever, try its upper end.
  await page.selectOption('#tornado-lever', 'growth');
  assert.match(await page.locator('#tornado-sentence').textContent(), /^Extra growth: at -10 % a year/);
  // What the pointer showed goes away with it, before anything is pressed.
  await page.mouse.move(0, 0);
  await settled(page);
  await page.locator('.picked-lever button').nth(1).click();
  await settled(page);
  assert.equal(await control(page, 'growth').inputValue(), '15');
  await page.keyboard.press('Control+z');
  await settled(page);
  assert.equal(await control(page, 'growth').inputValue(), '0');
  // A quarter of the way swings less.
  await page.locator('#swing label').nth(1).click();
  await page.waitForFunction(
    (whole) => {
      const row = document.querySelector('#tornado .row');
      const ends = [...row.querySelectorAll('.try rect')].map((rect) => rect.width.baseVal.value);
      return !document.querySelector('.old') && Math.abs(ends[0] + ends[1] - whole) > 1;
    },
    whole,
    { timeout: 10_000 },
  );
  await page.click('#tornado-all');
  assert.ok((await page.locator('#tornado .row').count()) > 20);
  assert.deepEqual(complaints, []);
  await close();
});

test('what it would take is found, marked on the slider, set at one press and undone at another', async () => {
  const { page, complaints, close } = await open(browser);
  await page.click('#tab-moves');
  await page.fill('#solve-percent', '80');
  await page.fill('#solve-year', '2030');
  await page.click('#solve-ask');
  await page.locator('#solution').waitFor();
  const said = await page.locator('#solution').textContent();
  const needed = Number(said.match(/Extra growth at ([\d.]+) % a year/)[1]);
  assert.ok(needed > 0 && needed < 15, said);
  assert.match(said, /one step less/);
  assert.match(await page.locator('.control .needed').textContent(), new RegExp(`${needed} % a year`));
  assert.equal(await page.locator('.track .diamond').count(), 1);
  await page.click('#solve-set');
  await settled(page);
  assert.equal(await page.locator('[id="control-growth-number"]').inputValue(), String(needed));
  assert.match(await page.locator('[data-testid="figure-by"] .value').textContent(), /80 %/);
  await page.waitForFunction(() => document.querySelector('#solution').textContent.startsWith('Nothing has to change'));
  assert.equal(await page.locator('.track .diamond').count(), 0, 'what is reached needs no mark');
  await page.keyboard.press('Control+z');
  await settled(page);
  assert.equal(await control(page, 'growth').inputValue(), '0');
  // A lever of a part that cannot do it alone says how far it comes; together with another one it can.
  await page.selectOption('#solve-lever-0', 'wheat.price');
  await page.fill('#solve-percent', '95');
  // What is typed stays while the work under way draws the page anew.
  await settled(page);
  assert.equal(await page.locator('#solve-percent').inputValue(), '95');
  await page.locator('#solve-percent').blur();
  await page.waitForFunction(() => /at best/.test(document.querySelector('#solution')?.textContent));
  await page.selectOption('#solve-lever-1', 'growth');
  await page.waitForFunction(() => /one step less/.test(document.querySelector('#solution')?.textContent), null, { timeout: 20_000 });
  // The marks go with the tab that found them.
  await page.click('#tab-evidence');
  assert.equal(await page.locator('.track .diamond').count(), 0);
  assert.deepEqual(complaints, []);
  await close();
});

// The page in a real browser, with everything it says and asks for on record.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { home } from './fonts.mjs';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const screens = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

function variable(name, meaning) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: it names ${meaning}; cargo xtask sets it`);
  return value;
}

export const address = variable('TRADECAST_URL', 'the address of the page');

// The browser with the fonts of a set, and nothing else that this machine decides.
export async function launch(fonts = 'liberation') {
  const { env, remove } = await home(fonts);
  try {
    const browser = await chromium.launch({ executablePath: variable('CHROMIUM', 'the browser'), args: flags, env });
    browser.once('disconnected', remove);
    return browser;
  } catch (error) {
    await remove();
    throw error;
  }
}

// The browser of a file of tests, from its first test to its last.
export let browser;

export function useBrowser() {
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
}

// A test on a freshly opened page; then the browser must have had nothing to complain about.
export function onPage(name, options, body) {
  test(name, async () => {
    const opened = await open(browser, options);
    try {
      await body(opened.page, opened);
      assert.deepEqual(opened.complaints, []);
    } finally {
      await opened.close();
    }
  });
}

// What the browser complains about on a page, and what the page asks for, from now on.
export function watched(page) {
  const complaints = [];
  const requests = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // What the browser itself gives up, such as an icon of a page that it has another use for, is no fault of the page.
    if (why !== 'net::ERR_ABORTED') complaints.push(`${request.url()} failed: ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()} gave ${response.status()}`);
  });
  page.on('request', (request) => requests.push(request.url()));
  return { complaints, requests };
}

// Opens the page in a profile of its own and waits until it has answered; `still` for a visitor who wants nothing to move by itself, `kept`
// where the browser may keep the page for offline: requests for what it keeps cannot be held back.
export async function open(browser, { screen = 'desktop', scheme = 'light', url = address, still = false, kept = true } = {}) {
  const context = await browser.newContext({
    viewport: screens[screen],
    colorScheme: scheme,
    serviceWorkers: kept ? 'allow' : 'block',
    reducedMotion: still ? 'reduce' : 'no-preference',
    hasTouch: screen === 'phone',
    isMobile: screen === 'phone',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  const { complaints, requests } = watched(page);
  await page.goto(url);
  await answered(page);
  return { page, complaints, requests, close: () => context.close() };
}

// Waits until a page just opened has answered, the rest of it has come and it stands still.
export async function answered(page) {
  await page.locator('[data-ready="true"]').first().waitFor({ state: 'attached' });
  await page.locator('#tab-panel, #rest-missing, main.embed').first().waitFor({ state: 'attached' });
  await settled(page);
}

// What a visitor sees of the answer. The charts count as their drawing, the headline as its text.
export function shown(page) {
  return page.evaluate(() => ({
    headline: document.querySelector('#headline').textContent,
    fan: document.querySelector('#fan').innerHTML,
    arrival: document.querySelector('#arrival').innerHTML,
  }));
}

// What a visitor has chosen: every control's value, on or off of a switch.
export function chosen(page) {
  return page.evaluate(() => {
    const value = (control) => (control.type === 'checkbox' ? (control.checked ? 'on' : 'off') : control.value);
    return Object.fromEntries([...document.querySelectorAll('[id^="control-"]')].map((control) => [control.id, value(control)]));
  });
}

// Milliseconds without a change after which a drawing is finished.
const STILL = 120;

// Where the page says that it still works on what it was told.
const BUSY = ':root[data-busy], #own-outcome[aria-busy]';

// Waits until the page has answered, read and drawn what it was told last.
export function settled(page) {
  return page.evaluate(
    ([STILL, BUSY]) =>
      new Promise((resolve) => {
        const root = document.documentElement;
        const again = () => (timer = setTimeout(rest, STILL));
        // Two frames later a page on a busy machine has said whether it is busy itself.
        const frames = () => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
        // Where frames are slow, something that glides changes nothing for longer than the wait.
        let changes = 0;
        const rest = () => {
          const before = changes;
          frames().then(() => {
            if (changes === before) document.querySelector(BUSY) ? again() : resolve();
          });
        };
        let timer = setTimeout(rest, STILL);
        new MutationObserver(() => {
          changes += 1;
          clearTimeout(timer);
          again();
        }).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      }),
    [STILL, BUSY],
  );
}

// A control by its identifier; that of a part's lever has a dot, as in wheat.price.
export function control(page, id) {
  return page.locator(`[id="control-${id}"]`);
}

// Opens everything that can be opened, as a visitor who looks at every control.
export async function unfold(page) {
  await page.locator('.controls details:not([open]) > summary').evaluateAll((all) => all.forEach((summary) => summary.click()));
  await settled(page);
}

// Takes hold of a slider's thumb with the mouse and moves it to a share of its track, without letting go.
export async function drag(page, id, share) {
  const slider = control(page, id);
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  const from = await slider.evaluate(({ value, min, max }) => (value - min) / (max - min));
  const thumb = 16;
  const x = (where) => box.x + thumb / 2 + where * (box.width - thumb);
  const y = box.y + box.height / 2;
  await page.mouse.move(x(from), y);
  await page.mouse.down();
  await page.mouse.move(x(share), y, { steps: 6 });
}

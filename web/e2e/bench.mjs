// How fast the page is: from a slider's event to the next painted frame, and from a click on a link to an answer.
// A line a measure: name, tab, 95th percentile in milliseconds, tab, budget.
import { address, answered, drag, launch, screens, settled } from './browser.mjs';
import { chooseTable, paste, table } from './large.mjs';

const MOVES = 60;
const STARTS = 5;
const SLOW_CPU = 4;
const SLOW_NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1];

// Slows the page down, and its workers with it. The browser's own throttling knows the main thread only, so that a worker is slowed
// by its script: whatever it works on takes `rate` times as long before it may say so.
async function throttle(page, rate) {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Emulation.setCPUThrottlingRate', { rate });
  if (rate > 1) {
    debug.on('Fetch.requestPaused', ({ requestId }) => slowed(debug, requestId, rate));
    await debug.send('Fetch.enable', { patterns: [{ urlPattern: '*/assets/worker.js', requestStage: 'Response' }] });
  }
  return debug;
}

// Set where a worker was really slowed: otherwise the figures would be too good.
let workersSlowed = 0;

async function slowed(debug, requestId, rate) {
  const { body, base64Encoded } = await debug.send('Fetch.getResponseBody', { requestId });
  const script = Buffer.from(body, base64Encoded ? 'base64' : 'utf8').toString();
  const slow = `
    let began = performance.now();
    addEventListener("message", () => { began = performance.now(); }, { capture: true });
    const say = self.postMessage.bind(self);
    self.postMessage = (message) => {
      const until = began + ${rate} * (performance.now() - began);
      while (performance.now() < until);
      say(message);
      began = performance.now();
    };
  `;
  workersSlowed += 1;
  await debug.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: 200,
    responseHeaders: [{ name: 'content-type', value: 'text/javascript' }],
    body: Buffer.from(slow + script).toString('base64'),
  });
}

// In the page: for each event of a kind, the time until a frame is painted that shows another fan than before it.
function watch(kind) {
  window.measured = [];
  let changed = false;
  new MutationObserver(() => {
    changed = true;
  }).observe(document.querySelector('#fan'), { subtree: true, childList: true, attributes: true, characterData: true });
  const painted = () =>
    new Promise((resolve) => {
      // A message sent in an animation frame arrives when the frame has been painted.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      requestAnimationFrame(() => port2.postMessage(null));
    });
  const measure = async () => {
    const start = performance.now();
    changed = false;
    do await painted();
    while (!changed && performance.now() - start < 2_000);
    window.measured.push(performance.now() - start);
  };
  // Capturing on the window: the clock starts before the page's own listener.
  window.addEventListener(kind, measure, { capture: true });
}

// What else is moved while the slider is: nothing, or a part and a programme.
const ALONE = '';
const SCENARIO = '#v=1&wheat.price=-30&programme=304';

async function slider(browser, rate, scenario) {
  const context = await browser.newContext({ viewport: screens.desktop });
  const page = await context.newPage();
  await throttle(page, rate);
  await page.goto(`${address}${scenario}`);
  await answered(page);
  // Whether all paths can be counted in a frame is known from the last few answers.
  for (let move = 0; move < 3; move += 1) {
    await drag(page, 'growth', 0.4 + 0.1 * move);
    await page.mouse.up();
    await settled(page);
  }
  await page.evaluate(watch, 'input');
  for (let move = 0; move < MOVES; move += 1) {
    await drag(page, 'growth', 0.3 + 0.5 * ((move * 0.37) % 1));
    await page.mouse.up();
    await settled(page);
  }
  const measured = await page.evaluate(() => window.measured);
  await context.close();
  return measured;
}

// Until something is there and painted: the answer to read, which stands in the document, or the page that answers.
async function start(browser, rate, network, awaited = '[data-ready="true"]') {
  const context = await browser.newContext({ viewport: screens.desktop });
  const page = await context.newPage();
  const debug = await throttle(page, rate);
  if (network) {
    await debug.send('Network.enable');
    await debug.send('Network.emulateNetworkConditions', network);
  }
  await page.addInitScript((awaited) => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector(awaited)) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          window.answered = performance.now();
        };
        port2.postMessage(null);
      });
    }).observe(document, { subtree: true, childList: true, attributes: true });
  }, awaited);
  await page.goto(address);
  await page.waitForFunction(() => window.answered);
  const took = await page.evaluate(() => window.answered);
  await context.close();
  return took;
}

// The longest time for which the page stands still while a large table is read, searched and asked, and another one pasted.
async function longest(browser) {
  const context = await browser.newContext({ viewport: screens.desktop });
  const page = await context.newPage();
  await page.goto(address);
  await answered(page);
  await page.locator('#tab-data').click();
  await settled(page);
  await page.evaluate(() => {
    window.long = [0];
    new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
  });
  await chooseTable(page, table(3000, 'customs statistics'));
  await page.locator('#ask-all button[type=submit]').click();
  await page.waitForFunction(() => document.querySelector('.many progress')?.value > 20);
  await page.locator('#own-find').fill('pair 299');
  await page.waitForFunction(() => document.querySelectorAll('#own-list tr').length === 13);
  await page.locator('#stop-all').click();
  await paste(page, table(1000));
  const took = await page.evaluate(() => Math.max(...window.long));
  await context.close();
  return took;
}

async function repeated(times, measure) {
  const values = [];
  for (let i = 0; i < times; i += 1) values.push(await measure());
  return values;
}

function row(what, values, budget) {
  const middle = quantile(values, 0.5).toFixed(1);
  console.log(`${what}, p95 of ${values.length} (median ${middle})\t${quantile(values, 0.95)}\t${budget}`);
}

const browser = await launch();
for (const [scenario, what] of [[ALONE, ''], [SCENARIO, ', a part and a programme moved']]) {
  row(`slider to painted frame${what}`, await slider(browser, 1, scenario), 20);
  row(`slider to painted frame${what}, CPU / ${SLOW_CPU}`, await slider(browser, SLOW_CPU, scenario), 50);
}
row('first answer', await repeated(STARTS, () => start(browser, 1)), 1_500);
row(`answer to read, 1.6 Mbit/s, 150 ms, CPU / ${SLOW_CPU}`, await repeated(STARTS, () => start(browser, SLOW_CPU, SLOW_NETWORK, '.headline:not([hidden])')), 1_500);
row(`first answer, 1.6 Mbit/s, 150 ms, CPU / ${SLOW_CPU}`, await repeated(STARTS, () => start(browser, SLOW_CPU, SLOW_NETWORK)), 1_500);
row('longest standstill, 5 MB read and 50,000 rows pasted', await repeated(STARTS, () => longest(browser)), 200);
await browser.close();
if (workersSlowed === 0) throw new Error('no worker was slowed down: the figures of a slow processor would be too good');

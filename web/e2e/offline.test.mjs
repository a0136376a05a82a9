// The page without a network: kept by the service worker, and as one file from a disk.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { address, answered, control, launch, settled, shown } from './browser.mjs';
import { workbook } from './workbook.mjs';

const target = fileURLToPath(new URL('../../target/', import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

// A server as anybody may have one: files, their types, nothing else. What it serves can be exchanged while it runs.
async function serve(folder) {
  const site = { folder, asked: [] };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const name = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    site.asked.push(pathname);
    try {
      const content = await readFile(join(site.folder, name));
      response.writeHead(200, { 'content-type': types[extname(name)] ?? 'application/octet-stream', 'cache-control': 'no-cache' });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  site.address = `http://127.0.0.1:${server.address().port}/`;
  site.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return site;
}

let browser;
let newer;
before(async () => {
  browser = await launch();
  // A second version: the same page with a mark, as the bundle would list it.
  newer = await mkdtemp(join(tmpdir(), 'tradecast-newer-'));
  await cp(join(target, 'site'), newer, { recursive: true });
  const page = await readFile(join(newer, 'index.html'), 'utf8');
  await writeFile(join(newer, 'index.html'), page.replace('<html ', '<html data-edition="newer" '));
  const worker = await readFile(join(newer, 'sw.js'), 'utf8');
  const hash = await crypto.subtle.digest('SHA-256', await readFile(join(newer, 'index.html')));
  const written = Buffer.from(hash).toString('base64');
  await writeFile(join(newer, 'sw.js'), worker.replace(/"\.\/":"sha256-[^"]*"/, `"./":"sha256-${written}"`).replace(/BUILD = "/, 'BUILD = "newer-'));
});
after(async () => {
  await browser.close();
  await rm(newer, { recursive: true });
});

// Opens an address in a profile of its own, with everything that goes wrong on record.
async function visit(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints = [];
  const asked = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(url);
  await answered(page);
  return { context, page, complaints, asked };
}

// Until everything is kept and the page is served from there.
function kept(page) {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const { serviceWorker } = navigator;
    if (serviceWorker.controller) return;
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  });
}

async function move(page, id, keys) {
  await control(page, id).focus();
  for (let i = 0; i < keys; i += 1) await page.keyboard.press('ArrowRight');
  await settled(page);
}

const edition = (page) => page.evaluate(() => document.documentElement.dataset.edition);
const caches = (page) => page.evaluate(async () => globalThis.caches.keys());

test('after one visit the page needs no network: it opens, answers and computes', async () => {
  const site = await serve(join(target, 'site'));
  const { context, page, complaints } = await visit(site.address);
  try {
    await kept(page);
    const before = await shown(page);
    site.close();
    await context.setOffline(true);
    await page.reload();
    await answered(page);
    assert.deepEqual(await shown(page), before, 'the same answer');
    await move(page, 'growth', 4);
    assert.notEqual((await shown(page)).headline, before.headline, 'a slider moves it');
    const address = page.url();
    assert.match(address, /#/, 'the choice is in the address');
    // A link somebody sent, opened without a network.
    const other = await context.newPage();
    await other.goto(address);
    await answered(other);
    assert.equal((await shown(other)).headline, (await shown(page)).headline);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    site.close();
  }
});

test('everything the page may ever load is kept, each file as it was built', async () => {
  const site = await serve(join(target, 'site'));
  const { context, page } = await visit(site.address);
  try {
    await kept(page);
    const worker = await readFile(join(target, 'site/sw.js'), 'utf8');
    const files = JSON.parse(/FILES = (\{.*?\});/.exec(worker)[1]);
    for (const file of ['./', './tradecast.js', './tradecast_bg.wasm', './assets/worker.js', './assets/page.css']) {
      assert.ok(file in files, `${file} is listed`);
    }
    const missing = await page.evaluate(async (names) => {
      const found = await Promise.all(names.map((name) => globalThis.caches.match(new URL(name, document.baseURI))));
      return names.filter((_, i) => !found[i]);
    }, Object.keys(files));
    assert.deepEqual(missing, []);
  } finally {
    await context.close();
    site.close();
  }
});

test('a new version is announced, waits for the user, and keeps the work', async () => {
  const site = await serve(join(target, 'site'));
  const { context, page, complaints } = await visit(site.address);
  try {
    await kept(page);
    await move(page, 'growth', 4);
    const before = await shown(page);
    const [old] = await caches(page);
    site.folder = newer;
    site.asked.length = 0;
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
    const notice = page.locator('#new-version');
    await notice.waitFor();
    assert.equal(await edition(page), undefined, 'nothing is swapped in silently');
    assert.ok(!site.asked.includes('/tradecast_bg.wasm'), 'what has not changed is not fetched again');
    // Not even by a reload.
    await page.reload();
    await answered(page);
    await notice.waitFor();
    assert.deepEqual(await shown(page), before);
    await Promise.all([page.waitForNavigation(), notice.locator('button').first().click()]);
    await answered(page);
    assert.equal(await edition(page), 'newer');
    assert.deepEqual(await shown(page), before, 'the choices are still there');
    assert.equal(await page.locator('#new-version').count(), 0);
    const left = await caches(page);
    assert.ok(left.length === 1 && left[0] !== old, `the old version is gone: ${left}`);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    site.close();
  }
});

test('a version that does not arrive whole changes nothing', async () => {
  const site = await serve(join(target, 'site'));
  const { context, page } = await visit(site.address);
  const torn = await mkdtemp(join(tmpdir(), 'tradecast-torn-'));
  try {
    await kept(page);
    const [old] = await caches(page);
    await cp(newer, torn, { recursive: true });
    await writeFile(join(torn, 'index.html'), 'half a page');
    site.folder = torn;
    const state = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update();
      const worker = registration.installing;
      await new Promise((resolve) => worker.addEventListener('statechange', resolve));
      return worker.state;
    });
    assert.equal(state, 'redundant');
    await page.reload();
    await answered(page);
    assert.equal(await page.locator('#new-version').count(), 0);
    assert.ok((await caches(page)).includes(old));
  } finally {
    await context.close();
    site.close();
    await rm(torn, { recursive: true });
  }
});

test('without the rest of its program the page answers, and says what is missing', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/parts/*', (route) => route.abort());
  await page.goto(address);
  await answered(page);
  assert.match(await page.locator('#rest-missing').textContent(), /reload/);
  const before = await shown(page);
  await move(page, 'growth', 4);
  assert.notEqual((await shown(page)).headline, before.headline, 'a slider moves it');
  await context.close();
});

test('the page can be installed', async () => {
  const site = await serve(join(target, 'site'));
  const { context, page } = await visit(site.address);
  try {
    const debug = await context.newCDPSession(page);
    const { errors, data } = await debug.send('Page.getAppManifest');
    assert.deepEqual(errors, []);
    assert.equal(JSON.parse(data).name, 'Tradecast');
    const icons = await page.evaluate(async (text) => {
      const link = document.querySelector('link[rel=manifest]').href;
      return Promise.all(JSON.parse(text).icons.map(async ({ src }) => (await fetch(new URL(src, link))).status));
    }, data);
    assert.deepEqual(icons, [200, 200]);
  } finally {
    await context.close();
    site.close();
  }
});

const file = pathToFileURL(join(target, 'tradecast.html')).href;

test('one file opens from a disk, with no network, and gives the numbers of the site', async () => {
  const site = await serve(join(target, 'site'));
  const scenario = '#v=1&growth=2';
  const served = await visit(site.address + scenario);
  const alone = await visit(file + scenario, { offline: true });
  try {
    assert.deepEqual(await shown(alone.page), await shown(served.page), 'the same answer');
    for (const { page } of [served, alone]) await move(page, 'growth', 3);
    assert.deepEqual(await shown(alone.page), await shown(served.page), 'and after a slider was moved');
    assert.ok(alone.page.workers().length > 0, 'the engine is in a worker');
    const elsewhere = alone.asked.filter((url) => !/^(file|blob|data):/.test(url));
    assert.deepEqual(elsewhere, [], 'nothing is asked of a network');
    assert.deepEqual(alone.complaints, []);
  } finally {
    await served.context.close();
    await alone.context.close();
    site.close();
  }
});

test('the notices of third parties open, on the site and in the one file', async () => {
  const site = await serve(join(target, 'site'));
  const notices = await readFile(join(target, 'site', 'THIRD-PARTY-NOTICES.txt'), 'utf8').then((text) => text.replace(/^\ufeff/, ''));
  assert.match(notices, /ndarray.*©/s);
  const served = await visit(`${site.address}#tab=evidence`);
  const alone = await visit(`${file}#tab=evidence`, { offline: true });
  try {
    await served.page.click('#notices');
    await served.page.waitForURL(/THIRD-PARTY-NOTICES/);
    assert.equal(await served.page.locator('pre').textContent(), notices);
    const [opened] = await Promise.all([alone.context.waitForEvent('page'), alone.page.click('#notices')]);
    assert.equal(await opened.locator('pre').textContent(), notices);
  } finally {
    await served.context.close();
    await alone.context.close();
    site.close();
  }
});

test('the one file survives other line breaks, and a server that says it is text in UTF-8', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tradecast-breaks-'));
  const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(join(target, 'tradecast.html')));
  assert.doesNotMatch(text, /[\0\r]/);
  await writeFile(join(folder, 'index.html'), text.replaceAll('\n', '\r\n'));
  const site = await serve(folder);
  const { context, page, complaints } = await visit(`${site.address}?lang=ru`);
  try {
    assert.match((await shown(page)).headline, /достигнут/);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
    site.close();
    await rm(folder, { recursive: true });
  }
});

// Chosen as by hand, and dropped on the page.
const brings = {
  chosen: (page, book) => page.locator('#own-file').setInputFiles(book),
  dropped: async (page, { name, mimeType, buffer }) => {
    const data = await page.evaluateHandle(
      ([name, type, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name, { type }));
        return data;
      },
      [name, mimeType, [...buffer]],
    );
    for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('#own-data', event, { dataTransfer: data });
  },
};

for (const [how, bring] of Object.entries(brings)) {
  test(`a workbook ${how} in the one file is read there, and its series is answered`, async () => {
    const { context, page, complaints, asked } = await visit(file, { offline: true });
    try {
      const builtIn = await shown(page);
      await page.locator('#tab-data').click();
      await settled(page);
      const rows = Array.from({ length: 20 }, (_, at) => [2003 + at, 100 + 9 * at + (at % 3) * 7]);
      const buffer = workbook({ Notes: [['Nothing here'], ['but words']], Trade: [['Year', 'USD m'], ...rows] });
      await bring(page, { name: 'trade.xlsx', mimeType: 'application/octet-stream', buffer });
      await page.locator('#own-sheet').selectOption('Trade');
      await page.locator('#own-list button').click();
      await settled(page);
      assert.match(await page.locator('#figures p').first().textContent(), /20 values, 2003 to 2022/);
      assert.notEqual((await shown(page)).headline, builtIn.headline, 'the answer is to the series of the workbook');
      // A second one: the reader is started anew.
      await bring(page, { name: 'again.xlsx', mimeType: 'application/octet-stream', buffer: workbook({ Again: [['Year', 'USD m'], ...rows.slice(5)] }) });
      await page.locator('#own-list button').click();
      await settled(page);
      assert.match(await page.locator('#figures p').first().textContent(), /15 values, 2008 to 2022/);
      assert.deepEqual(asked.filter((url) => !/^(file|blob|data):/.test(url)), [], 'nothing is asked of a network');
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
    }
  });
}

test('the policy of the one file names every script and style, and lets nothing else in', async () => {
  const { context, page } = await visit(file, { offline: true });
  try {
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:/);
    const outcome = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.smuggled = true';
      document.body.append(script);
      const asked = await fetch('https://example.org/').then(() => true, () => false);
      return { smuggled: window.smuggled ?? false, asked };
    });
    assert.deepEqual(outcome, { smuggled: false, asked: false });
  } finally {
    await context.close();
  }
});

for (const [what, spoil] of [
  ['forbidden', () => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })],
  ['full', () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }],
  ['full of rubbish', () => { for (const key of ['theme', 'language', 'scenarios', 'work']) localStorage.setItem(key, '{"\u0000'); }],
]) {
  test(`storage that is ${what} does not keep the page from answering`, async () => {
    const site = await serve(join(target, 'site'));
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    try {
      await page.addInitScript(spoil);
      await page.goto(site.address);
      await answered(page);
      await page.locator('#theme').click();
      await move(page, 'growth', 2);
      assert.match((await shown(page)).headline, /20\d\d/);
      assert.deepEqual(complaints, []);
    } finally {
      await context.close();
      site.close();
    }
  });
}

// Opens a report as somebody who got it by mail does: from a disk, without a network.
async function opened(context, download) {
  const folder = await mkdtemp(join(tmpdir(), 'tradecast-report-'));
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  const page = await context.newPage();
  await page.goto(pathToFileURL(path).href);
  return { page, text: await readFile(path, 'utf8'), done: () => rm(folder, { recursive: true }) };
}

test('the report says what the page says, stands alone, and has no script', async () => {
  const { context, page, complaints } = await visit(`${file}#v=1&growth=2`, { offline: true, acceptDownloads: true, colorScheme: 'dark' });
  try {
    const { headline } = await shown(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#report').click()]);
    assert.match(download.suggestedFilename(), /^tradecast-.*-\d{4}-\d\d-\d\d\.html$/);
    const report = await opened(context, download);
    assert.doesNotMatch(report.text, /<script|src=|url\(http/);
    assert.equal(await report.page.locator('.report .lead').textContent(), headline);
    assert.equal(await report.page.locator('.report .chart svg').count(), 2 + (await page.locator('#tab-panel svg.chart').count()));
    assert.ok((await report.page.locator('.report table.numbers tbody tr').count()) > 10);
    assert.match(await report.page.locator('.report a[href*="growth=2"]').first().getAttribute('href'), /#v=/, 'a link restores it');
    // Light whatever the page was, because it is for paper.
    const ink = await report.page.locator('.report .chart svg text').first().evaluate((text) => getComputedStyle(text).fill);
    assert.match(ink, /rgb\(\d{1,2}, \d{1,2}, \d{1,2}\)/);
    const narrow = await context.newPage();
    await narrow.setViewportSize({ width: 390, height: 844 });
    await narrow.goto(report.page.url());
    assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), 'it fits a phone');
    await report.done();
    // What the open tab tells goes along: here what the total is made of.
    await page.locator('#tab-made').click();
    await page.locator('#made svg.chart').waitFor();
    await settled(page);
    const [again] = await Promise.all([page.waitForEvent('download'), page.locator('#report').click()]);
    const made = await opened(context, again);
    assert.ok((await made.page.locator('.report').textContent()).includes(await page.locator('#brings').textContent()));
    assert.equal(await made.page.locator('.report .chart svg').count(), 2 + (await page.locator('#tab-panel svg.chart').count()));
    assert.match(made.text, /Crude oil/);
    await made.done();
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
});

test('the page prints its report, and is itself again afterwards', async () => {
  const { context, page, complaints } = await visit(file, { offline: true });
  try {
    const before = await shown(page);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.locator('#paper').waitFor();
    assert.equal(await page.locator('main').isVisible(), false, 'no control is printed');
    assert.equal(await page.locator('#paper .lead').textContent(), before.headline);
    assert.equal(await page.locator('#paper .chart svg').count(), 2 + (await page.locator('#tab-panel svg.chart').count()));
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    await page.locator('#paper').waitFor({ state: 'detached' });
    await settled(page);
    assert.deepEqual(await shown(page), before);
    assert.deepEqual(complaints, []);
  } finally {
    await context.close();
  }
});

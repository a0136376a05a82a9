// The package in Chromium: on a page, in a worker and in a bundle it answers with the bytes of the command line tool; and the examples.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { address, browser, useBrowser, watched } from '../../../web/e2e/browser.mjs';
import { consumer, native, printed } from './cli.mjs';

const { questions, refusals } = await import(new URL('asked.mjs', consumer));

useBrowser();

// A test on a page of the project that has installed the package. Nothing may come from elsewhere, nor be complained about.
function onPage(name, place, body) {
  test(name, async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const { complaints, requests } = watched(page);
    try {
      await page.goto(address + place);
      await body(page);
      assert.deepEqual(complaints, []);
      assert.deepEqual(requests.filter((url) => !url.replace(/^blob:/, '').startsWith(address)), []);
    } finally {
      await context.close();
    }
  });
}

// Waits until an example says what is expected; the failure tells what it says instead.
async function says(page, expected) {
  const said = (expected) => document.querySelector('#answer').value === expected;
  await page.waitForFunction(said, expected, { timeout: 5000 }).catch(() => {});
  assert.equal(await page.locator('#answer').textContent(), expected);
}

const bytes = questions.map(({ told, data }) => printed(told, data));

function check(answers) {
  assert.equal(answers.length, questions.length + refusals.length);
  bytes.forEach((expected, i) => assert.equal(`${answers[i]}\n`, expected));
  refusals.forEach(({ error, words }, i) => {
    const { message, ...carried } = answers[questions.length + i];
    assert.deepEqual(carried, { name: 'TradecastError', ...error });
    assert.ok(message.includes(words), message);
  });
}

// What the program of the project was answered, once it runs on a page.
async function answers(page, script) {
  await page.addScriptTag({ type: 'module', url: script });
  await page.waitForFunction(() => globalThis.answers);
  return page.evaluate(() => globalThis.answers);
}

test('in node: the bytes of the command line tool, and errors with their place', async () => {
  await import(new URL('program.mjs', consumer));
  check(await globalThis.answers);
});

onPage('so on a page', 'index.html', async (page) => {
  check(await answers(page, 'program.mjs'));
});

onPage('so in a worker', 'index.html', async (page) => {
  const program = `
    import init, { Forecaster } from '${address}node_modules/tradecast/web.js';
    import { asked } from '${address}asked.mjs';
    postMessage(await asked(init, Forecaster));`;
  const answers = await page.evaluate((program) => new Promise((resolve, reject) => {
    const place = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
    const worker = new Worker(place, { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  }), program);
  check(answers);
});

onPage('so in a bundle, which has the module once, as it is', 'index.html', async (page) => {
  const webpack = createRequire(new URL('../../../web/e2e/', import.meta.url))('webpack');
  const folder = new URL('bundle/', consumer);
  const stats = await new Promise((resolve, reject) => {
    const options = {
      mode: 'production',
      context: fileURLToPath(consumer),
      entry: './program.mjs',
      output: { path: fileURLToPath(folder) },
      experiments: { asyncWebAssembly: true },
      performance: { hints: false },
    };
    webpack(options, (error, stats) => (error ? reject(error) : resolve(stats)));
  });
  const { errors, warnings } = stats.toJson('errors-warnings');
  assert.deepEqual({ errors, warnings }, { errors: [], warnings: [] });
  const read = (file) => stats.compilation.fileDependencies.has(fileURLToPath(new URL(`node_modules/tradecast/${file}`, consumer)));
  assert.deepEqual(['bundler.js', 'node.js', 'web.js'].map(read), [true, false, false]);
  const modules = readdirSync(folder).filter((file) => file.endsWith('.wasm'));
  const size = (place) => statSync(new URL(place, consumer)).size;
  assert.deepEqual(modules.map((file) => size(`bundle/${file}`)), [size('node_modules/tradecast/tradecast_bg.wasm')]);
  check(await answers(page, 'bundle/main.js'));
});

for (const how of ['address', 'bytes', 'compiled']) {
  onPage(`a module can be given: ${how}`, 'blank.html', async (page) => {
    // A server that has never heard of WebAssembly.
    await page.route('**/*.wasm', async (route) => {
      await route.fulfill({ response: await route.fetch(), contentType: 'application/octet-stream' });
    });
    const count = await page.evaluate(async (how) => {
      const { default: init, levers } = await import('/node_modules/tradecast/web.js');
      const place = '/node_modules/tradecast/tradecast_bg.wasm';
      const bytes = async () => (await fetch(place)).arrayBuffer();
      const module = { address: () => place, bytes, compiled: async () => WebAssembly.compile(await bytes()) };
      await init(await module[how]());
      return levers().length;
    }, how);
    assert.ok(count > 5);
  });
}

test('where the module is missing, init says so, and can be called again', async () => {
  const page = await browser.newPage();
  await page.goto(`${address}blank.html`);
  const { message, count } = await page.evaluate(async () => {
    const { default: init, levers } = await import('/node_modules/tradecast/web.js');
    const { message } = await init('/elsewhere.wasm').catch((error) => error);
    await Promise.all([init(), init()]);
    return { message, count: levers().length };
  });
  assert.match(message, /elsewhere\.wasm gave 404: tell init/);
  assert.ok(count > 5);
  await page.close();
});

const headline = (...options) => native(['--target', '1000', '--by', '2030', ...options]).headline;

onPage('example: a plain page', 'index.html', async (page) => {
  await says(page, headline());
  await page.locator('#growth').fill('2');
  await says(page, headline('--set', 'growth=2'));
  await page.locator('#target').fill('0');
  await page.waitForFunction(() => document.querySelector('#answer').value.includes('target'));
  await page.locator('#target').fill('1000');
  await says(page, headline('--set', 'growth=2'));
});

onPage('example: a worker', 'worker.html', async (page) => {
  const data = await page.locator('#data').inputValue();
  await says(page, native(['-', '--target', '1000'], data).headline);
  await page.locator('#target').fill('700');
  await page.locator('#target').fill('800');
  await says(page, native(['-', '--target', '800'], data).headline);
  await page.locator('#data').fill(data.replace('171', 'many'));
  await page.waitForFunction(() => document.querySelector('#answer').value.endsWith('(row 3, column value)'));
  await page.locator('#data').fill(data);
  await says(page, native(['-', '--target', '800'], data).headline);
});

onPage('example: cells, as in an Observable notebook', 'observable.html', async (page) => {
  const displayed = page.locator('main > div');
  const fan = () => displayed.last().locator('svg').innerHTML();
  await displayed.last().locator('svg').waitFor();
  assert.equal(await displayed.first().textContent(), headline());
  const before = await fan();
  await page.locator('input[type=range]').first().fill('2');
  assert.equal(await displayed.first().textContent(), headline('--set', 'growth=2'));
  assert.notEqual(await fan(), before);
  // History, median, target and a path for each band, all of them numbers.
  const paths = await displayed.last().locator('path').evaluateAll((all) => all.map((path) => path.getAttribute('d')));
  assert.equal(paths.length, 3 + native(['--target', '1000']).forecast[0].bands.length);
  for (const path of paths) assert.match(path, /^M-?[\d.]+,-?[\d.]+(L-?[\d.]+,-?[\d.]+)+Z?$/);
});

onPage('after a panic on a page the next forecaster finds a fresh module', 'blank.html', async (page) => {
  const { codes, before, after } = await page.evaluate(async () => {
    const { default: init, Forecaster } = await import('/node_modules/tradecast/web.js');
    await init();
    const flagship = Forecaster.flagship();
    const code = (question) => {
      try {
        flagship.ask(question);
      } catch (error) {
        return error.code;
      }
    };
    const before = flagship.ask_json({ target: 1000 });
    const { set } = Reflect;
    // An error cannot be made without it.
    Reflect.set = () => { throw new Error('not today'); };
    const codes = [code({ target: -1 })];
    Reflect.set = set;
    codes.push(code({ target: 1000 }));
    return { codes, before, after: Forecaster.flagship().ask_json({ target: 1000 }) };
  });
  assert.deepEqual(codes, ['internal', 'internal']);
  assert.equal(after, before);
});

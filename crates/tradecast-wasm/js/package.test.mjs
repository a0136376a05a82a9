// The package as its users meet it: the numbers of the command line tool, and errors that say what to do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { consumer, native, root, tool } from './cli.mjs';

const here = createRequire(consumer);
const { Forecaster, levers } = await import(here.resolve('tradecast'));

const csv = 'period,value,source\n2013,120,a\n2014,131,a\n2015,99,b\n2016,,b\n2017,140,b\n2019,171,c\n2018,166,c\n2020,150,c\n2021,190,c\n';

// What a call throws, or a failed test if it does not.
function thrown(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

test('the flagship answer, now and as of 2022, is the command line tool\'s to the last digit', () => {
  const now = Forecaster.flagship().ask({ target: 1000 });
  assert.deepStrictEqual(now, native(['--target', '1000']));
  const then = Forecaster.flagship({ as_of: '2022' }).ask({ target: 1000, by: '2030' });
  assert.deepStrictEqual(then, native(['--as-of', '2022', '--target', '1000', '--by', '2030']));
  assert.equal(then.question.origin, '2022');
  assert.notDeepEqual(now.arrival, then.arrival);
});

test('so are answers without priors, and with priors of one\'s own', () => {
  const alone = Forecaster.flagship({ priors: 'none' }).ask({ target: 1000 });
  assert.deepStrictEqual(alone, native(['--priors', 'none', '--target', '1000']));
  const file = fileURLToPath(new URL('data/priors.toml', root));
  const text = readFileSync(file, 'utf8');
  // Plain values, and tables of them behind their names in brackets.
  const priors = {};
  let table = priors;
  for (const line of text.split('\n').filter((kept) => kept && !kept.startsWith('#'))) {
    const heading = line.match(/^\[(\w+)\]$/);
    const field = line.match(/^(\w+) = (.*)$/);
    if (heading) priors[heading[1]] = table = {};
    else table[field[1]] = JSON.parse(field[2]);
  }
  const inside = Forecaster.flagship().ask({ target: 1000 });
  // Who says which priors is not told what was decided.
  const decided = (answer) => ({ ...answer, warnings: answer.warnings.filter(({ code }) => code !== 'priors_built_in') });
  const given = Forecaster.flagship({ priors }).ask({ target: 1000 });
  assert.equal(inside.warnings.length, given.warnings.length + 1);
  assert.deepStrictEqual(given, decided(inside));
  assert.notDeepEqual(inside.arrival, alone.arrival);
  const slower = Forecaster.flagship({ priors: { ...priors, common_growth: 0.02 } }).ask({ target: 1000 });
  assert.ok(slower.arrival.not_within_horizon > inside.arrival.not_within_horizon);
});

test('priors can be left out of one question, and speak again in the next', () => {
  const forecaster = Forecaster.flagship();
  const ask = (priors) => forecaster.ask({ target: 1000, by: '2030', assumptions: { growth: 1 }, priors });
  const options = ['--target', '1000', '--by', '2030', '--set', 'growth=1'];
  const [usual, alone] = [native(options), native(['--priors', 'none', ...options])];
  for (const priors of [true, false, undefined, false]) {
    assert.deepStrictEqual(ask(priors), priors === false ? alone : usual, String(priors));
  }
  assert.ok(usual.panel_record.coverage80 > 0.5 && alone.panel_record === null);
  for (const priors of [false, 'none']) {
    const without = Forecaster.flagship({ priors });
    assert.deepStrictEqual(without.ask({ target: 1000 }), native(['--priors', 'none', '--target', '1000']));
    assert.deepStrictEqual(without.ask({ target: 1000, priors: true }), without.ask({ target: 1000, priors: false }));
  }
  assert.deepStrictEqual(Forecaster.flagship({ priors: true }).ask({ target: 1000 }), Forecaster.flagship().ask({ target: 1000 }));
  assert.match(thrown(() => forecaster.ask({ target: 1000, priors: 'none' })).message, /priors/);
});

test('priors are used where the name is that of a pair, or where they are asked for', () => {
  const rows = [100, 108, 99, 121, 130, 128, 150, 131, 160, 172].map((value, at) => `${2013 + at},${value}`);
  const csv = ['period,value', ...rows].join('\n');
  const answer = (options) => new Forecaster(csv, options).ask({ target: 300, paths: 1000 });
  const told = ({ warnings }) => warnings.map(({ code }) => code).filter((code) => code.startsWith('priors_'));
  const used = ({ models }) => models.some(({ name }) => name === 'panel');
  for (const [options, code, uses] of [
    [{ name: 'Kazakhstan - Turkey' }, ['priors_name'], true],
    [{ name: 'sales', priors: true }, ['priors_unknown'], false],
    [{ name: 'sales', priors: 'pairs' }, ['priors_asked'], true],
    [{ name: 'KAZ-TUR', priors: 'none' }, [], false],
  ]) {
    const found = answer(options);
    assert.deepEqual([told(found), used(found)], [code, uses], JSON.stringify(options));
  }
  const question = { target: 300, by: '2030', paths: 1000 };
  const solved = new Forecaster(csv).solve(question, { probability: 0.8, levers: { growth: 1 } });
  assert.deepEqual(told(solved), ['priors_unknown']);
  assert.deepEqual(told(new Forecaster(csv).compare(question, { more: { growth: 1 } })), ['priors_unknown']);
});

test('staying above the target is no likelier than reaching it', () => {
  const { by, stays } = Forecaster.flagship().ask({ target: 1000 }).arrival;
  assert.deepEqual(stays.by.map(({ period }) => period), by.map(({ period }) => period));
  by.forEach(({ probability }, i) => assert.ok(stays.by[i].probability < probability, by[i].period));
  assert.ok(Math.abs(stays.by.at(-1).probability + stays.not_within_horizon - 1) < 1e-12);
});

test('so are answers with levers moved, one after the other on the same paths', () => {
  const forecaster = Forecaster.flagship();
  const scenarios = [
    { growth: 2 },
    { volatility: 0.5, damping: 0.9 },
    { shock: -40, shock_year: 3, shock_recovery: 25 },
    { growth: -3.5, volatility: 1.35, damping: 0.97, shock: 60, shock_year: 7, shock_recovery: 5 },
    {},
  ];
  for (const assumptions of scenarios) {
    const set = Object.entries(assumptions).flatMap(([lever, value]) => ['--set', `${lever}=${value}`]);
    assert.deepStrictEqual(forecaster.ask({ target: 1000, assumptions }), native(['--target', '1000', ...set]));
  }
});

test('so are answers on other paths: horizon, paths, seed and levels', () => {
  const forecaster = Forecaster.flagship();
  const first = forecaster.ask({ target_multiple: 2, horizon: 10, paths: 3000, seed: 7, levels: [60, 90] });
  const other = ['--horizon', '10', '--paths', '3000', '--seed', '7', '--levels', '60,90'];
  assert.deepStrictEqual(first, native(['--target-multiple', '2', ...other]));
  const second = forecaster.ask({ target_multiple: 2, horizon: 10, paths: 3000, seed: 8, levels: [60, 90] });
  assert.notDeepEqual(first.forecast, second.forecast, 'another seed gives other paths');
});

// Every model that can be fitted to the flagship series, as the engine lists them, and some with their options.
const { forecasts } = JSON.parse(tool(['forecast', '--model', 'all', '--horizon', '1', '--paths', '100', '--format', 'json']));
const models = forecasts.map(({ model }) => model);
for (const model of [...models, 'ets:MAN', 'arima:1,1,0', 'gompertz:2000']) {
  test(`so is the answer of the model ${model} alone`, () => {
    const answer = Forecaster.flagship({ model }).ask({ target: 700 });
    assert.deepStrictEqual(answer, native(['--model', model, '--target', '700']));
  });
}

test('so are answers on own data, as a file or as a list', () => {
  const options = { name: 'series', unit: 'USD bn', flow: 'exports' };
  const expected = native(['-', '--unit', 'USD bn', '--flow', 'exports', '--target', '300'], csv);
  const fromFile = new Forecaster(csv, options);
  assert.deepStrictEqual(fromFile.ask({ target: 300 }), expected);
  assert.match(fromFile.notes.join('\n'), /2016/, 'the gap is noted');
  const rows = expected.history.map(({ period, value, source }) => ({ period, value, source }));
  assert.deepStrictEqual(new Forecaster(rows, options).ask({ target: 300 }), expected);
  const quarters = [2020, 2021, 2022].flatMap((year) => [1, 2, 3, 4].map((q) => `${year}-Q${q},${40 + year % 2020 * 5 + q}`));
  const quarterly = `period,value\n${quarters.join('\n')}\n`;
  const question = { target: 60, by: '2024-Q4', assumptions: { growth: 1 } };
  const inTool = native(['-', '--target', '60', '--by', '2024-Q4', '--set', 'growth=1'], quarterly);
  assert.deepStrictEqual(new Forecaster(quarterly).ask(question), inTool);
});

test('the table of levers is complete, its ends give the same answers, and beyond them is an error', () => {
  const forecaster = Forecaster.flagship();
  const { assumptions, last_value: last } = forecaster.ask({ target: 1000 }).question;
  const whole = levers().filter(({ scope }) => scope !== 'part');
  // The limit of the corridor follows the series as long as nobody moves it.
  assert.deepEqual(whole.map(({ id }) => id).filter((id) => id !== 'capacity'), Object.keys(assumptions));
  for (const { id, scope, min, max, step, default: usual, times_last: timesLast } of levers()) {
    const name = scope === 'part' ? `wheat.${id}` : id;
    const unit = timesLast ? last : 1;
    if (id in assumptions) assert.equal(assumptions[id], usual);
    for (const value of [min * unit, max * unit]) {
      const answer = forecaster.ask({ target: 1000, paths: 1000, assumptions: { [name]: value } });
      assert.deepStrictEqual(answer, native(['--target', '1000', '--paths', '1000', '--set', `${name}=${value}`]));
    }
    const outside = thrown(() => forecaster.ask({ target: 1000, assumptions: { [name]: (max + step) * unit } }));
    assert.equal(outside.code, 'lever_out_of_range');
    assert.ok(outside.message.includes(name), outside.message);
  }
});

test('parts, ranges and who decides answer as the command line tool does', () => {
  const forecaster = Forecaster.flagship();
  const assumptions = {
    'wheat.price': -30, 'exports.programme': 304, 'exports.programme_realised': { pert: [20, 60, 100] },
    capacity: 900, disruption: 5, growth: { normal: [1, 2] },
  };
  const set = Object.entries(assumptions).flatMap(([lever, value]) => {
    const [range] = Object.entries(value);
    return ['--set', `${lever}=${range ? `${range[0]}(${range[1].join(', ')})` : value}`];
  });
  const question = { target: 1000, by: '2032', paths: 2000, assumptions, decided_by: 'Azerbaijan' };
  const options = ['--target', '1000', '--by', '2032', '--paths', '2000', '--decided-by', 'Azerbaijan', ...set];
  assert.deepStrictEqual(forecaster.ask(question), native(options));
  const without = Forecaster.flagship({ readings: false }).ask({ target: 1000, paths: 2000 });
  assert.deepStrictEqual(without, native(['--target', '1000', '--paths', '2000', '--readings', 'none']));
});

test('comparison, explanation and solution fit the answers', () => {
  const forecaster = Forecaster.flagship();
  const question = { target: 1000, by: '2030', paths: 2000 };
  const by2030 = (assumptions) => {
    const { by } = forecaster.ask({ ...question, assumptions }).arrival;
    return by.find(({ period }) => period === '2030').probability;
  };
  const programme = { 'exports.programme': 304, 'exports.programme_ramp': 4 };
  const both = { ...programme, 'crude-oil.price': -30 };
  const { scenarios } = forecaster.compare(question, { both, programme });
  assert.deepEqual(scenarios.map(({ name }) => name), ['baseline', 'both', 'programme']);
  assert.deepStrictEqual(scenarios[1].arrival, forecaster.ask({ ...question, assumptions: both }).arrival);
  const { levers: shares, from, to } = forecaster.attribution({ ...question, assumptions: both });
  assert.deepEqual([from, to], [by2030({}), by2030(both)]);
  assert.ok(Math.abs(shares.reduce((sum, { contribution }) => sum + contribution, 0) - (to - from)) < 1e-12);
  const { bars } = forecaster.tornado(question, 0.5);
  const growth = bars.find(({ lever }) => lever === 'growth');
  assert.equal(growth.high.probability, by2030({ growth: growth.high.value }));
  const { parts } = forecaster.contributions({ ...question, assumptions: both });
  assert.ok(parts.some(({ part }) => part === 'wheat'));
  const solved = forecaster.solve(question, { probability: 0.8, levers: { growth: 1 } });
  assert.equal(solved.verdict, 'reached');
  assert.ok(by2030({ growth: solved.levers[0].to }) >= 0.8);
  assert.match(thrown(() => forecaster.solve({ target: 1000 }, { probability: 0.8, levers: { growth: 1 } })).message, /by when/);
});

for (const document of ['crates/tradecast-wasm/README.md', 'crates/tradecast/guide/tutorials/program.md']) {
  test(`the JavaScript of ${document} runs`, async () => {
    const text = readFileSync(new URL(document, root), 'utf8');
    const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, block]) => block);
    assert.ok(blocks.length > 0);
    const program = { input: blocks.join('\n'), encoding: 'utf8', cwd: consumer };
    assert.match(execFileSync(process.execPath, ['--input-type=module'], program), /reaches|stays below/);
  });
}

const badData = [
  ['', 'empty_file', undefined, undefined],
  ['period,amount\n2020,1\n', 'missing_column', 1, 'value'],
  ['period,value\n2020,1\n2021,about 2\n', 'bad_number', 3, 'value'],
  ['period,value\n2020,1\n2021,-2\n', 'negative_value', 3, 'value'],
  ['period,value\n2020,1\n2021,2\n2020,3\n', 'duplicate_period', 4, 'period'],
  ['period,value\n2020,1\n2021-Q1,2\n', 'mixed_frequency', 3, 'period'],
  ['period,value\n20x0,1\n', 'bad_period', 2, 'period'],
  ['period,value\n2020,1\n', 'too_few_observations', undefined, undefined],
  ['series,period,value\na,2020,1\nb,2020,2\n', 'several_series', undefined, undefined],
  [[{ period: '2020', value: 1 }, { period: '2021', value: NaN }], 'not_finite', 2, 'value'],
  [[], 'empty_series', undefined, undefined],
];
for (const [data, code, row, column] of badData) {
  test(`bad data are named: ${code} in ${JSON.stringify(data)}`, () => {
    const error = thrown(() => new Forecaster(data));
    assert.ok(error instanceof Error && error.name === 'TradecastError');
    assert.deepEqual([error.code, error.row, error.column], [code, row, column], error.message);
  });
}

const badQuestions = [
  [{ target: 0 }, 'bad_target', '0'],
  [{ target: NaN }, 'bad_target', 'NaN'],
  [{}, 'bad_input', 'target_multiple'],
  [{ target: 1000, target_multiple: 2 }, 'bad_input', 'target_multiple'],
  [{ target: '1000' }, 'bad_input', 'target'],
  [{ target: 1000, by: '1999' }, 'deadline_out_of_reach', '1999'],
  [{ target: 1000, by: 'soon' }, 'bad_period', 'soon'],
  [{ target: 1000, horizon: 0 }, 'setting_out_of_range', 'horizon'],
  [{ target: 1000, horizon: 10000 }, 'setting_out_of_range', 'horizon'],
  [{ target: 1000, horizon: 2.5 }, 'bad_input', 'horizon'],
  [{ target: 1000, paths: -1 }, 'bad_input', 'paths'],
  [{ target: 1000, assumptions: { wind: 1 } }, 'unknown_lever', 'wind'],
  [{ target: 1000, assumptions: { growth: '2' } }, 'bad_input', 'assumptions.growth'],
  [{ target: 1000, horizont: 5 }, 'bad_input', 'horizont'],
];
for (const [question, code, named] of badQuestions) {
  test(`a bad question is named, and the next one answered: ${code}, ${named}`, () => {
    const forecaster = Forecaster.flagship();
    const before = forecaster.ask({ target: 1000, paths: 500 });
    const error = thrown(() => forecaster.ask(question));
    assert.equal(error.code, code, error.message);
    assert.ok(error.message.includes(named), error.message);
    assert.deepStrictEqual(forecaster.ask({ target: 1000, paths: 500 }), before);
  });
}

test('bad options are named', () => {
  assert.equal(thrown(() => Forecaster.flagship({ model: 'crystal-ball' })).code, 'unknown_model');
  assert.equal(thrown(() => Forecaster.flagship({ as_of: '1900' })).code, 'as_of_too_early');
  assert.match(thrown(() => Forecaster.flagship({ as_of: 2022 })).message, /as_of/);
  assert.match(thrown(() => Forecaster.flagship({ priors: 'some' })).message, /priors.*"none"/);
  assert.match(thrown(() => Forecaster.flagship({ priors: { as_of: 2014 } })).message, /priors.*missing field/);
  assert.match(thrown(() => new Forecaster(csv, { flow: 'sideways' })).message, /flow.*turnover/);
  assert.match(thrown(() => new Forecaster(csv, { units: 'USD' })).message, /units/);
  assert.equal(thrown(() => Forecaster.flagship({ model: 'gompertz' })).code, 'no_model');
  for (const call of [() => new Forecaster(42), () => Forecaster.flagship('2022'), () => Forecaster.flagship().ask()]) {
    assert.match(thrown(call).message, /expected an object or a list, not a value of type (number|string|undefined)/);
  }
  assert.match(thrown(() => new Forecaster([{ period: '2020', value: '1' }])).message, /\[0\]\.value/);
});

// Arguments with code of their own. What each throws is told, and what the forecaster answers next is what it answered before.
const broken = new Error('broken');
const throws = () => {
  throw broken;
};
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({ target: 1000 }, {});
  revoke();
  return proxy;
};
const cyclic = () => {
  const question = { target: 1000, assumptions: {} };
  question.assumptions.growth = { triangular: [0, question, 1] };
  return question;
};
class Named {
  get name() {
    return throws();
  }
}
const hostile = {
  'a getter': [() => ({ get target() { return throws(); } }), 'target', broken],
  'a getter of a lever': [() => ({ target: 1000, assumptions: { get growth() { return throws(); } } }), 'assumptions.growth', broken],
  'a getter of a list': [() => ({ target: 1000, levels: Object.defineProperty([50], 1, { get: throws }) }), 'levels[1]', broken],
  'a getter of a class': [() => new Named(), 'name', broken],
  'a trap that lists fields': [() => new Proxy({}, { ownKeys: throws }), undefined, broken],
  'a trap that reads fields': [() => new Proxy({ target: 1000 }, { get: throws }), undefined, broken],
  'a trap that describes fields': [() => new Proxy({ target: 1000 }, { getOwnPropertyDescriptor: throws }), undefined, broken],
  'a trap that names the class': [() => new Proxy({ target: 1000 }, { getPrototypeOf: throws }), undefined, broken],
  'a list that cannot be read': [() => ({ target: 1000, levels: new Proxy([50], { get: throws }) }), 'levels', broken],
  'an iterator': [() => ({ target: 1000, levels: { [Symbol.iterator]: () => ({ next: throws }) } }), 'levels[0]', broken],
  'an iterator that does not iterate': [() => ({ target: 1000, levels: { [Symbol.iterator]: () => ({}) } }), 'levels'],
  'what an iterator gives': [
    () => ({ target: 1000, levels: { [Symbol.iterator]: () => ({ next: () => ({ done: false, get value() { return throws(); } }) }) } }),
    'levels[0]',
    broken,
  ],
  'an error that cannot be read': [() => ({ get target() { throw new Proxy(broken, { get: throws, getPrototypeOf: throws }); } }), 'target', null],
  'something thrown that is no error': [() => ({ get target() { throw 'broken'; } }), 'target', 'broken'],
  'nothing at all thrown': [() => ({ get target() { throw undefined; } }), 'target', undefined],
  'a proxy that is revoked': [revoked, undefined, null],
  'a list that is revoked': [() => ({ target: 1000, levels: revoked() }), 'levels', null],
  'an object that contains itself': [cyclic, undefined],
  'a getter without an end': [() => ({ get assumptions() { return this; } }), undefined],
  'an object that would be a text': [() => ({ target: 1000, by: { toString: throws, valueOf: throws, toJSON: throws } }), 'by'],
  'an object that would be a number': [() => ({ target: { valueOf: throws, [Symbol.toPrimitive]: throws } }), undefined],
  'a BigInt': [() => ({ target: 1000n }), 'target'],
  'a symbol': [() => ({ target: Symbol('much') }), 'target'],
  'a function': [() => ({ target: Object.defineProperty(() => 1000, 'name', { get: throws }) }), 'target'],
  'a date': [() => ({ target: 1000, by: new Date(0) }), 'by'],
  'a name that all objects have': [() => JSON.parse('{ "target": 1000, "__proto__": 1 }'), '__proto__'],
};
const told = (error, name) => {
  assert.ok(error instanceof Error && error.name === 'TradecastError', `${name}: ${error}`);
  assert.equal(error.code, 'bad_input', error.message);
};
for (const [name, [question, field, ...cause]] of Object.entries(hostile)) {
  test(`what an argument throws is told, and the next question answered: ${name}`, () => {
    const forecaster = new Forecaster(csv);
    const usual = { target: 300, paths: 500, horizon: 10 };
    const before = forecaster.ask_json(usual);
    const calls = {
      question: ['ask', 'ask_json', 'tornado', 'attribution', 'contributions'].map((method) => () => forecaster[method](question())),
      scenarios: [() => forecaster.compare(usual, question())],
      goal: [() => forecaster.solve({ ...usual, by: '2024' }, question())],
      options: [() => new Forecaster(csv, question()), () => Forecaster.flagship(question())],
      'data[0]': [() => new Forecaster([question()])],
    };
    for (const [argument, each] of Object.entries(calls)) {
      for (const call of each) {
        const error = thrown(call);
        told(error, name);
        assert.ok(error.field.startsWith(argument), error.field);
        if (argument === 'question' && field !== undefined) assert.equal(error.field, `question.${field}`);
        // What a class computes is asked for everywhere; a lever only where there may be one.
        if (cause.length && argument === 'question') {
          if (cause[0] === null) assert.ok('cause' in error);
          else assert.equal(error.cause, cause[0]);
          if (cause[0] === broken) assert.match(error.message, /broken/);
        }
        assert.equal(forecaster.ask_json(usual), before);
      }
    }
    forecaster.free();
  });
}

test('so it stays however often that happens', () => {
  const forecaster = new Forecaster(csv);
  const usual = { target: 300, paths: 500, horizon: 10 };
  const before = forecaster.ask_json(usual);
  for (let i = 0; i < 20_000; i += 1) thrown(() => forecaster.ask({ get target() { return throws(); } }));
  assert.equal(forecaster.ask_json(usual), before);
  forecaster.free();
});

test('a getter may ask the same forecaster, and one that never ends is told', () => {
  const forecaster = new Forecaster(csv);
  const usual = { target: 300, paths: 500, horizon: 10 };
  const other = { target: 250, paths: 500, horizon: 5 };
  const [before, within] = [forecaster.ask_json(usual), forecaster.ask_json(other)];
  const asks = { ...usual, get target() { return JSON.parse(forecaster.ask_json(other)).question.target.level + 50; } };
  assert.equal(forecaster.ask_json(asks), before);
  assert.equal(forecaster.ask_json(other), within);
  const endless = { get target() { return forecaster.ask(this).question.target.level; } };
  let error = thrown(() => forecaster.ask(endless));
  told(error, 'endless');
  while (error.cause) error = error.cause;
  assert.match(error.message, /never ends/);
  assert.equal(forecaster.ask_json(usual), before);
  // The caller's own affair: it is gone, and says so.
  const freed = new Forecaster(csv);
  assert.ok(thrown(() => freed.ask({ get target() { freed.free(); return 300; } })) instanceof Error);
  assert.equal(forecaster.ask_json(usual), before);
  forecaster.free();
});

test('what only looks like an argument is read as one', () => {
  const forecaster = new Forecaster(csv);
  const expected = forecaster.ask_json({ target: 300, levels: [60, 90], assumptions: { growth: 1 } });
  const proxy = (value) => new Proxy(value, {});
  class Question {
    get target() { return 300; }
    get levels() { return new Set([60, 90]); }
    get assumptions() { return new Map([['growth', 1]]); }
  }
  const looks = {
    proxies: proxy({ target: 300, levels: proxy([60, 90]), assumptions: proxy({ growth: 1 }) }),
    'a class': new Question(),
    'no prototype': Object.assign(Object.create(null), { target: 300, levels: Float64Array.of(60, 90), assumptions: { growth: 1 } }),
    undefined: { target: 300, levels: [60, 90], assumptions: { growth: 1 }, by: undefined, priors: null },
  };
  for (const [name, question] of Object.entries(looks)) assert.equal(forecaster.ask_json(question), expected, name);
  class Row {
    constructor(period, value) { Object.assign(this, { year: period, amount: value }); }
    get period() { return this.year; }
    get value() { return this.amount; }
  }
  const rows = forecaster.ask({ target: 300 }).history.map(({ period, value }) => [period, value]);
  const plain = new Forecaster(rows.map(([period, value]) => ({ period, value }))).ask_json({ target: 300 });
  assert.equal(new Forecaster(rows.map(([period, value]) => new Row(period, value))).ask_json({ target: 300 }), plain);
  assert.match(thrown(() => new Forecaster([{ period: new Date(0), value: 1 }])).message, /Date/);
  assert.equal(thrown(() => forecaster.tornado({ target: 300, by: '2024' }, { valueOf: throws })).field, 'share');
});

test('a target already reached is an answer', () => {
  const { arrival } = Forecaster.flagship().ask({ target: 1 });
  assert.equal(arrival.already_reached, true);
});

test('the package has the version of the engine, and both kinds of import work', () => {
  assert.equal(here('tradecast/package.json').version, Forecaster.flagship().ask({ target: 1000, paths: 100 }).engine);
  assert.equal(here('tradecast').Forecaster, Forecaster);
});

// The package with a module of which some functions are others, until it makes another one.
const part = (file) => import(new URL(file, pathToFileURL(here.resolve('tradecast'))));
async function withExports(others) {
  const [{ use }, glue] = await Promise.all([part('guard.js'), part('tradecast_bg.js')]);
  const module = new WebAssembly.Module(readFileSync(here.resolve('tradecast/tradecast_bg.wasm')));
  const instance = () => new WebAssembly.Instance(module, { './tradecast_bg.js': glue }).exports;
  use({ ...instance(), ...others }, instance);
}

test('a trap has a code, takes the forecasters that there were, and the next one is as good as ever', async () => {
  const bytes = Buffer.from('0061736d0100000001040160000003020100070801047472617000000a05010300000b', 'hex');
  const { trap } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  assert.throws(trap, WebAssembly.RuntimeError);
  const expected = native(['--target', '1000']);
  for (const broken of ['forecaster_ask', 'forecaster_new', 'forecaster_tornado', 'levers']) {
    await withExports({ [broken]: trap });
    const flagship = Forecaster.flagship();
    const calls = {
      forecaster_ask: () => flagship.ask({ target: 1000 }),
      forecaster_new: () => new Forecaster(csv),
      forecaster_tornado: () => flagship.tornado({ target: 1000 }),
      levers,
    };
    const error = thrown(calls[broken]);
    assert.equal(error.code, 'internal', broken);
    assert.equal(error.name, 'TradecastError');
    assert.match(error.message, /mistake of this program.*report.*new Forecaster/);
    assert.ok(error.cause instanceof WebAssembly.RuntimeError && !error.message.includes('unreachable'));
    // What was made before says so, whatever it is asked, and can be put away.
    for (const call of [() => flagship.ask({ target: 1000 }), () => flagship.compare({ target: 1000 }, {}), () => flagship.notes]) {
      assert.equal(thrown(call).code, 'internal');
    }
    flagship.free();
    assert.deepStrictEqual(Forecaster.flagship().ask({ target: 1000 }), expected);
    assert.equal(thrown(() => flagship.ask({ target: 1000 })).code, 'internal');
    const another = new Forecaster(csv);
    assert.ok(another instanceof Forecaster && another.constructor === Forecaster && levers().length > 5);
    assert.equal(thrown(() => another.ask({ target: -1 })).code, 'bad_target');
    assert.ok(another.ask({ target_multiple: 2, paths: 300 }).headline);
    another.free();
  }
});

test('a panic says what and where', () => {
  const forecaster = Forecaster.flagship();
  const { set } = Reflect;
  let error;
  try {
    // An error cannot be made without it.
    Reflect.set = () => { throw new Error('not today'); };
    error = thrown(() => forecaster.ask({ target: -1 }));
  } finally {
    Reflect.set = set;
  }
  assert.equal(error.code, 'internal');
  assert.match(error.message, /^internal: a mistake of this program \(an error just made takes any field.*error\.rs:\d+/s);
  assert.equal(thrown(() => forecaster.ask({ target: 1000 })).code, 'internal');
  assert.deepStrictEqual(Forecaster.flagship().ask({ target: 1000 }), native(['--target', '1000']));
});

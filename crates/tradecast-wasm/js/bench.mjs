// The JavaScript side of `crates/tradecast/benches/ratios.rs`: the same questions, a line each: name, tab, milliseconds.
import { Forecaster } from '../../../target/npm/node.js';

// Times that each is measured; the fastest counts: before it the module was compiled, or another program had the processor.
const REPEATS = 25;
const question = { target: 1000, horizon: 28, paths: 20_000 };

function measure(name, run) {
  let fastest = Infinity;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const start = performance.now();
    run(repeat);
    fastest = Math.min(fastest, performance.now() - start);
  }
  console.log(`${name}\t${fastest}`);
}

const forecaster = Forecaster.flagship();
measure('read and fit', (repeat) => {
  const fresh = Forecaster.flagship();
  fresh.ask({ ...question, horizon: 1, paths: 200, seed: repeat + 2 });
  fresh.free();
});
measure('simulate and answer', (repeat) => forecaster.ask({ ...question, seed: repeat + 2 }));
forecaster.ask({ ...question, seed: 1 });
const growth = (repeat) => ({ ...question, seed: 1, assumptions: { growth: ((repeat + 1) % 50) / 10 } });
measure('answer', (repeat) => forecaster.ask(growth(repeat)));
measure('tornado', (repeat) => forecaster.tornado({ ...growth(repeat), by: '2030' }));
const levers = { growth: 1, programme: 2 };
measure('solve', (repeat) => {
  forecaster.solve({ ...question, seed: 1, by: '2030' }, { probability: 0.75 + (repeat % 50) / 500, levers });
});

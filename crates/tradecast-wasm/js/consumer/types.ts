// A program that uses every type of the package; it is compiled, never run. Each `@ts-expect-error` is a test: the
// compiler fails where the types would let the mistake through.
import init, { Forecaster, levers } from 'tradecast';
import { Forecaster as InNode } from 'tradecast/node';
import load, { Forecaster as InBrowser } from 'tradecast/web';
import { Forecaster as InBundle } from 'tradecast/bundler';
import type { Answer, Arrival, LeverSpec, ObservationInput, QuestionInput, TradecastError } from 'tradecast';

await init();
await load(new URL('https://example.org/tradecast_bg.wasm'));
const one: typeof Forecaster[] = [InNode, InBrowser, InBundle];

const rows: ObservationInput[] = [{ period: '2021', value: 332.2 }, { period: '2022', value: 461.9, weak: true }];
const forecaster = new Forecaster(rows, { name: 'turnover', unit: 'USD m', flow: 'turnover', as_of: '2022' });
const fromFile = new Forecaster('period,value\n', { period_column: 'year', value_column: 'turnover' });
const question: QuestionInput = { target: 1000, by: '2030', assumptions: { growth: 2, shock_year: 3 } };
const answer: Answer = forecaster.ask(question);
const arrival: Arrival | null = answer.baseline;
const median: string | null = answer.arrival.median;
const width: number[] = answer.forecast.flatMap(({ bands }) => bands.map(({ lo, hi }) => hi - lo));
const places: string[] = answer.warnings.map((warning) => warning.where);
const table: LeverSpec[] = levers();
const notes: string[] = fromFile.notes;
Forecaster.flagship({ as_of: '2022', model: 'drift', priors: 'none' }).free();
Forecaster.flagship({ priors: false }).free();
Forecaster.flagship({ priors: 'pairs' }).free();
const alone: Answer = forecaster.ask({ target: 1000, priors: false });
const kept: number = alone.arrival.stays.by[0].probability;
const held: number | undefined = answer.panel_record?.coverage80;

try {
  forecaster.ask({ target_multiple: 2, horizon: 10, paths: 1000, seed: 1, levels: [50] });
} catch (caught) {
  const { code, row, column, message }: TradecastError = caught as TradecastError;
  console.error(code, row, column, message);
}

// @ts-expect-error: a target is a number
forecaster.ask({ target: '1000' });
// @ts-expect-error: a lever is a number or a range
forecaster.ask({ target: 1000, assumptions: { growth: '2' } });
forecaster.ask({ target: 1000, decided_by: 'Azerbaijan', assumptions: { 'wheat.price': -30, growth: { normal: [1, 2] } } });
const verdict: string = forecaster.solve(question, { probability: 0.8, levers: { growth: 1 } }).verdict;
const swings: number[] = forecaster.tornado(question).bars.map(({ high, low }) => high.probability - low.probability);
// @ts-expect-error: a misspelt option
forecaster.ask({ target: 1000, horizont: 10 });
// @ts-expect-error: a period is a text
Forecaster.flagship({ as_of: 2022 });
// @ts-expect-error: there is no such word
Forecaster.flagship({ priors: 'some' });
// @ts-expect-error: a question only lets priors speak or not
forecaster.ask({ target: 1000, priors: 'none' });
// @ts-expect-error: there is no such flow
new Forecaster('', { flow: 'sideways' });
// @ts-expect-error: an observation needs its value
new Forecaster([{ period: '2022' }]);
// @ts-expect-error: the median may be absent
const year: string = answer.arrival.median;

export { arrival, held, kept, median, notes, one, places, swings, table, verdict, width, year };

// What is asked wherever JavaScript runs. Beside each question stands what the command line tool is told to answer it.
export const questions = [
  { question: { target: 1000, by: '2030' }, told: ['--target', '1000', '--by', '2030'] },
  {
    options: { as_of: '2022' },
    question: { target: 1000, assumptions: { growth: { triangular: [0, 2, 4] }, 'wheat.price': -30 } },
    told: ['--as-of', '2022', '--target', '1000', '--set', 'growth=triangular(0, 2, 4)', '--set', 'wheat.price=-30'],
  },
  {
    data: 'period,value,source\n2013,120,a\n2014,131,a\n2015,99,b\n2016,,b\n2017,140,b\n2019,171,c\n2021,190,c\n',
    options: { name: 'series', unit: 'USD bn', flow: 'exports' },
    question: { target: 300, seed: 7, paths: 3000, priors: false },
    told: ['-', '--unit', 'USD bn', '--flow', 'exports', '--target', '300', '--seed', '7', '--paths', '3000', '--priors', 'none'],
  },
];

// What cannot be answered, and what its error carries beside a message with these words.
export const refusals = [
  {
    data: 'period,value\n2020,1\n2021,about 2\n',
    error: {
      code: 'bad_number',
      row: 3,
      column: 'value',
      field: 'data',
      values: { row: 3, column: 'value', text: 'about 2', problem: { code: 'number_text' } },
    },
    words: 'about 2',
  },
  {
    question: { target: 1000, assumptions: { growth: 99 } },
    error: {
      code: 'lever_out_of_range',
      field: 'question.assumptions.growth',
      values: { lever: 'growth', given: 99, unit: '% a year', min: -10, max: 15 },
    },
    words: '99',
  },
  { question: { target: '1000' }, error: { code: 'bad_input', field: 'question.target' }, words: '1000' },
];

// What the package says to each: JSON, or all that its error carries.
export async function asked(init, Forecaster) {
  await init();
  return [...questions, ...refusals].map(({ data, options, question }) => {
    try {
      const forecaster = data === undefined ? Forecaster.flagship(options) : new Forecaster(data, options);
      return forecaster.ask_json(question);
    } catch (error) {
      return { message: error.message, ...error };
    }
  });
}

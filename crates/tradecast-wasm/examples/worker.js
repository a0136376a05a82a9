// The engine in a worker, so that the page never waits for it: data and a question come in, a headline or an error goes out.
import init, { Forecaster } from './node_modules/tradecast/web.js'; // workers know no import map

const ready = init();
let forecaster;
let fitted; // the data that the forecaster has read

// Reading and fitting take longer than an answer: once for each data.
function forecasterOf(data) {
  if (data !== fitted) {
    const before = forecaster;
    forecaster = new Forecaster(data);
    fitted = data;
    before?.free();
  }
  return forecaster;
}

addEventListener('message', async ({ data: { data, question } }) => {
  try {
    await ready;
    postMessage({ headline: forecasterOf(data).ask(question).headline });
  } catch ({ code, message, row, column, field }) {
    // Of an error itself only the message would arrive.
    postMessage({ error: { code, message, row, column, field } });
  }
});

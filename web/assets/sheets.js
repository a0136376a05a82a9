// A worker that reads workbooks: the module is loaded with it, which is when the first workbook is brought.
import start, { sheets } from "../sheets/tradecast.js";

const ready = start();

onmessage = async ({ data }) => {
  try {
    await ready;
    postMessage({ sheets: sheets(new Uint8Array(data)) });
  } catch (reason) {
    postMessage({ error: String(reason?.message ?? reason) });
  }
};

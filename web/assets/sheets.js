// A worker that reads workbooks: the module is loaded with it, which is when the first workbook is brought.
import start, { sheets } from "../sheets/tradecast.js";

const ready = start().then(
  () => true,
  () => false,
);

onmessage = async ({ data }) => {
  if (!(await ready)) {
    postMessage({ failed: "start" });
    return;
  }
  try {
    postMessage({ sheets: sheets(new Uint8Array(data)) });
  } catch (reason) {
    // The reader says what is wrong as a text: code, message and values. Anything else is a fault of its own, or
    // that the memory of the browser ended.
    postMessage(typeof reason === "string" ? { error: reason } : { failed: "read" });
  }
};

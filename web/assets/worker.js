// A worker: runs the module that the page hands over, with its parts; from then on the program listens itself.
import start from "../tradecast.js";

onmessage = ({ data: { module, parts } }) => {
  globalThis.partOf = (address) => Promise.resolve(parts[address]);
  start({ module_or_path: module });
};

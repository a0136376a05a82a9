// In a browser, a worker, and with bundlers that do not import modules of WebAssembly: `init` fetches the module.
import { use } from './guard.js';
import * as glue from './tradecast_bg.js';

export { Forecaster, levers } from './guard.js';

let loaded;

export default function init(module = new URL('./tradecast_bg.wasm', import.meta.url)) {
  loaded ??= load(module).catch((error) => {
    loaded = undefined; // who calls again tries again
    throw error;
  });
  return loaded;
}

async function load(module) {
  const imports = { './tradecast_bg.js': glue };
  const ready = await compiled(module);
  const { exports } = await WebAssembly.instantiate(ready, imports);
  use(exports, () => new WebAssembly.Instance(ready, imports).exports);
}

async function compiled(module) {
  if (module instanceof WebAssembly.Module) return module;
  if (typeof module !== 'string' && !(module instanceof URL)) return WebAssembly.compile(module);
  const response = await fetch(module);
  if (!response.ok) throw new Error(`${response.url} gave ${response.status}: tell init the address of tradecast_bg.wasm`);
  // A stream is compiled while it arrives, but must come under this name, which not every server knows.
  const streams = response.headers.get('content-type') === 'application/wasm';
  return streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

// With a bundler that imports modules of WebAssembly: it loads the module, once. `init` is there so that one program runs everywhere.
import { use } from './guard.js';
import * as wasm from './tradecast_bg.wasm';

export { Forecaster, levers } from './guard.js';

use(wasm, () => undefined);

export default async function init() {}

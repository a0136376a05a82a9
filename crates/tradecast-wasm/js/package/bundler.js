// With a bundler that imports modules of WebAssembly: it loads the module. `init` is there so that one program runs everywhere.
import * as wasm from './tradecast_bg.wasm';
import { __wbg_set_wasm } from './tradecast_bg.js';

export { Forecaster, levers } from './tradecast_bg.js';

__wbg_set_wasm(wasm);
wasm.__wbindgen_start();

export default async function init() {}

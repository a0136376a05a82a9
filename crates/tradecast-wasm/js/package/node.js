// In node: the module is loaded with this one. `init` is there so that one program runs everywhere.
import { readFileSync } from 'node:fs';
import * as glue from './tradecast_bg.js';

export { Forecaster, levers } from './tradecast_bg.js';

const module = new WebAssembly.Module(readFileSync(new URL('./tradecast_bg.wasm', import.meta.url)));
const { exports } = new WebAssembly.Instance(module, { './tradecast_bg.js': glue });
glue.__wbg_set_wasm(exports);
exports.__wbindgen_start();

export default async function init() {}

// In node: the module is loaded with this one. `init` is there so that one program runs everywhere.
import { readFileSync } from 'node:fs';
import { use } from './guard.js';
import * as glue from './tradecast_bg.js';

export { Forecaster, levers } from './guard.js';

const module = new WebAssembly.Module(readFileSync(new URL('./tradecast_bg.wasm', import.meta.url)));
const instance = () => new WebAssembly.Instance(module, { './tradecast_bg.js': glue }).exports;
use(instance(), instance);

export default async function init() {}

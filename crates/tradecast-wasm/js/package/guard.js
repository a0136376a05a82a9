// What a mistake of the program leaves behind. A module that traps stays as it was in the middle of something: whoever called is told, with
// the code `internal`, forecasters made before say the same from then on, and the next call finds a fresh instance.
import * as glue from './tradecast_bg.js';

const { Forecaster: Plain } = glue;
let memory; // of the instance in use; absent once that has trapped
let again; // makes the exports of another one
let alive = new Map(); // forecasters of the instance, weakly, by a number
let made = 0;
const lost = new WeakSet(); // those of an instance that has trapped
const forget = new FinalizationRegistry((number) => alive.delete(number));

// Puts an instance to use, and says how to make another.
export function use(exports, fresh) {
  if (memory) retire();
  [memory, again] = [exports.memory, fresh];
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
}

function internal(message, cause) {
  const error = new Error(`${message}; make a new Forecaster, or where that fails reload the page`, { cause });
  return Object.assign(error, { name: 'TradecastError', code: 'internal' });
}

const unknown = 'internal: a mistake of this program; please report it, with the data';

// Errors that are said have a code. What else comes out of the module is a trap, a panic, or the end of the stack.
const isTrap = (error) =>
  error instanceof WebAssembly.RuntimeError || (!error?.code && /^internal: |call stack|too much recursion/.test(error?.message));

function retire() {
  // Nothing of it may be freed in the next instance.
  for (const [, weak] of alive) {
    const forecaster = weak.deref();
    if (!forecaster) continue;
    forecaster.__destroy_into_raw();
    lost.add(forecaster);
  }
  alive = new Map();
  // Views of the memory are made anew where there is nothing left in them.
  memory.grow(0);
  memory = undefined;
}

function guarded(call) {
  if (again && !memory) {
    const exports = again();
    if (!exports) throw internal(unknown);
    use(exports, again);
  }
  try {
    return call();
  } catch (error) {
    if (!memory || !isTrap(error)) throw error;
    retire();
    throw internal(error instanceof WebAssembly.RuntimeError ? unknown : error.message, error);
  }
}

function tracked(forecaster) {
  alive.set(++made, new WeakRef(forecaster));
  forget.register(forecaster, made);
  return forecaster;
}

const { flagship } = Plain;
Plain.flagship = (options) => guarded(() => tracked(flagship.call(Plain, options)));

for (const key of Reflect.ownKeys(Plain.prototype)) {
  if (key === 'constructor' || String(key).startsWith('__')) continue;
  const { value, get, ...how } = Object.getOwnPropertyDescriptor(Plain.prototype, key);
  const frees = value === Plain.prototype.free || key === 'free' || key === Symbol.dispose;
  const wrapped = (call) => function (...given) {
    if (!lost.has(this)) return guarded(() => call.apply(this, given));
    if (!frees) throw internal('internal: this Forecaster was lost when the program broke off');
  };
  const guardedOne = value ? { value: wrapped(value), writable: true } : { get: wrapped(get) };
  Object.defineProperty(Plain.prototype, key, { ...guardedOne, enumerable: how.enumerable, configurable: true });
}

export const Forecaster = new Proxy(Plain, {
  construct: (target, given, as) => guarded(() => tracked(Reflect.construct(target, given, as))),
});
Plain.prototype.constructor = Forecaster;
export const levers = () => guarded(glue.levers);

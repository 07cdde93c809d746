/** Runs in a worker of the browser: the engines as engines.mjs has them, without what only Node has. */
import fengari from 'fengari';
import { lauxlib, lua, lualib } from 'lua-wasm-bindings/dist/lua.53';
import { createMachine, loadWriter } from '../../../src/lua/machine.ts';
import { timeRuns } from './timing.mjs';
import { pucEngine } from './puc-engine.mjs';
import { stockEngine } from './stock-engine.mjs';

/** @param {'interpreter' | 'compiled'} tier */
function ours(tier) {
  const machine = createMachine({ tier });
  return (/** @type {string} */ source) => {
    const chunk = machine.load(source, '@program.lua');
    return () => String(machine.call(chunk)[0]);
  };
}

/** @type {Record<string, () => import('./engines.mjs').Engine>} */
const starts = {
  ours: () => ours('compiled'),
  interpreter: () => ours('interpreter'),
  stock: () => stockEngine(fengari),
  puc: () => pucEngine({ lua, lauxlib, lualib }),
};

// In a task of its own, not in a promise's: exceptions cost differently there.
globalThis.onmessage = ({ data }) => void loadWriter().then(() => globalThis.setTimeout(() => measure(data)));

/** @param {{ engine: string, source: string } & Parameters<typeof timeRuns>[2]} cell */
function measure({ engine, source, ...options }) {
  try {
    globalThis.postMessage(timeRuns(starts[engine](), source, options));
  } catch (error) {
    globalThis.postMessage({ results: [], times: [], error: String(error) });
  }
}

/** The hyper dialect's runtime as text, bundled with whoever imports this. */
import { composeBundle } from './compose.ts';
import harness from './harness.lua?raw';

const files = import.meta.glob<string>(['../aos/*.lua', './*.lua'], { query: '?raw', import: 'default', eager: true });

/** Pocketbeam's own runtime: Lua text with a global `compute`. */
export const hyperBundle = composeBundle((file) => {
  const text = files[`../${file}`] ?? files[file.replace(/^hyper\//, './')];
  if (text === undefined) throw new Error(`There is no ${file}`);
  return text;
});

/** The module after a bundle: slot 0 evaluates the source. */
export const hyperHarness = harness;

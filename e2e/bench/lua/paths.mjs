import path from 'node:path';
import { root } from '../../runner/paths.mjs';

/** The engine as one JavaScript file, made anew by each run. */
export const enginePath = path.join(root, 'e2e/.output/bench/lua-engine.mjs');

/** The last run's numbers. */
export const resultsPath = path.join(root, 'e2e/.output/results-lua.json');

/**
 * `npm install` and `npm ci` end with this: the generated compiler, and the CLI, so that `npx pocketbeam` works in a
 * fresh clone. Without the development tools it leaves things as they are.
 */
import { compiler, hasVite, node, runSteps } from './build-steps.mjs';

if (hasVite()) process.exitCode = await runSteps([compiler, node]);
else console.log('pocketbeam: no development tools here, so the command line tool is not built');

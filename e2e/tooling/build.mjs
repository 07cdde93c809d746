/** `npm run build`: everything that is published or served. */
import { app, browser, compiler, declarations, node, runSteps } from './build-steps.mjs';

process.exitCode = await runSteps([compiler, app, node, ...browser, declarations]);

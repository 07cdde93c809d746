/** `npm run build`: everything that is published or served. */
import { app, cli, compiler, runSteps } from './build-steps.mjs';

process.exitCode = await runSteps([compiler, app, cli]);

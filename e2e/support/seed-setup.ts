/** Vitest's set-up: properties that name no seed take the one of the run. */
import fc from 'fast-check';
import { SEED } from './seed.ts';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });

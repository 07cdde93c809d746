/** Vitest's set-up: tests of Lua run in both tiers from their first instruction on. */
import { loadWriter } from '../../src/lua/compiled/writer.ts';

await loadWriter();

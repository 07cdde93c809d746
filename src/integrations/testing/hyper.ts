/** Processes of the hyper dialect: modules of their own over `lua@5.3a`, here a bundle and the harness after it. */
import type { LuaSource } from '../../emulator/api.ts';

/** Under these names the sources of a scenario have what hyper processes run that bring no bundle, and the harness. */
export const HYPER_RUNTIME = 'pocketbeam:hyper.lua';
export const HYPER_HARNESS = 'pocketbeam:harness.lua';

/** The modules of a process. @param textOf the text of a source by its name. */
export const hyperModules = (bundle: string, textOf: (name: string) => string): LuaSource[] =>
  [bundle, HYPER_HARNESS].map((name) => ({ name, source: textOf(name) }));

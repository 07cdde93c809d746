/** The libraries of a machine, and how they get into it. */
import type { Interpreter } from '../interpreter/interpreter.ts';
import { type Library, NativeFunction } from '../native.ts';
import { baseLibrary } from './base.ts';
import { bit32Library } from './bit32.ts';
import { coroutineLibrary } from './coroutine.ts';
import { debugLibrary } from './debug.ts';
import { mathLibrary } from './math.ts';
import { osLibrary } from './os.ts';
import { stringLibrary } from './string.ts';
import { tableLibrary } from './table.ts';
import { utf8Library } from './utf8.ts';

/** What every machine gets: Lua 5.3 without `io`, files and the dangerous part of `debug`, and `bit32`. */
export const standardLibraries: readonly Library[] = [
  baseLibrary,
  coroutineLibrary,
  debugLibrary,
  tableLibrary,
  stringLibrary,
  mathLibrary,
  utf8Library,
  osLibrary,
  bit32Library,
];

/** Fills the globals. Natives are named `string.format`, those of the base library `print`. */
export function installLibraries(vm: Interpreter, libraries: readonly Library[]): void {
  for (const library of libraries) {
    const isBase = library.name === '_G';
    const table = isBase ? vm.globals : vm.newTable();
    for (const [name, body] of Object.entries(library.functions)) {
      table.setString(name, new NativeFunction(isBase ? name : `${library.name}.${name}`, body));
    }
    library.install?.(vm, table);
    if (!isBase) vm.globals.setString(library.name, table);
    vm.loaded.set(library.name, table);
  }
}

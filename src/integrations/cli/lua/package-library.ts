/** `require` and `package` (manual §6.3) for modules in Lua. C modules do not exist here, and say so. */
import { accessSync, constants } from 'node:fs';
import process from 'node:process';
import { LuaError } from '../../../lua/errors.ts';
import { checkString, isFunction, optString } from '../../../lua/lib/arguments.ts';
import { NativeFunction, type Library, type NativeBody, type Runtime } from '../../../lua/native.ts';
import { LuaTable } from '../../../lua/table.ts';
import type { LuaValue } from '../../../lua/value.ts';
import { toByteString, toPath } from './bytes.ts';
import type { Host } from './host.ts';
import { loadFile } from './source-file.ts';

const SHARE = '/usr/local/share/lua/5.3';
const LIBRARIES = '/usr/local/lib/lua/5.3';
/** Where Lua 5.3 looks. */
const DEFAULT_PATH = [SHARE, LIBRARIES, '.'].flatMap((folder) => [`${folder}/?.lua`, `${folder}/?/init.lua`]).join(';');
const DEFAULT_CPATH = [`${LIBRARIES}/?.so`, `${LIBRARIES}/loadall.so`, './?.so'].join(';');
/** Directory separator, template separator, mark for the name, executable's directory, and mark of ignored parts. */
const CONFIG = '/\n;\n?\n!\n-\n';
const NO_C_MODULES = 'dynamic libraries not enabled; check your Lua installation';

/** The path of an environment variable, where `;;` stands for the default. */
function pathFrom(variable: string, standard: string): string {
  const path = process.env[`${variable}_5_3`] ?? process.env[variable];
  if (path === undefined) return standard;
  return toByteString(path).replace(';;', `;\x01;`).replace('\x01', standard).replace(/^;|;$/g, '');
}

function isReadable(file: string): boolean {
  try {
    accessSync(toPath(file), constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** The first file that a path names for a module, or where it was looked for. */
function searchPath(name: string, path: string, separator: string, replacement: string): { file: string } | string {
  const inPath = separator === '' ? name : name.split(separator).join(replacement);
  let tried = '';
  for (const template of path.split(';')) {
    if (template === '') continue;
    const file = template.split('?').join(inPath);
    if (isReadable(file)) return { file };
    tried += `\n\tno file '${file}'`;
  }
  return tried;
}

/** `package`, with `require` in the globals. Everything installed before it counts as loaded. */
export function packageLibrary(host: Host): Library {
  return {
    name: 'package',
    functions: { loadlib, searchpath },
    install: (rt, table) => install(rt, table, host),
  };
}

const loadlib: NativeBody = (rt, args) => {
  checkString(rt, args, 1);
  checkString(rt, args, 2);
  return [undefined, NO_C_MODULES, 'absent'];
};

const searchpath: NativeBody = (rt, args) => {
  const [name, path] = [checkString(rt, args, 1), checkString(rt, args, 2)];
  const found = searchPath(name, path, optString(rt, args, 3, '.'), optString(rt, args, 4, '/'));
  return typeof found === 'string' ? [undefined, found] : found.file;
};

function install(rt: Runtime, table: LuaTable, host: Host): void {
  const loaded = rt.newTable();
  const preload = rt.newTable();
  for (const [name, value] of rt.globals.entries()) {
    if (value instanceof LuaTable && typeof name === 'string') loaded.set(name, value);
  }
  loaded.setString('package', table);
  table.setString('config', CONFIG);
  table.setString('path', pathFrom('LUA_PATH', DEFAULT_PATH));
  table.setString('cpath', pathFrom('LUA_CPATH', DEFAULT_CPATH));
  table.setString('loaded', loaded);
  table.setString('preload', preload);
  const searchers = rt.newTable();
  const bodies = [fromPreload(preload), fromPath(table, host), fromCPath(table), fromAllInOne(table)];
  for (const body of bodies) searchers.append(new NativeFunction(`package.searchers.${body.name}`, body));
  table.setString('searchers', searchers);
  rt.globals.setString('require', new NativeFunction('require', require(table, loaded)));
}

function require(table: LuaTable, loaded: LuaTable): NativeBody {
  return (rt, args) => {
    const name = checkString(rt, args, 1);
    const known = rt.index(loaded, name);
    if (known !== undefined && known !== false) return known;
    const [loader, extra] = findLoader(rt, table, name);
    const [value] = rt.call(loader, [name, extra]);
    if (value !== undefined) rt.setIndex(loaded, name, value);
    else if (rt.index(loaded, name) === undefined) rt.setIndex(loaded, name, true);
    return rt.index(loaded, name);
  };
}

function findLoader(rt: Runtime, table: LuaTable, name: string): [LuaValue, LuaValue] {
  const searchers = table.getString('searchers');
  if (!(searchers instanceof LuaTable)) throw rt.error("'package.searchers' must be a table");
  let tried = '';
  for (let i = 1; ; i++) {
    const searcher = searchers.getInteger(i);
    if (searcher === undefined) throw rt.error(`module '${name}' not found:${tried}`);
    const [loader, extra] = rt.call(searcher, [name]);
    if (isFunction(loader)) return [loader, extra];
    if (typeof loader === 'string') tried += loader;
  }
}

function fromPreload(preload: LuaTable): NativeBody {
  return function preloaded(rt, args) {
    const name = checkString(rt, args, 1);
    return rt.index(preload, name) ?? `\n\tno field package.preload['${name}']`;
  };
}

/** The text of a field of `package` that holds a path. */
function pathField(rt: Runtime, table: LuaTable, field: string): string {
  const path = rt.index(table, field);
  if (typeof path !== 'string') throw rt.error(`'package.${field}' must be a string`);
  return path;
}

function loadError(rt: Runtime, name: string, file: string, message: string): Error {
  return rt.error(`error loading module '${name}' from file '${file}':\n\t${message}`);
}

function fromPath(table: LuaTable, host: Host): NativeBody {
  return function lua(rt, args) {
    const name = checkString(rt, args, 1);
    const found = searchPath(name, pathField(rt, table, 'path'), '.', '/');
    if (typeof found === 'string') return found;
    try {
      return [loadFile(rt, host, found.file), found.file];
    } catch (error) {
      if (error instanceof LuaError) throw loadError(rt, name, found.file, error.message);
      throw error;
    }
  };
}

function fromCPath(table: LuaTable): NativeBody {
  return function c(rt, args) {
    const name = checkString(rt, args, 1);
    const found = searchPath(name, pathField(rt, table, 'cpath'), '.', '/');
    if (typeof found === 'string') return found;
    throw loadError(rt, name, found.file, NO_C_MODULES);
  };
}

/** A C library that holds all modules below its name. */
function fromAllInOne(table: LuaTable): NativeBody {
  return function allInOne(rt, args) {
    const name = checkString(rt, args, 1);
    const dot = name.indexOf('.');
    if (dot < 0) return [];
    const found = searchPath(name.slice(0, dot), pathField(rt, table, 'cpath'), '.', '/');
    if (typeof found === 'string') return found;
    throw loadError(rt, name, found.file, NO_C_MODULES);
  };
}

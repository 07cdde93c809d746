/** Puts the Lua files of the hyper dialect together to one text that `lua@5.3a` takes as a module. */

/** Modules of the runtime by their names in `require`: those of aos that are plain Lua, and those of this folder. */
const MODULES: Readonly<Record<string, string>> = {
  json: 'hyper/json.lua',
  '.aos-utils': 'aos/utils.lua',
  '.utils': 'hyper/utils.lua',
  '.base64': 'aos/base64.lua',
  '.chance': 'aos/chance.lua',
  '.colors': 'aos/colors.lua',
  '.dispatch': 'hyper/dispatch.lua',
  '.dump': 'aos/dump.lua',
  '.handlers': 'aos/handlers.lua',
  '.handlers-utils': 'aos/handlers-utils.lua',
  '.pretty': 'aos/pretty.lua',
  '.stringify': 'aos/stringify.lua',
  '.process': 'hyper/process.lua',
};

/** Further names, and a part of the handlers that nothing needs here: no code waits in this dialect. */
const ALIASES: Readonly<Record<string, string>> = { '.json': "return require('json')", '.turn': 'return {}' };

/**
 * Pocketbeam's own runtime of the hyper dialect (spec/aos.md §5): what a real hyper-aos bundle is to its programs.
 * @param read the text of a file below `src/lua`.
 * @returns Lua text with the global `compute(base, req, opts)`.
 */
export function composeBundle(read: (file: string) => string): string {
  const modules = [
    ...Object.entries(MODULES).map(([name, file]): [string, string] => [name, read(file)]),
    ...Object.entries(ALIASES),
  ];
  return [
    ...modules.map(([name, source]) => `package.preload['${name}'] = function(...)\n${source}\nend`),
    "require('.process')",
  ].join('\n');
}

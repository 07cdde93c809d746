/**
 * The import direction of the source tree: which folder of `src` may import which, and which file may import a package
 * that only one place should know. `import-direction.js` enforces it as a lint rule.
 *
 * A layer may always import itself. `types` lists layers of which only types may be imported (`import type`).
 * Test files (`*.test.ts`) are free of the table, except that nothing may import the playground.
 */

/** @typedef {{ imports: readonly string[], types?: readonly string[], node?: boolean }} Layer */

/** @type {Record<string, Layer>} */
export const layers = {
  core: { imports: [] },
  codecs: { imports: ['core'] },
  devices: { imports: ['core', 'codecs'] },
  http: { imports: ['core', 'codecs', 'devices', 'legacy'] },
  legacy: { imports: ['core', 'codecs', 'devices'] },
  emulator: { imports: ['core', 'codecs', 'devices', 'http'] },
  store: { imports: ['core'], node: true },
  archive: { imports: ['core', 'codecs', 'store'] },
  lua: { imports: ['core'] },
  rpc: { imports: ['core'] },
  leader: { imports: ['core'] },
  worker: {
    imports: ['core', 'codecs', 'devices', 'http', 'legacy', 'emulator', 'store', 'archive', 'lua', 'rpc', 'leader'],
  },
  'service-worker': { imports: ['core', 'codecs', 'devices', 'http', 'store', 'leader'] },
  client: { imports: ['core', 'rpc', 'leader'], types: ['worker', 'emulator'] },
  integrations: {
    imports: [
      ...['core', 'codecs', 'devices', 'http', 'legacy', 'emulator', 'store', 'archive', 'lua'],
      ...['worker', 'leader', 'rpc', 'service-worker', 'client', 'examples'],
    ],
    node: true,
  },
  playground: { imports: ['examples'] },
  examples: { imports: [] },
  docs: { imports: [] },
};

/** The package's own public name: the playground's only way in, and free for examples, integrations and tests. */
export const publicName = 'pocketbeam';
export const publicNameUsers = ['playground', 'examples', 'integrations'];

/**
 * Packages that belong to one place. A pattern is matched against the importing file's path from the repository root.
 *
 * @type {Record<string, RegExp>}
 */
export const packageHomes = {
  comlink: /^src\/rpc\//,
  'idb-keyval': /^src\/store\//,
  fengari: /^src\/lua\/compiler\//,
};

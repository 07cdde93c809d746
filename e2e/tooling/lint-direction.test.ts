import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

/**
 * The project's own lint configuration, on texts under file names that need not exist. Type information is switched
 * off: it would need the files, and the direction of imports needs none.
 */
const eslint = new ESLint({
  overrideConfig: [
    {
      files: ['**/*.{ts,tsx}'],
      extends: [tseslint.configs.disableTypeChecked],
      languageOptions: { parserOptions: { project: false } },
    },
  ].flatMap(({ extends: extended, ...own }) => [
    ...extended.map((config) => ({ ...config, files: own.files })),
    own,
  ]) as ESLint.Options['overrideConfig'],
});

/** The direction rule's messages for one line of code in a file of that name. */
async function direction(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  const fatal = result?.messages.find((message) => message.fatal);
  if (result === undefined || fatal) throw new Error(fatal?.message ?? `${filePath} is ignored`);
  return result.messages.filter(({ ruleId }) => ruleId === 'project/import-direction').map(({ message }) => message);
}

const forbidden: [file: string, code: string, reason: RegExp][] = [
  ['src/core/path.ts', "import { x } from '../store/memory.ts';", /core must not import store/],
  ['src/core/deep/path.ts', "import { x } from '../../codecs/json.ts';", /core must not import codecs/],
  ['src/core/path.ts', "import { readFile } from 'node:fs/promises';", /Node's modules/],
  ['src/codecs/json.ts', "import type { D } from '../devices/meta.ts';", /codecs must not import devices/],
  ['src/devices/patch.ts', "export * from '../lua/value.ts';", /devices must not import lua/],
  ['src/devices/patch.ts', "import type { S } from '../legacy/mu.ts';", /devices must not import legacy/],
  ['src/store/indexeddb.ts', "import { d } from '../devices/patch.ts';", /store must not import devices/],
  ['src/lua/engine.ts', "import { s } from '../store/memory.ts';", /lua must not import store/],
  ['src/lua/engine.ts', "import * as fengari from 'fengari';", /fengari may be imported only/],
  ['src/lua/engine.ts', "import p from 'fengari/src/lparser.js';", /fengari may be imported only/],
  ['src/worker/engine.ts', "import { wrap } from 'comlink';", /comlink may be imported only/],
  ['src/client/pocketbeam.ts', "import { x } from '../worker/api.ts';", /worker only by `import type`/],
  ['src/worker/engine.ts', "import type { X } from '../client/api.ts';", /worker must not import client/],
  ['src/worker/engine.ts', "import { get } from 'idb-keyval';", /idb-keyval may be imported only/],
  ['src/service-worker/main.ts', "import { run } from '../lua/engine.ts';", /service-worker must not import lua/],
  ['src/service-worker/main.ts', "const run = import('../lua/engine.ts');", /service-worker must not import lua/],
  ['src/service-worker/main.ts', "type R = import('../lua/engine.ts').Run;", /service-worker must not import lua/],
  ['src/service-worker/main.ts', "import { wrap } from 'comlink';", /comlink may be imported only/],
  ['src/client/index.ts', "import { x } from '../worker/coordinator.ts';", /worker only by `import type`/],
  ['src/client/index.ts', "export { x } from '../worker/coordinator.ts';", /worker only by `import type`/],
  ['src/client/index.ts', "import { x } from '../store/memory.ts';", /client must not import store/],
  ['src/client/index.ts', "import { x } from 'pocketbeam';", /public name/],
  ['src/playground/main.tsx', "import { x } from '../client/index.ts';", /public name, 'pocketbeam'/],
  ['src/integrations/vite.ts', "import { x } from '../playground/main.tsx';", /nothing imports the playground/],
  ['src/core/path.test.ts', "import { x } from '../playground/main.tsx';", /nothing imports the playground/],
  ['e2e/page.spec.ts', "import { x } from '../src/playground/main.tsx';", /nothing imports the playground/],
  ['src/core/path.ts', "import { x } from '../../e2e/helper.ts';", /outside src/],
  ['src/new-folder/x.ts', "import { x } from '../core/ids.ts';", /no layer/],
];

const allowed: [file: string, code: string][] = [
  ['src/core/deep/path.ts', "import { x } from '../ids.ts';"],
  ['src/codecs/json.ts', "import { x } from '../core/ids.ts';"],
  ['src/devices/patch.ts', "import { x } from '../codecs/json.ts';"],
  ['src/legacy/mu.ts', "import { x } from '../devices/patch.ts';"],
  ['src/store/indexeddb.ts', "import { get } from 'idb-keyval';"],
  ['src/store/file.ts', "import { open } from 'node:fs/promises';"],
  ['src/lua/compiler/index.ts', "import * as fengari from 'fengari';"],
  ['src/lua/aos/index.ts', "import source from './handlers.lua?raw';"],
  ['src/worker/coordinator.ts', "import { x } from '../lua/engine.ts';"],
  ['src/client/pocketbeam.ts', "import type { X } from '../worker/api.ts';"],
  ['src/rpc/rpc.ts', "import { expose } from 'comlink';"],
  ['src/client/index.ts', "import type { X } from '../worker/protocol.ts';"],
  ['src/service-worker/main.ts', "import { x } from '../store/indexeddb.ts';"],
  ['src/integrations/cli/serve.ts', "import { x } from '../../worker/engine.ts'; import { http } from 'node:http';"],
  ['src/playground/main.tsx', "import { createPocketbeam } from 'pocketbeam';"],
  ['src/playground/main.tsx', "import hello from '../examples/hello.lua?raw';"],
  ['src/devices/patch.test.ts', "import { x } from '../lua/engine.ts'; import { readFile } from 'node:fs/promises';"],
];

describe('the lint configuration', () => {
  it.each(forbidden)('reports in %s: %s', async (file, code, reason) => {
    expect(await direction(file, code)).toEqual([expect.stringMatching(reason)]);
  });

  it.each(allowed)('lets pass in %s: %s', async (file, code) => {
    expect(await direction(file, code)).toEqual([]);
  });
});

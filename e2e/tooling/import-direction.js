import path from 'node:path';
import { layers, packageHomes, publicName, publicNameUsers } from './layers.js';

/**
 * Lint rule `project/import-direction`: an import has to follow the table in `layers.js`.
 *
 * It looks at paths only, so a file need not exist, a query such as `?raw` does not matter, and dynamic imports,
 * re-exports, type queries (`import('…').T`) and worker URLs resolve the same way as plain imports.
 */

/** @typedef {{ file: string, source: string, typeOnly: boolean }} Dependency `file` is relative to the root, with `/` */

const isTest = (/** @type {string} */ file) => /\.test\.ts$/.test(file);

/** Generators beside what they generate: Node runs them, nothing bundles them. */
const isBuildScript = (/** @type {string} */ file) => /\.mjs$/.test(file);

const layerOf = (/** @type {string} */ file) => /^src\/([^/]+)\//.exec(file)?.[1];

/** `@scope/name/deep` → `@scope/name`, `name/deep` → `name`. */
const packageName = (/** @type {string} */ source) =>
  source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/');

/**
 * Says why an import is forbidden, or `undefined` when it is allowed.
 *
 * @param {Dependency} dependency
 * @returns {string | undefined}
 */
export function forbidden(dependency) {
  const source = dependency.source.replace(/[?#].*$/, '');
  return source.startsWith('.')
    ? forbiddenFile({ ...dependency, source })
    : forbiddenPackage({ ...dependency, source });
}

/** @param {Dependency} dependency */
function forbiddenFile({ file, source, typeOnly }) {
  const from = layerOf(file);
  const target = path.posix.join(path.posix.dirname(file), source);
  const to = layerOf(target);
  if (from === to && from !== undefined) return undefined;
  if (to === 'playground') return 'nothing imports the playground';
  if (from === undefined || isTest(file)) return undefined;
  const layer = layers[from];
  if (layer === undefined) return `src/${from} is no layer of e2e/tooling/layers.js`;
  if (to === undefined) {
    if (from === 'integrations' && target === 'package.json') return undefined;
    return `${from} must not import ${target}, which is outside src`;
  }
  if (layer.imports.includes(to)) return undefined;
  if (layer.types?.includes(to)) return typeOnly ? undefined : `${from} may import ${to} only by \`import type\``;
  if (from === 'playground') return `the playground imports the package by its public name, '${publicName}'`;
  return `${from} must not import ${to}`;
}

/** @param {Dependency} dependency */
function forbiddenPackage({ file, source }) {
  const from = layerOf(file);
  if (from === undefined || isTest(file) || isBuildScript(file)) return undefined;
  const name = packageName(source);
  if (name === publicName) {
    return publicNameUsers.includes(from) ? undefined : `${from} must not import the package by its public name`;
  }
  if (source.startsWith('node:')) return layers[from]?.node ? undefined : `${from} must not import Node's modules`;
  const home = packageHomes[name];
  if (home !== undefined && !home.test(file)) return `${name} may be imported only by files matching ${String(home)}`;
  return undefined;
}

/** Whether an import or export declaration brings types only and leaves nothing behind in the output. */
const bringsTypesOnly = (/** @type {import('eslint').Rule.Node} */ node) =>
  ('importKind' in node && node.importKind === 'type') || ('exportKind' in node && node.exportKind === 'type');

/** @type {import('eslint').Rule.RuleModule} */
export const rule = {
  meta: {
    type: 'problem',
    docs: { description: 'imports follow the direction of e2e/tooling/layers.js' },
    messages: { forbidden: 'Import direction: {{reason}}.' },
    schema: [],
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    /**
     * @param {import('eslint').Rule.Node} node
     * @param {{ type?: string, value?: unknown } | null | undefined} literal
     * @param {boolean} typeOnly
     */
    const check = (node, literal, typeOnly) => {
      if (typeof literal?.value !== 'string') return;
      const reason = forbidden({ file, source: literal.value, typeOnly });
      if (reason !== undefined) context.report({ node, messageId: 'forbidden', data: { reason } });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source, bringsTypesOnly(node)),
      ExportNamedDeclaration: (node) => check(node, node.source, bringsTypesOnly(node)),
      ExportAllDeclaration: (node) => check(node, node.source, bringsTypesOnly(node)),
      ImportExpression: (node) => check(node, /** @type {{ value?: unknown }} */ (node.source), false),
      TSImportType: (/** @type {import('eslint').Rule.Node & { source?: { value?: unknown } }} */ node) =>
        check(node, node.source, true),
    };
  },
};

export default { rules: { 'import-direction': rule } };

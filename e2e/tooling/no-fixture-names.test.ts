/** The source implements behaviour, not cases: nothing in `src` knows an id or a request of the recordings. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { sessions } from '../conformance/recorded.ts';

const root = fileURLToPath(new URL('../../src', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:ts|js|mjs|lua|md|html|css|json)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

/** `/~device@1.0/function` or `/key`: what clients call by its documented name, and no case. */
const ENDPOINT = /^\/(?:~[\w-]+@[\w.]+(?:\/[\w-]+)*|[a-z.]+)?$/;
const ID = /(?<![\w-])[\w-]{43}(?![\w=-])/g;

const steps = sessions.flatMap(({ steps }) => steps);
const paths = new Set(steps.flatMap(({ request }) => (request && !ENDPOINT.test(request.path) ? [request.path] : [])));
const ids = new Set(JSON.stringify(steps).match(ID));

it('finds names to look for', () => {
  expect(ids.size).toBeGreaterThan(500);
  expect(paths.size).toBeGreaterThan(500);
  expect(files.length).toBeGreaterThan(200);
});

it('finds no id of the recordings in src', () => {
  const found = files.flatMap(({ name, text }) =>
    (text.match(ID) ?? []).filter((id) => ids.has(id)).map((id) => `${name}: ${id}`),
  );
  expect(found).toEqual([]);
});

it('finds no request path of the recordings in src', () => {
  // In quotes: `/a` alone is part of everything.
  const found = files.flatMap(({ name, text }) =>
    [...text.matchAll(/(['"`])(\/[^'"`\n]*)\1/g)]
      .map(([, , path = '']) => path)
      .filter((path) => paths.has(path))
      .map((path) => `${name}: ${path}`),
  );
  expect(found).toEqual([]);
});

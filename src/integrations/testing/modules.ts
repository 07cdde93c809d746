/** Lua modules of dynamic reads: stored over HTTP, and named in paths by their files. */
import { PocketbeamError } from '../../core/errors.ts';
import type { Target } from './play.ts';
import { parseJson } from './json-text.ts';
import type { Scenario, Sources } from './scenario.ts';
import { isPlainMap } from './values.ts';

/**
 * Stores the modules of a scenario by `~cache@1.0/write`, as anybody may on a node.
 * @returns their ids by file.
 * @throws PocketbeamError `module-not-stored`
 */
export async function storeModules(
  { modules = [] }: Scenario,
  sources: Sources,
  target: Target,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const file of modules) {
    const { status, body } = await target.fetch('/~cache@1.0/write/serialize~json@1.0', {
      method: 'POST',
      headers: { 'content-type': 'application/lua' },
      body: sources.get(file) ?? '',
    });
    const answer = status === 200 ? parseJson(body) : null;
    if (!isPlainMap(answer) || typeof answer.path !== 'string')
      throw new PocketbeamError('module-not-stored', `${file} could not be stored: ${status} ${body.slice(0, 200)}`);
    ids.set(file, answer.path);
  }
  return ids;
}

/** A path with `{file}` replaced by the id of that module. */
export const withIds = (path: string, modules: ReadonlyMap<string, string>): string =>
  path.replace(/\{([^{}]+)\}/g, (whole, file: string) => modules.get(file) ?? whole);

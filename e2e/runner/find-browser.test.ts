import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { browserCandidates } from './find-browser.mjs';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'pocketbeam-browser-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** An executable file in a folder of its own below the test's directory. */
function program(folder: string, name: string, mode = 0o755): string {
  const file = path.join(directory, folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, mode);
  return file;
}

const search = (env: Record<string, string>, playwright?: string): string[] =>
  browserCandidates({ env, platform: 'linux', ...(playwright === undefined ? {} : { playwright }) });

const pathOf = (...folders: string[]): string =>
  folders.map((folder) => path.join(directory, folder)).join(path.delimiter);

describe('finding a browser', () => {
  it('prefers the environment, then chromium, then chrome, then the one Playwright has', () => {
    const own = program('own', 'my-chromium');
    const chrome = program('a', 'google-chrome');
    const chromium = program('b', 'chromium');
    const playwright = program('cache', 'chrome');
    const env = { PATH: pathOf('a', 'b') };
    expect(search({ ...env, PLAYWRIGHT_CHROMIUM: own }, playwright)).toEqual([own, chromium, chrome, playwright]);
    expect(search(env, playwright)).toEqual([chromium, chrome, playwright]);
  });

  it('knows the other names', () => {
    const stable = program('a', 'google-chrome-stable');
    const old = program('a', 'chromium-browser');
    expect(search({ PATH: pathOf('a') })).toEqual([stable, old]);
  });

  it('leaves out what does not exist, is a folder or cannot be executed', () => {
    program('a', 'chromium', 0o644);
    mkdirSync(path.join(directory, 'b/google-chrome'), { recursive: true });
    const missing = path.join(directory, 'missing');
    expect(search({ PATH: pathOf('a', 'b', 'c'), PLAYWRIGHT_CHROMIUM: missing }, missing)).toEqual([]);
  });

  it('names a browser once, however often the PATH does, and bears an empty or absent PATH', () => {
    const chromium = program('a', 'chromium');
    expect(search({ PATH: pathOf('a', 'a'), PLAYWRIGHT_CHROMIUM: chromium })).toEqual([chromium]);
    expect(search({ PATH: '' })).toEqual([]);
    expect(search({})).toEqual([]);
  });
});

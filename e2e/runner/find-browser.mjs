import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** The names under which a Chromium is on the PATH, in the order of preference. */
const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];

/** Where macOS keeps its applications; they are not on the PATH. */
const macApps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Every browser this machine may have, best first: the one named by `PLAYWRIGHT_CHROMIUM`, those on the PATH, macOS
 * applications, and last the one Playwright downloaded. Only files that exist and can be executed; whether one starts
 * is for the caller to try (a launcher script may be there without its browser).
 *
 * @param {{ env: NodeJS.ProcessEnv, platform: string, playwright?: string }} machine `playwright` is the path at which
 *   Playwright's own Chromium would be
 * @returns {string[]}
 */
export function browserCandidates({ env, platform, playwright }) {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...(env.PLAYWRIGHT_CHROMIUM ? [env.PLAYWRIGHT_CHROMIUM] : []),
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...(platform === 'darwin' ? macApps : []),
    ...(playwright ? [playwright] : []),
  ];
  return [...new Set(candidates)].filter(isProgram);
}

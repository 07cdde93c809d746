import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { localBin, root } from './paths.mjs';
import { typeProjects } from './type-projects.mjs';

/**
 * Type checks one project.
 *
 * @param {string} config path of its tsconfig
 * @returns {Promise<{ code: number, output: string }>}
 */
function check(config) {
  return new Promise((resolve) => {
    const args = [localBin('typescript/bin/tsc'), '--noEmit', '--pretty', 'false', '-p', config];
    const child = spawn(process.execPath, args, { cwd: root });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Type checks every project, as many at a time as there are processors, and prints what each has to say.
 * TS18003 ("No inputs were found") is no failure: a project may be waiting for its first file.
 *
 * @returns {Promise<boolean>} whether all of them are clean
 */
export async function checkTypes() {
  const waiting = [...typeProjects];
  let clean = true;
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { code, output } = await check(next.config);
      const empty = output.includes('error TS18003');
      const good = code === 0 || empty;
      clean &&= good;
      console.log(`types: ${next.name} (${next.config}): ${good ? (empty ? 'no files yet' : 'clean') : 'errors'}`);
      if (!good) console.log(output.trimEnd());
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  return clean;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = (await checkTypes()) ? 0 : 1;
}

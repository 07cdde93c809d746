import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a program in the repository's root with its output passed through.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's environment
 * @returns {Promise<number>} the exit code; 127 where the program cannot be started, 1 where a signal ended it
 */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a JavaScript file with this Node.
 *
 * @param {string[]} args the file and its arguments
 * @param {NodeJS.ProcessEnv} [env]
 */
export const runNode = (args, env) => run(process.execPath, args, env);

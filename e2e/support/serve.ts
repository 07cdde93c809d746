/** `pocketbeam serve` in a process of its own: the stand-in for a real node. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/node/cli.js', import.meta.url));

export interface Serving {
  /** Without a slash at its end. */
  url: string;
  /** Of the process that it was started with. */
  pid: string;
  /** Ends it; nothing answers at `url` then. */
  stop(): Promise<void>;
}

/** @param source of one process that it runs. */
export async function startServe(source: string): Promise<Serving> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-node-'));
  const program = path.join(folder, 'program.lua');
  await writeFile(program, source);
  const child = spawn(process.execPath, [CLI, 'serve', '--memory', '--port', '0', '--load', program]);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let out = '';
  const { url, pid } = await new Promise<{ url: string; pid: string }>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      out += chunk.toString();
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(out) ?? [];
      const [, pid] = /^([\w-]{43}) +program/m.exec(out) ?? [];
      if (url && pid) resolve({ url, pid });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', () => reject(new Error(out)));
  });
  return {
    url,
    pid,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

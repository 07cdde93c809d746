/** Starts a Chromium with the page of the bench, without any connection to it, and waits for what it posts. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startBenchServer } from './bench-server.ts';
import { DRIVER } from './paths.ts';
import type { Tasks } from './driver-entry.ts';

type Options<Name extends keyof Tasks> = Parameters<Tasks[Name]>[0];
type Found<Name extends keyof Tasks> = Awaited<ReturnType<Tasks[Name]>>;

const FLAGS = [
  ...['--headless=new', '--no-sandbox', '--no-first-run', '--disable-background-networking', '--disable-extensions'],
  // `measureUserAgentSpecificMemory` waits for no idle moment.
  '--enable-blink-features=ForceEagerMeasureMemory',
];

/** After this long a page is taken to have broken; it has no other way to say so when its process is gone. */
const MINUTES = 30;

/**
 * Has a page in a new profile do one task.
 * @throws Error with what the page says has gone wrong, or when Chromium ends or says nothing in time.
 */
export async function drive<Name extends keyof Tasks>(
  executablePath: string,
  task: Name,
  options: Options<Name>,
): Promise<Found<Name>> {
  const server = await startBenchServer();
  const profile = await mkdtemp(path.join(tmpdir(), 'pocketbeam-bench-'));
  const query = new URLSearchParams({ task, options: JSON.stringify(options) });
  const browser = spawn(executablePath, [...FLAGS, `--user-data-dir=${profile}`, `${server.url}${DRIVER}?${query}`], {
    stdio: 'ignore',
  });
  const stop = (): void => void browser.kill();
  process.once('exit', stop);
  const ended = new Promise<void>((resolve) => browser.once('close', () => resolve()));
  let timer: NodeJS.Timeout | undefined;
  try {
    const posted = await Promise.race([
      server.posted,
      ended.then(() => ({ error: 'Chromium has ended.' })),
      new Promise<{ error: string }>((resolve) => {
        timer = setTimeout(() => resolve({ error: `Nothing was posted in ${MINUTES} minutes.` }), MINUTES * 60_000);
      }),
    ]);
    if ('error' in posted) throw new Error(`${task}: ${posted.error}`);
    return posted.found as Found<Name>;
  } finally {
    clearTimeout(timer);
    process.off('exit', stop);
    stop();
    await ended;
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The emulator of one test, as the test sees it. */
import { PocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';
import type { ClockApi, LocalApi, MessageOptions, SlotResult, SpawnOptions } from '../../emulator/api.ts';
import { createNodePocketbeam } from '../node/node-pocketbeam.ts';
import type { SlotCommitted } from '../../devices/process-computer.ts';
import type { PocketbeamTestOptions } from './options.ts';
import type { Offered } from './pages.ts';
import type { Spawned } from './sources.ts';

/** What a test does with its emulator. Errors are PocketbeamErrors. */
export interface Beam {
  /** Id of the first process that `test.use` names. @throws PocketbeamError `no-test-process` when it names none. */
  readonly process: string;
  /** Ids of all of them, in its order. */
  readonly processes: readonly string[];
  /** As `spawn` of the library: the id, with slot 0 computed. */
  spawn(options: SpawnOptions): Promise<string>;
  /** Sends a message and gives what its slot came to, once that is computed. */
  send(options: MessageOptions): Promise<SlotResult>;
  /** The value at a HyperPATH as plain data, or undefined. */
  read(path: string): Promise<Plain | undefined>;
  /** The answer to an HTTP request, as the page would get it. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** What messages take their times from and Cron runs by, as that of the library. */
  readonly clock: ClockApi;
  /** Everything else of the library. */
  readonly api: LocalApi;
}

export interface OwnedBeam extends Offered {
  readonly beam: Beam;
  close(): Promise<void>;
}

/** Where requests of a test go, which names no host. */
const HOST = 'http://pocketbeam.test';

/**
 * A fresh emulator in memory.
 * @param spawned what it begins with.
 * @throws PocketbeamError `broken-test-process`
 */
export async function createBeam(
  spawned: readonly Spawned[],
  { strict = false, now }: Pick<PocketbeamTestOptions, 'strict' | 'now'>,
): Promise<OwnedBeam> {
  const listeners: ((committed: SlotCommitted) => void)[] = [];
  const { api, handle, close } = await createNodePocketbeam({
    strict,
    onCommit: (committed) => listeners.forEach((listener) => listener(committed)),
  });
  if (now !== undefined) {
    await api.clock.pause();
    await api.clock.set(now);
  }
  const processes: string[] = [];
  for (const one of spawned) processes.push(await spawnWhole(api, one));
  return {
    ...{ api, handle, close },
    onCommit: (listener) => void listeners.push(listener),
    beam: {
      get process() {
        const [first] = processes;
        if (first !== undefined) return first;
        throw new PocketbeamError('no-test-process', 'This test has no process.', {
          next: "Name one, test.use({ pocketbeam: { processes: [{ file: 'app.lua' }] } }), or spawn it.",
        });
      },
      processes,
      api,
      clock: api.clock,
      spawn: (options) => api.spawn(options),
      read: (path) => api.read(path),
      async send(options) {
        const { slot } = await api.message(options);
        return api.result({ process: options.process, slot });
      },
      fetch: async (path, init) =>
        (await handle(new Request(new URL(path, HOST), init))) ?? new Response(null, { status: 404 }),
    },
  };
}

/** A test that begins with half a program would fail at some place that says nothing of it. */
async function spawnWhole(api: LocalApi, { options, from }: Spawned): Promise<string> {
  const process = await api.spawn(options);
  const { error } = await api.result({ process, slot: 0 });
  if (!error) return process;
  const { code, message, line } = error;
  const place = line === undefined ? from : `${from}:${line}`;
  throw new PocketbeamError('broken-test-process', `${place}: ${message} (${code})`, {
    cause: 'A process that the tests begin with fails as it starts.',
    next: 'Mend it, or spawn it in the test that is about its failure: beam.spawn() does not mind.',
    details: { from, line, code },
  });
}

/** The emulator of one test, as the test sees it. */
import { PocketbeamError } from '../../core/errors.ts';
import type { Plain } from '../../core/plain.ts';
import type { ClockApi, LocalApi, MessageOptions, SlotResult, SpawnOptions } from '../../emulator/api.ts';
import { createNodePocketbeam } from '../node/node-pocketbeam.ts';
import type { Handler } from '../../http/handle.ts';
import type { PocketbeamTestOptions } from './options.ts';

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

export interface OwnedBeam {
  readonly beam: Beam;
  readonly handle: Handler;
  close(): Promise<void>;
}

/** Where requests of a test go, which names no host. */
const HOST = 'http://pocketbeam.test';

/** A fresh emulator in memory. @param spawned what it begins with. */
export async function createBeam(
  spawned: readonly SpawnOptions[],
  { strict = false, now }: Pick<PocketbeamTestOptions, 'strict' | 'now'>,
): Promise<OwnedBeam> {
  const { api, handle, close } = await createNodePocketbeam({ strict });
  if (now !== undefined) {
    await api.clock.pause();
    await api.clock.set(now);
  }
  const processes: string[] = [];
  for (const options of spawned) processes.push(await api.spawn(options));
  return {
    handle,
    close,
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

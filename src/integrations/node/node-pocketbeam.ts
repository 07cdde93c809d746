/** A Pocketbeam in Node: the same handler and local API as in a browser, with the engine in the same thread. */
import { join } from 'node:path';
import { createArchives } from '../../archive/archives.ts';
import { createNodeWallet } from '../../codecs/node-wallet.ts';
import { readJwk } from '../../codecs/wallet.ts';
import type { Clock } from '../../core/ports/clock.ts';
import { ProcessComputer, type SlotCommitted } from '../../devices/process-computer.ts';
import type { SnapshotStats } from '../../core/ports/snapshots.ts';
import type { LocalApi } from '../../emulator/api.ts';
import { missedOf, type CronOptions } from '../../emulator/cron-options.ts';
import { CronRunner } from '../../emulator/cron-runner.ts';
import { dataOf } from '../../emulator/data.ts';
import { createEmulator } from '../../emulator/emulator.ts';
import { withGateway } from '../../emulator/gateway.ts';
import { machineClock } from '../../emulator/machine-clock.ts';
import { Pusher } from '../../emulator/pusher.ts';
import { createRelay } from '../../emulator/relay.ts';
import { createHandler, type Handler } from '../../http/handle.ts';
import { createLuaEngine } from '../../lua/engine.ts';
import { createDataStore } from '../../store/data.ts';
import { openFileKeyValue } from '../../store/file.ts';
import { MemoryKeyValue } from '../../store/memory.ts';
import { createStore } from '../../store/process-store.ts';
import { createSnapshotFiles } from '../../store/snapshot-files.ts';
import { acceptFixtures } from './fixtures.ts';

export interface NodePocketbeam {
  readonly api: LocalApi;
  readonly handle: Handler;
  /** What came of heap snapshots since the start; undefined when there are none. */
  snapshots(): SnapshotStats | undefined;
  close(): Promise<void>;
}

export interface NodePocketbeamOptions {
  /** Folder to keep processes in; created if needed. Default: memory only. */
  data?: string;
  /** Accepts messages for the store by HTTP, see fixtures.ts. Default false. */
  fixtures?: boolean;
  /**
   * Behaves as a real node does where that has a plain defect (spec/hyperbeam.md), and starts such processes. Default
   * false.
   */
  strict?: boolean;
  /** Computes only what a request asks for, as a node does. Default: as `strict`; else every slot as soon as it is taken. */
  onDemand?: boolean;
  /**
   * The private key of this node: a JWK of RSA with 4,096 bits, as Arweave wallets have it. It is not kept. Default: one in
   * `data` (or memory), made when it is first needed.
   */
  wallet?: object;
  /** Signs answers and assignments; the key is made at once then. Default false. */
  sign?: boolean;
  /**
   * URL of an Arweave gateway that transactions are fetched from which processes and reads name and `api.data` does not
   * have. Default: nobody is asked.
   */
  gateway?: string;
  /** Origins that `relay@1.0` passes requests on to, such as `https://node.example`. Default: it refuses. */
  relay?: readonly string[];
  /** Bytes that the body of a request may have. Default 8 MiB. */
  maxBody?: number;
  /** Keeps heaps in `data` now and then, so that they need not be replayed from slot 0. Default true. */
  snapshots?: boolean;
  /** What the clock of the store goes by, and tasks run by. Default: that of the machine. */
  clock?: Clock;
  /** Default: tasks whose times were missed run once, and {@link onError} is told `missed-ticks`. */
  cron?: CronOptions;
  /** Called after each computed slot. */
  onCommit?: (committed: SlotCommitted) => void;
  /** Called when a slot that nobody waits for could not be computed, and with what else nobody would be told of. */
  onError?: (error: unknown) => void;
}

/** @throws PocketbeamError `bad-wallet`, `bad-option` */
export async function createNodePocketbeam(options: NodePocketbeamOptions = {}): Promise<NodePocketbeam> {
  const { data, fixtures = false, strict = false, onDemand = strict, sign = false } = options;
  const { maxBody, snapshots = true, clock = machineClock, onCommit, onError = () => undefined } = options;
  const relay = createRelay(options.relay);
  const missed = missedOf(options.cron);
  const jwk = options.wallet && readJwk(options.wallet);
  const kv = data === undefined ? new MemoryKeyValue() : await openFileKeyValue(data);
  const transactions = createDataStore(kv);
  const store = withGateway(
    createStore(kv, () => clock.now()),
    transactions,
    options.gateway,
  );
  const wallet = createNodeWallet(store, jwk);
  if (sign || jwk) await wallet.wallet();
  // What is in memory only is never replayed: the engine lives as long.
  const keeps =
    data !== undefined && snapshots ? { snapshots: createSnapshotFiles(join(data, 'heaps')), clock } : undefined;
  const committed = (one: SlotCommitted): void => {
    const { process, slot, push, begins } = one;
    if (push !== undefined) computer.add({ process, slot, hops: push });
    if (begins?.cron) cron.wake();
    if (begins?.refused) onError(begins.refused);
    onCommit?.(one);
  };
  const local = new ProcessComputer(store, createLuaEngine(), committed, keeps);
  const computer = new Pusher({ store, computer: local, onError });
  const inBackground = (process: string, slot: number): void => {
    if (onDemand) return;
    computer.compute(process, slot).catch(onError);
  };
  const run = (path: string): Promise<unknown> => handle(new Request(`http://cron.localhost${path}`));
  const cron = new CronRunner({
    ...{ store, clock, run, onError, onScheduled: inBackground, missed },
    push: (process, slot) => computer.push(process, slot),
    onMissed: onError,
  });
  const api = createEmulator({
    store,
    cron,
    archives: createArchives(kv, undefined, () => store.now()),
    data: dataOf(transactions),
    computer,
    strict,
    wallet,
    onScheduled: inBackground,
    onRemoved: (process) => local.forget(process),
  });
  for (const { process, slot, computed } of await store.heads()) if (computed < slot) inBackground(process, slot);
  const handle: Handler = createHandler({
    ...{ store, computer, mode: 'node', strict, wallet, sign, onScheduled: inBackground },
    ...(maxBody === undefined ? {} : { maxBody }),
    cron,
    pusher: computer,
    dryRunner: local,
    relay,
  });
  cron.start();
  await computer.start();
  return {
    api,
    handle: fixtures ? acceptFixtures(handle, store) : handle,
    snapshots: () => local.snapshots,
    async close() {
      await cron.stop();
      local.stop();
      await computer.stop();
      await store.close();
    },
  };
}

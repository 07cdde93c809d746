/**
 * The coordinator: one worker per tab, which never runs Lua. All coordinators of one Pocketbeam contend for a lock; the
 * one that holds it leads and computes, the others ask it. Appends and reads need no leader.
 */
import { createNodeWallet } from '../codecs/node-wallet.ts';
import { readJwk } from '../codecs/wallet.ts';
import type { Computer } from '../core/device.ts';
import { toPocketbeamError } from '../core/errors.ts';
import type { Archives } from '../core/ports/archives.ts';
import type { SnapshotStats, SnapshotStore } from '../core/ports/snapshots.ts';
import type { Store } from '../core/ports/store.ts';
import { ProcessComputer } from '../devices/process-computer.ts';
import type { LocalApi } from '../emulator/api.ts';
import { CronRunner } from '../emulator/cron-runner.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { machineClock } from '../emulator/machine-clock.ts';
import { Pusher } from '../emulator/pusher.ts';
import { createHandler, type Handler } from '../http/handle.ts';
import { hyperPathOf } from '../http/ours.ts';
import { createRemoteComputer, passOn } from '../leader/ask.ts';
import { contend } from '../leader/lead.ts';
import type { InstanceNames } from '../leader/names.ts';
import type { ChannelMessage, PassedAnswer, PassedRequest } from '../leader/protocol.ts';
import type { EngineClient } from './engine-client.ts';
import { answerPassed } from './passed.ts';
import { answerQuestion } from './questions.ts';
import { FAULTS } from './watched-store.ts';

export interface Coordinator {
  readonly api: LocalApi;
  /** Answers a request in place of the Service Worker; undefined when it is no HyperPATH of ours. */
  request(request: PassedRequest): Promise<PassedAnswer | undefined>;
  /** What came of heap snapshots in this worker; undefined when there are none. */
  snapshots(): SnapshotStats | undefined;
  /** Leaves the lock and the channel. */
  stop(): Promise<void>;
}

export interface CoordinatorOptions {
  /** Spawns processes in strict mode unless they say otherwise. Default false. */
  strict?: boolean;
  /** The private key of this node, a JWK. Default: one in the store, made when it is first needed. */
  wallet?: object;
  /** Keeps heaps now and then, so that they need not be replayed from slot 0. Default true. */
  snapshots?: boolean;
}

/** Where the coordinator runs. */
export interface CoordinatorPlace {
  names: InstanceNames;
  store: Store;
  /** Of the same store. */
  archives: Archives;
  /** Of the same store. Default: heaps that are lost are replayed. */
  snapshots?: SnapshotStore | undefined;
  engine: EngineClient;
  /** Undefined where there are no Web Locks, or nothing that is shared: this one leads then. */
  locks: LockManager | undefined;
  /** Told when the lead is taken and lost. Default: nobody. */
  onLead?: (leads: boolean) => void;
}

/** @throws PocketbeamError `bad-wallet` */
export function createCoordinator(
  { names, store, archives, snapshots, engine, locks, onLead }: CoordinatorPlace,
  { strict = false, wallet: jwk }: CoordinatorOptions = {},
): Coordinator {
  const wallet = createNodeWallet(store, jwk && readJwk(jwk));
  const channel = new BroadcastChannel(names.channel);
  const tell = (message: ChannelMessage): void => channel.postMessage(message);
  const local = new ProcessComputer(
    store,
    engine,
    ({ process, slot, keys, push, record: { diagnostics } }) => {
      if (push !== undefined) pusher.add({ process, slot, hops: push });
      tell({ type: 'changed', process, slot, keys, ...(diagnostics ? { diagnostics } : {}) });
    },
    snapshots && { snapshots, clock: machineClock },
  );
  const remote = createRemoteComputer(names);
  /** Name of the lock that this one leads by. */
  let own: string | undefined;
  const computer: Computer = {
    compute: (process, slot) => (own ? pusher : remote).compute(process, slot),
    read: (call) => (own ? pusher : remote).read(call),
  };

  const inConsole = (error: unknown): void => {
    const { code, message } = toPocketbeamError(error);
    // Faults of the store stand in the status.
    if (code !== 'stopped' && !FAULTS.has(code)) console.error('[Pocketbeam]', message);
  };
  const pusher = new Pusher({ store, computer: local, onError: inConsole });
  const inBackground = (process: string, slot: number): void => {
    local.compute(process, slot).catch(inConsole);
  };

  const run = (path: string): Promise<unknown> =>
    handle(new Request(new URL(names.scope + path.replace(/^\/+/, ''), location.origin)));
  const cron = new CronRunner({ store, clock: machineClock, run, onError: inConsole });
  const handle: Handler = createHandler({
    ...{ store, computer: pusher, pusher, mode: 'page', base: names.scope, strict, wallet },
    onScheduled: inBackground,
    cron,
    dryRunner: local,
  });

  channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
    if (own === undefined) return;
    if (data.type === 'scheduled') inBackground(data.process, data.slot);
    else if (data.type === 'removed') void local.forget(data.process);
    else if ('to' in data && data.to === own) {
      const { id } = data;
      answerQuestion(data, pusher, handle).then(
        (answer) => tell({ type: 'computed', id, answer }),
        (error: unknown) => tell({ type: 'computed', id, error: toPocketbeamError(error).toJSON() }),
      );
    }
  };

  /** What was scheduled while nobody led. */
  const catchUp = async (): Promise<void> => {
    for (const { process, slot, computed } of await store.heads()) if (computed < slot) inBackground(process, slot);
  };
  // Loaded while the network is there, also where another tab leads yet: a page may go offline before it is needed.
  engine.position('').catch(() => undefined);
  const candidate = contend({
    ...{ names, locks },
    begin(name) {
      own = name;
      onLead?.(true);
      catchUp().catch(inConsole);
      pusher.start().catch(inConsole);
      cron.start();
    },
    async end() {
      await cron.stop();
      await pusher.stop();
      own = undefined;
      onLead?.(false);
    },
  });

  const api = createEmulator({
    store,
    archives,
    computer,
    wallet,
    strict,
    onScheduled(process, slot) {
      if (own) inBackground(process, slot);
      else tell({ type: 'scheduled', process, slot });
    },
    async onRemoved(process) {
      tell({ type: 'removed', process });
      if (own) await local.forget(process);
    },
  });

  return {
    api,
    async request(request) {
      if (hyperPathOf(request.url, 'page', names.scope, new Headers(request.headers)) === undefined) return undefined;
      return own ? answerPassed(handle, request) : passOn(names, request);
    },
    snapshots: () => local.snapshots,
    async stop() {
      await candidate.leave();
      local.stop();
      channel.close();
      engine.stop();
      await store.close();
    },
  };
}

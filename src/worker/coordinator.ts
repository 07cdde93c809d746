/**
 * The coordinator: one worker per tab, which never runs Lua. All coordinators of one Pocketbeam contend for a lock; the
 * one that holds it leads and computes, the others ask it. Appends and reads need no leader.
 */
import { createNodeWallet } from '../codecs/node-wallet.ts';
import { readJwk } from '../codecs/wallet.ts';
import type { Computer, Relay } from '../core/device.ts';
import { PocketbeamError, toPocketbeamError } from '../core/errors.ts';
import type { Archives } from '../core/ports/archives.ts';
import type { SnapshotStats, SnapshotStore } from '../core/ports/snapshots.ts';
import type { Store, Taken } from '../core/ports/store.ts';
import { text } from '../core/value.ts';
import { ProcessComputer } from '../devices/process-computer.ts';
import type { DataApi, LocalApi } from '../emulator/api.ts';
import { missedOf, type CronOptions } from '../emulator/cron-options.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { machineClock } from '../emulator/machine-clock.ts';
import { Pusher } from '../emulator/pusher.ts';
import { createHandler, type Handler } from '../http/handle.ts';
import { hyperPathOf } from '../http/ours.ts';
import { askToSettle, createRemoteComputer, passOn } from '../leader/ask.ts';
import { contend } from '../leader/lead.ts';
import type { InstanceNames } from '../leader/names.ts';
import type { ChannelMessage, PassedAnswer, PassedRequest } from '../leader/protocol.ts';
import type { EngineClient } from './engine-client.ts';
import { laterCron } from './later-cron.ts';
import { answerPassed } from './passed.ts';
import { answerQuestion } from './questions.ts';
import { FAULTS } from './watched-store.ts';

export interface Coordinator {
  readonly api: LocalApi;
  /** Answers a request in place of the Service Worker; undefined when it is no HyperPATH of ours. */
  request(request: PassedRequest): Promise<PassedAnswer | undefined>;
  /** What came of heap snapshots in this worker; undefined when there are none. */
  snapshots(): SnapshotStats | undefined;
  /** Ends the call that the engine runs, in whatever tab that is. */
  interrupt(): void;
  /** Leaves the lock and the channel. */
  stop(): Promise<void>;
}

export interface CoordinatorOptions {
  /** Spawns processes in strict mode unless they say otherwise. Default false. */
  strict?: boolean | undefined;
  /** The private key of this node, a JWK. Default: one in the store, made when it is first needed. */
  wallet?: object | undefined;
  /** Keeps heaps now and then, so that they need not be replayed from slot 0. Default true. */
  snapshots?: boolean | undefined;
  /** What becomes of tasks of the clock. Default: see there. */
  cron?: CronOptions | undefined;
}

/** Where the coordinator runs. */
export interface CoordinatorPlace {
  names: InstanceNames;
  store: Store;
  /** Of the same store. */
  archives: Archives;
  /** Of the same store. */
  data: DataApi;
  /** Who passes requests on for `relay@1.0`. Default: nobody. */
  relay?: Relay;
  /** Of the same store. Default: heaps that are lost are replayed. */
  snapshots?: SnapshotStore | undefined;
  engine: EngineClient;
  /** Undefined where there are no Web Locks, or nothing that is shared: this one leads then. */
  locks: LockManager | undefined;
  /** Told when the lead is taken and lost. Default: nobody. */
  onLead?: (leads: boolean) => void;
  /** Told, whoever leads, when times of tasks were missed. Default: nobody. */
  onMissed?: (error: PocketbeamError) => void;
}

/** @throws PocketbeamError `bad-wallet`, `bad-option` */
export function createCoordinator(
  { names, store, archives, data, relay, snapshots, engine, locks, onLead, onMissed }: CoordinatorPlace,
  { strict = false, wallet: jwk, cron: cronOptions }: CoordinatorOptions = {},
): Coordinator {
  const wallet = createNodeWallet(store, jwk && readJwk(jwk));
  const channel = new BroadcastChannel(names.channel);
  const tell = (message: ChannelMessage): void => channel.postMessage(message);
  const local = new ProcessComputer(
    store,
    engine,
    ({ process, slot, keys, push, begins, record: { diagnostics, error } }) => {
      if (push !== undefined) pusher.add({ process, slot, hops: push });
      if (begins?.cron) cron.wake();
      if (begins?.refused) inConsole(begins.refused);
      // Whoever sent it may not ask for its result.
      if (error) console.warn(`[Pocketbeam] Slot ${slot} of ${process}: ${text(error.message)}`);
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
  const inBackground = (process: string, slot: number, taken?: Taken): void => {
    local.compute(process, slot, taken).catch(inConsole);
  };

  const run = (path: string): Promise<unknown> =>
    handle(new Request(new URL(names.scope + path.replace(/^\/+/, ''), location.origin)));
  const cron = laterCron({
    ...{
      store,
      clock: machineClock,
      run,
      onScheduled: inBackground,
      onError: inConsole,
      missed: missedOf(cronOptions),
    },
    push: (process, slot) => pusher.push(process, slot),
    onMissed(error) {
      onMissed?.(error);
      tell({ type: 'missed', error: error.toJSON() });
    },
  });
  const handle: Handler = createHandler({
    ...{ store, computer: pusher, pusher, mode: 'page', base: names.scope, strict, wallet },
    onScheduled: inBackground,
    cron,
    dryRunner: local,
    ...(relay ? { relay } : {}),
  });

  channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.type === 'missed') onMissed?.(PocketbeamError.from(data.error));
    if (own === undefined) return;
    if (data.type === 'clock') cron.wake();
    else if (data.type === 'interrupt') engine.interrupt();
    else if (data.type === 'scheduled') inBackground(data.process, data.slot);
    else if (data.type === 'removed') void local.forget(data.process);
    else if ('to' in data && data.to === own) {
      const { id } = data;
      answerQuestion(data, pusher, handle, cron).then(
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
    data,
    computer,
    cron: {
      wake: () => (own ? cron.wake() : tell({ type: 'clock' })),
      settle: () => (own ? cron.settle() : askToSettle(names)),
    },
    wallet,
    strict,
    onScheduled(process, slot, taken) {
      if (own) inBackground(process, slot, taken);
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
    interrupt: () => (own ? engine.interrupt() : tell({ type: 'interrupt' })),
    async stop() {
      await candidate.leave();
      local.stop();
      channel.close();
      engine.stop();
      await store.close();
    },
  };
}

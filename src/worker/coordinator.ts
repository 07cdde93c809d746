/**
 * The coordinator: one worker per tab, which never runs Lua. All coordinators of one Pocketbeam contend for a lock; the
 * one that holds it leads and computes, the others ask it. Appends and reads need no leader.
 */
import { createNodeWallet } from '../codecs/node-wallet.ts';
import { readJwk } from '../codecs/wallet.ts';
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import type { Computer } from '../core/device.ts';
import { toPocketbeamError } from '../core/errors.ts';
import type { LuaCall } from '../core/ports/engine.ts';
import type { Store } from '../core/ports/store.ts';
import { ProcessComputer } from '../devices/process-computer.ts';
import type { LocalApi } from '../emulator/api.ts';
import { CronRunner } from '../emulator/cron-runner.ts';
import { createEmulator } from '../emulator/emulator.ts';
import { machineClock } from '../emulator/machine-clock.ts';
import { createHandler, type Handler } from '../http/handle.ts';
import { createRemoteComputer } from '../leader/ask.ts';
import type { InstanceNames } from '../leader/names.ts';
import type { ChannelMessage } from '../leader/protocol.ts';
import type { EngineClient } from './engine-client.ts';
import { answerPassed } from './passed.ts';

export interface Coordinator {
  readonly api: LocalApi;
  /** Leaves the lock and the channel. */
  stop(): Promise<void>;
}

export interface CoordinatorOptions {
  /** Spawns processes in strict mode unless they say otherwise. Default false. */
  strict?: boolean;
  /** The private key of this node, a JWK. Default: one in the store, made when it is first needed. */
  wallet?: object;
}

/** @throws PocketbeamError `bad-wallet` */
export function createCoordinator(
  names: InstanceNames,
  store: Store,
  engine: EngineClient,
  { strict = false, wallet: jwk }: CoordinatorOptions = {},
): Coordinator {
  const wallet = createNodeWallet(store, jwk && readJwk(jwk));
  const channel = new BroadcastChannel(names.channel);
  const tell = (message: ChannelMessage): void => channel.postMessage(message);
  const local = new ProcessComputer(store, engine, ({ process, slot, keys, record: { diagnostics } }) =>
    tell({ type: 'changed', process, slot, keys, ...(diagnostics ? { diagnostics } : {}) }),
  );
  const remote = createRemoteComputer(names);
  let leads = false;
  const computer: Computer = {
    compute: (process, slot) => (leads ? local : remote).compute(process, slot),
    read: (call) => (leads ? local : remote).read(call),
  };

  const inConsole = (error: unknown): void => console.error('[Pocketbeam]', toPocketbeamError(error).message);
  const inBackground = (process: string, slot: number): void => {
    local.compute(process, slot).catch(inConsole);
  };

  const run = (path: string): Promise<unknown> =>
    handle(new Request(new URL(names.scope + path.replace(/^\/+/, ''), location.origin)));
  const cron = new CronRunner({ store, clock: machineClock, run, onError: inConsole });
  const handle: Handler = createHandler({
    ...{ store, computer: local, mode: 'page', base: names.scope, strict, wallet },
    onScheduled: inBackground,
    cron,
  });

  channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
    if (!leads) return;
    if (data.type === 'scheduled') inBackground(data.process, data.slot);
    else if (data.type === 'removed') void local.forget(data.process);
    else if (data.type === 'compute') {
      const { id, process, slot } = data;
      local.compute(process, slot).then(
        () => tell({ type: 'computed', id }),
        (error: unknown) => tell({ type: 'computed', id, error: toPocketbeamError(error).toJSON() }),
      );
    } else if (data.type === 'request') {
      const { id, request } = data;
      answerPassed(handle, request).then(
        (answer) => tell({ type: 'computed', id, answer }),
        (error: unknown) => tell({ type: 'computed', id, error: toPocketbeamError(error).toJSON() }),
      );
    } else if (data.type === 'read') {
      const { id, call } = data;
      local.read(fromCloneable(call) as LuaCall).then(
        (answer) => tell({ type: 'computed', id, answer: toCloneable(answer) }),
        (error: unknown) => tell({ type: 'computed', id, error: toPocketbeamError(error).toJSON() }),
      );
    }
  };

  const leave = new AbortController();
  let resign = (): void => undefined;
  const lead = async (): Promise<void> => {
    leads = true;
    // Loaded while the network is there: the page may go offline before its first message.
    engine.position('').catch(() => undefined);
    // What was scheduled while nobody led.
    for (const { process, slot, computed } of await store.heads()) if (computed < slot) inBackground(process, slot);
    cron.start();
    if (!leave.signal.aborted) await new Promise<void>((resolve) => (resign = resolve));
    await cron.stop();
    leads = false;
  };
  const led = navigator.locks.request(names.lock, { signal: leave.signal }, lead).catch(() => undefined);

  const api = createEmulator({
    store,
    computer,
    wallet,
    strict,
    onScheduled(process, slot) {
      if (leads) inBackground(process, slot);
      else tell({ type: 'scheduled', process, slot });
    },
    async onRemoved(process) {
      if (leads) await local.forget(process);
      else tell({ type: 'removed', process });
    },
  });

  return {
    api,
    async stop() {
      leave.abort();
      resign();
      await led;
      channel.close();
      engine.stop();
      await store.close();
    },
  };
}

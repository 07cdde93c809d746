/** A Pocketbeam that a page of a test starts itself: it is the emulator of the test. */
import type { BrowserContext, Frame } from '@playwright/test';
import type { SlotCommitted } from '../../devices/process-computer.ts';
import type { LocalApi } from '../../emulator/api.ts';
import type { Handler } from '../../http/handle.ts';
import { hyperPathOf } from '../../http/ours.ts';
import type { ChannelMessage, PassedAnswer, PassedRequest } from '../../leader/protocol.ts';
import { expose } from '../../rpc/rpc.ts';
import type { CoordinatorApi } from '../../worker/coordinator-worker.ts';
import { answerPassed } from '../../worker/passed.ts';
import type { Started } from '../../worker/worker-status.ts';
import { BINDING, standInScript } from './stand-in.ts';
import { pack, unpack } from './wire.ts';

/** What a test's emulator offers to pages. */
export interface Offered {
  readonly api: LocalApi;
  readonly handle: Handler;
  /** Calls `listener` after each computed slot. */
  onCommit(listener: (committed: SlotCommitted) => void): void;
}

/** What a frame was told when it started. */
interface Client {
  /** Path where its HyperPATHs begin. */
  scope: string;
  /** Name of the BroadcastChannel on which it hears of slots: its own, as others of its origin are told, too. */
  channel: string;
}

const STATUS: Started['status'] = {
  ...{ role: 'leader', storage: 'memory', quota: undefined, persisted: false, problems: [] },
};

/**
 * Has `createPocketbeam()` of every page of the context speak to that emulator. Its options are those of the test; those
 * of the page count for nothing.
 */
export async function answerPages(context: BrowserContext, { api, handle, onCommit }: Offered): Promise<void> {
  const clients = new Map<Frame, Client>();
  onCommit(({ process, slot, keys, record: { diagnostics } }) => {
    const message: ChannelMessage = { type: 'changed', process, slot, keys, ...(diagnostics ? { diagnostics } : {}) };
    for (const [frame, { channel }] of clients) frame.evaluate(broadcast, { channel, message }).catch(() => undefined);
  });
  await context.exposeBinding(BINDING, ({ frame }, message: string) => {
    const coordinator: CoordinatorApi = {
      ...callsOf(api),
      start(scope) {
        const channel = clients.get(frame)?.channel ?? `pocketbeam-test-${clients.size}`;
        clients.set(frame, { scope, channel });
        return Promise.resolve({ channel, status: STATUS });
      },
      request: (request) => answerBelow(clients.get(frame)?.scope ?? '/', request, handle),
    };
    return answerMessage(coordinator, unpack(message)).then(pack);
  });
  await context.addInitScript({ content: standInScript({ pack: pack.toString(), unpack: unpack.toString() }) });
}

/** Runs in the page. */
function broadcast({ channel, message }: { channel: string; message: ChannelMessage }): void {
  const open = new BroadcastChannel(channel);
  open.postMessage(message);
  open.close();
}

/** What a page may call; ends with the test and not before, whatever page is stopped. */
function callsOf({ data, clock, ...api }: LocalApi): Omit<CoordinatorApi, 'start' | 'request'> {
  return {
    ...api,
    ...prefixed('data', data),
    ...prefixed('clock', clock),
    snapshots: () => Promise.resolve(undefined),
    interrupt: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

/** Undefined when it is no HyperPATH. @param scope path where HyperPATHs begin. */
async function answerBelow(scope: string, request: PassedRequest, handle: Handler): Promise<PassedAnswer | undefined> {
  const path = hyperPathOf(request.url, 'page', scope, new Headers(request.headers));
  if (path === undefined) return undefined;
  return answerPassed(handle, { ...request, url: new URL(request.url).origin + path });
}

type Prefixed<Name extends string, Part> = { [Key in keyof Part & string as `${Name}.${Key}`]: Part[Key] };

const prefixed = <Name extends string, Part extends object>(name: Name, part: Part): Prefixed<Name, Part> =>
  Object.fromEntries(
    Object.entries(part).map(([key, method]: [string, unknown]) => [`${name}.${key}`, method]),
  ) as Prefixed<Name, Part>;

/** The answer of `api` to a message that was posted to it as to a worker. */
const answerMessage = (api: CoordinatorApi, data: unknown): Promise<unknown> =>
  new Promise((resolve) => {
    expose(api, {
      addEventListener(_type, listener) {
        const event = new MessageEvent('message', { data });
        if (typeof listener === 'function') listener(event);
        else listener.handleEvent(event);
      },
      removeEventListener: () => undefined,
      postMessage: resolve,
    });
  });

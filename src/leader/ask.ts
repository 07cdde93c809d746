/** Asking the leader to compute, from a tab that does not lead and from the Service Worker. */
import type { Computer } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { InstanceNames } from './names.ts';
import type { ChannelMessage } from './protocol.ts';

/** How long an answer may take before the request fails; the work itself goes on. */
const BUSY_AFTER_MS = 30_000;
/** How often a waiting request looks whether its leader is still there. */
const LOOK_EVERY_MS = 500;
/** How long to wait for a candidate to take the lead. */
const HAND_OVER_MS = 20;

export function createRemoteComputer(names: InstanceNames): Computer {
  return {
    async compute(process, slot) {
      const deadline = Date.now() + BUSY_AFTER_MS;
      while (Date.now() < deadline) {
        const { leader, candidates } = await lookForLeader(names);
        if (leader !== undefined) {
          // When the leader went meanwhile, computing is safe to ask for again: a slot is committed once.
          if (await askOnce(names, leader, process, slot, deadline)) return;
        } else if (candidates) await new Promise((resolve) => setTimeout(resolve, HAND_OVER_MS));
        else throw noEngine(process, slot);
      }
      throw engineBusy(process, slot);
    },
  };
}

/** The client that holds the leader's lock, and whether others wait for it (at start, and when a leader has gone). */
async function lookForLeader({ lock }: InstanceNames): Promise<{ leader: string | undefined; candidates: boolean }> {
  const { held = [], pending = [] } = await navigator.locks.query();
  return {
    leader: held.find(({ name }) => name === lock)?.clientId,
    candidates: pending.some(({ name }) => name === lock),
  };
}

/** Resolves to false when the leader changed or the time is up before an answer came. */
function askOnce(
  names: InstanceNames,
  leader: string,
  process: string,
  slot: number,
  deadline: number,
): Promise<boolean> {
  const channel = new BroadcastChannel(names.channel);
  const id = globalThis.crypto.randomUUID();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new Promise<boolean>((resolve, reject) => {
    channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
      if (data.type !== 'computed' || data.id !== id) return;
      if (data.error) reject(PocketbeamError.from(data.error));
      else resolve(true);
    };
    const look = async (): Promise<void> => {
      if (Date.now() >= deadline || (await lookForLeader(names)).leader !== leader) resolve(false);
      else timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    channel.postMessage({ type: 'compute', id, process, slot } satisfies ChannelMessage);
  }).finally(() => {
    clearTimeout(timer);
    channel.close();
  });
}

function noEngine(process: string, slot: number): PocketbeamError {
  return new PocketbeamError(
    'no-engine',
    `Slot ${slot} of ${process} is not computed yet, and no page is open that could.`,
    {
      cause: 'The Service Worker answers from what was computed; running Lua needs an open page of this site.',
      next: `Read /${process}~process@1.0/compute/… for the last computed state, or open the page and try again.`,
      status: 503,
      headers: { 'retry-after': '1' },
      details: { process, slot },
    },
  );
}

function engineBusy(process: string, slot: number): PocketbeamError {
  return new PocketbeamError('engine-busy', `Slot ${slot} of ${process} took longer than ${BUSY_AFTER_MS / 1000} s.`, {
    cause: 'A handler is slow, or many messages are waiting. The work goes on.',
    next: 'Try again, or read …/compute/… for the last computed state.',
    status: 503,
    headers: { 'retry-after': '5' },
    details: { process, slot },
  });
}

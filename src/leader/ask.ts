/** Asking the leader to compute, from a tab that does not lead and from the Service Worker. */
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import type { Computer } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { LuaAnswer } from '../core/ports/engine.ts';
import type { InstanceNames } from './names.ts';
import type { ChannelMessage, PassedAnswer, PassedRequest } from './protocol.ts';

/** How long an answer may take before the request fails; the work itself goes on. */
const BUSY_AFTER_MS = 30_000;
/** How often a waiting request looks whether its leader is still there. */
const LOOK_EVERY_MS = 500;
/** How long to wait for a candidate to take the lead. */
const HAND_OVER_MS = 20;

/** What a leader can be asked; its id is made for each try. */
type Question = WithoutId<Extract<ChannelMessage, { type: 'compute' | 'read' | 'request' }>>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

type Answer = Extract<ChannelMessage, { type: 'computed' }>;

/** How a question reads in errors. */
interface Wording {
  /** `Slot 3 of …` */
  what: string;
  /** What to do instead, where there is something. */
  instead: string;
  details: Record<string, unknown>;
}

export function createRemoteComputer(names: InstanceNames): Computer {
  return {
    async compute(process, slot) {
      await ask(
        names,
        { type: 'compute', process, slot },
        {
          what: `Slot ${slot} of ${process}`,
          instead: `Read /${process}~process@1.0/compute/… for the last computed state, or open the page and try again.`,
          details: { process, slot },
        },
      );
    },
    async read(call) {
      const { answer } = await ask(
        names,
        { type: 'read', call: toCloneable(call) },
        { what: 'A dynamic read', instead: 'Open the page and try again.', details: {} },
      );
      return fromCloneable(answer) as LuaAnswer;
    },
  };
}

/** Passes a request on to the leader, which has every device. */
export async function passOn(names: InstanceNames, request: PassedRequest): Promise<PassedAnswer> {
  const { pathname } = new URL(request.url);
  const wording = { what: `The answer to ${pathname}`, instead: 'Open the page and try again.', details: {} };
  const { answer } = await ask(
    names,
    { type: 'request', request },
    wording,
    request.method === 'GET' || request.method === 'HEAD',
  );
  return answer as PassedAnswer;
}

/**
 * @param isSafe asking again is safe when the leader went meanwhile: a slot is committed once, and a read changes nothing.
 */
async function ask(names: InstanceNames, question: Question, wording: Wording, isSafe = true): Promise<Answer> {
  const deadline = Date.now() + BUSY_AFTER_MS;
  while (Date.now() < deadline) {
    const { leader, candidates } = await lookForLeader(names);
    if (leader !== undefined) {
      const answer = await askOnce(names, leader, question, deadline);
      if (answer) return answer;
      if (!isSafe) break;
    } else if (candidates) await new Promise((resolve) => setTimeout(resolve, HAND_OVER_MS));
    else throw noEngine(wording);
  }
  throw engineBusy(wording);
}

/** The client that holds the leader's lock, and whether others wait for it (at start, and when a leader has gone). */
async function lookForLeader({ lock }: InstanceNames): Promise<{ leader: string | undefined; candidates: boolean }> {
  const { held = [], pending = [] } = await navigator.locks.query();
  return {
    leader: held.find(({ name }) => name === lock)?.clientId,
    candidates: pending.some(({ name }) => name === lock),
  };
}

/** Resolves to undefined when the leader changed or the time is up before an answer came. */
function askOnce(
  names: InstanceNames,
  leader: string,
  question: Question,
  deadline: number,
): Promise<Answer | undefined> {
  const channel = new BroadcastChannel(names.channel);
  const id = globalThis.crypto.randomUUID();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new Promise<Answer | undefined>((resolve, reject) => {
    channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
      if (data.type !== 'computed' || data.id !== id) return;
      if (data.error) reject(PocketbeamError.from(data.error));
      else resolve(data);
    };
    const look = async (): Promise<void> => {
      if (Date.now() >= deadline || (await lookForLeader(names)).leader !== leader) resolve(undefined);
      else timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    channel.postMessage({ ...question, id } satisfies ChannelMessage);
  }).finally(() => {
    clearTimeout(timer);
    channel.close();
  });
}

function noEngine({ what, instead, details }: Wording): PocketbeamError {
  return new PocketbeamError('no-engine', `${what} is not computed yet, and no page is open that could.`, {
    cause: 'The Service Worker answers from what was computed; running Lua needs an open page of this site.',
    next: instead,
    status: 503,
    headers: { 'retry-after': '1' },
    details,
  });
}

function engineBusy({ what, details }: Wording): PocketbeamError {
  return new PocketbeamError('engine-busy', `${what} took longer than ${BUSY_AFTER_MS / 1000} s.`, {
    cause: 'A handler is slow, or many messages are waiting. The work goes on.',
    next: 'Try again, or read …/compute/… for the last computed state.',
    status: 503,
    headers: { 'retry-after': '5' },
    details,
  });
}

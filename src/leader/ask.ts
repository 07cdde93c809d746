/** Asking the leader to compute, from a tab that does not lead and from the Service Worker. */
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import type { Computer } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import type { LuaAnswer } from '../core/ports/engine.ts';
import { findLeader, leaderGone } from './find.ts';
import { ownLocks, randomName, type InstanceNames } from './names.ts';
import type { ChannelMessage, PassedAnswer, PassedRequest } from './protocol.ts';

/** How long an answer may take before the request fails; the work itself goes on. */
const BUSY_AFTER_MS = 30_000;
/** How long to wait for a candidate to take the lead. */
const HAND_OVER_MS = 20;
/** How long an answer may still be on its way when its leader has gone. */
const LAST_WORDS_MS = 20;

/** What a leader can be asked; each try has its own id and address. */
type Question = Unaddressed<Extract<ChannelMessage, { to: string }>>;
type Unaddressed<T> = T extends unknown ? Omit<T, 'id' | 'to'> : never;

type Answer = Extract<ChannelMessage, { type: 'computed' }>;

/** The leader that has answered last: while its lock is held, it is the one. */
let last: string | undefined;

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

/** Has the leader run what is due by the clock; resolves when it has, or after a while. */
export async function askToSettle(names: InstanceNames): Promise<void> {
  await ask(names, { type: 'settle' }, { what: 'What is due by the clock', instead: 'Open the page.', details: {} });
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
 * @throws PocketbeamError `no-engine`, `engine-busy`, `leader-changed`, `protocol-mismatch`, or what the leader answers with.
 */
async function ask(names: InstanceNames, question: Question, wording: Wording, isSafe = true): Promise<Answer> {
  const deadline = Date.now() + BUSY_AFTER_MS;
  while (Date.now() < deadline) {
    const known = isSafe && last?.startsWith(ownLocks(names)) ? last : undefined;
    const { leader = known, foreign, candidates } = known === undefined ? await findLeader(names) : {};
    if (leader !== undefined) {
      const answer = await askOnce(names, leader, question, wording, deadline - Date.now());
      last = answer && leader;
      if (answer) return answer;
      if (!isSafe) throw leaderChanged(wording);
    } else if (foreign) throw otherVersion(wording);
    else if (candidates) await new Promise((resolve) => setTimeout(resolve, HAND_OVER_MS));
    else throw noEngine(wording);
  }
  throw engineBusy(wording);
}

/**
 * Resolves to undefined when the leader has gone before an answer came.
 * @throws PocketbeamError `engine-busy` after `ms`, or what the leader answers with.
 */
function askOnce(
  names: InstanceNames,
  leader: string,
  question: Question,
  wording: Wording,
  ms: number,
): Promise<Answer | undefined> {
  const channel = new BroadcastChannel(names.channel);
  const id = randomName();
  const answered = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new Promise<Answer | undefined>((resolve, reject) => {
    channel.onmessage = ({ data }: MessageEvent<ChannelMessage>) => {
      if (data.type !== 'computed' || data.id !== id) return;
      if (data.error) reject(PocketbeamError.from(data.error));
      else resolve(data);
    };
    timer = setTimeout(() => reject(engineBusy(wording)), ms);
    // What it has answered before it went arrives first: messages in flight are let in.
    leaderGone(leader, answered.signal).then(
      () => setTimeout(resolve, LAST_WORDS_MS),
      () => undefined,
    );
    channel.postMessage({ ...question, id, to: leader } satisfies ChannelMessage);
  }).finally(() => {
    clearTimeout(timer);
    answered.abort();
    channel.close();
  });
}

function otherVersion({ what, details }: Wording): PocketbeamError {
  return new PocketbeamError('protocol-mismatch', `${what} is not known: another tab computes for this one.`, {
    cause: 'It runs another version of Pocketbeam, which speaks another protocol.',
    next: 'Reload the tabs of this site that are open the longest.',
    status: 503,
    headers: { 'retry-after': '5' },
    details,
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

function leaderChanged({ what, details }: Wording): PocketbeamError {
  return new PocketbeamError('leader-changed', `${what} is not known: the tab that worked on it has gone.`, {
    cause: 'It may have been done before, so it was not done again.',
    next: 'Look whether it was, else send it again.',
    status: 503,
    headers: { 'retry-after': '0' },
    details,
  });
}

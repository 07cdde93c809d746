/** Contending for the lead: one Web Lock, which the browser frees when its holder ends, however it ends. */
import { ownLocks, randomName, type InstanceNames } from './names.ts';

export interface Candidate {
  /** Stands down, or stops waiting; resolves when the locks are free. */
  leave(): Promise<void>;
}

export interface Contest {
  names: InstanceNames;
  /** Undefined where there are no Web Locks, or nobody to share with: then this one leads alone, and at once. */
  locks: LockManager | undefined;
  /** From now on this one leads; it can be asked, under the name of its own lock, as soon as this has returned. */
  begin: (own: string) => void;
  /** It can not be asked any more; the lead is free when this has resolved. */
  end: () => Promise<void>;
}

export function contend({ names, locks, begin, end }: Contest): Candidate {
  const leave = new AbortController();
  const left = new Promise<void>((resolve) => leave.signal.addEventListener('abort', () => resolve(), { once: true }));
  // The leader's own: who asks it waits for the end of that one (find.ts).
  const own = ownLocks(names) + randomName();
  const lead = async (): Promise<void> => {
    begin(own);
    await (locks ? locks.request(own, () => left) : left);
    await end();
  };
  const led = locks ? locks.request(names.lock, { signal: leave.signal }, lead).catch(() => undefined) : lead();
  return {
    async leave() {
      leave.abort();
      await led;
    },
  };
}

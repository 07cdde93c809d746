import { describe, expect, it } from 'vitest';
import { contend, type Candidate } from './lead.ts';
import { instanceNames } from './names.ts';
import { fakeLocks } from './testing.ts';

const names = instanceNames('/lead/');

function candidates(locks: LockManager | undefined, events: string[]): Candidate[] {
  return ['a', 'b'].map((name) =>
    contend({
      ...{ names, locks },
      begin: () => void events.push(`${name} leads`),
      end: () => Promise.resolve(void events.push(`${name} ends`)),
    }),
  );
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('the lead', () => {
  it('is held by one, and goes to the next', async () => {
    const events: string[] = [];
    const { locks } = fakeLocks();
    const [a, b] = candidates(locks, events);
    await turn();
    expect(events).toEqual(['a leads']);
    expect((await locks.query()).held?.map(({ name }) => name)).toEqual([
      names.lock,
      expect.stringMatching(new RegExp(`^${names.lock}:\\d`)),
    ]);
    await a?.leave();
    await turn();
    expect(events).toEqual(['a leads', 'a ends', 'b leads']);
    await b?.leave();
    expect((await locks.query()).held).toEqual([]);
  });

  it('is not taken by one that has left before its turn', async () => {
    const events: string[] = [];
    const [a, b] = candidates(fakeLocks().locks, events);
    await b?.leave();
    await a?.leave();
    await turn();
    expect(events).toEqual(['a leads', 'a ends']);
  });

  it('is everybody’s own where there are no locks', async () => {
    const events: string[] = [];
    const all = candidates(undefined, events);
    expect(events).toEqual(['a leads', 'b leads']);
    await Promise.all(all.map((one) => one.leave()));
    expect(events).toHaveLength(4);
  });
});

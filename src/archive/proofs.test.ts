import { beforeAll, describe, expect, it } from 'vitest';
import { TEST_KEY } from '../../e2e/support/sign.ts';
import { identify } from '../codecs/commitments.ts';
import { unsignedId } from '../codecs/message-id.ts';
import { signMessage } from '../codecs/sign.ts';
import { openWallet } from '../codecs/wallet.ts';
import type { Assignment } from '../core/ports/store.ts';
import type { Message } from '../core/value.ts';
import { assignment, map, PID } from '../store/testing.ts';
import type { ArchivedProcess } from './lines.ts';
import { checkProofs } from './proofs.ts';

let signed: Assignment;

beforeAll(async () => {
  const message = await signMessage(map({ type: 'Message', data: 'hello' }), await openWallet(TEST_KEY));
  const { id, signers } = await identify(message);
  signed = { ...assignment('a'), slot: 1, id, message, claims: { owner: signers[0] ?? '' } };
});

const holding = (one: Assignment, messages: [string, Message][] = []): ArchivedProcess => ({
  ...{ process: PID, name: 'x', messages },
  slots: [{ assignment: { ...assignment('spawn'), slot: 0 } }, { assignment: one }],
});

const other = (): Message => new Map([...signed.message, ['data', 'something else']]);

describe('proofs in an archive', () => {
  it('hold for what was signed, and are not asked of what was not', async () => {
    await checkProofs(holding(signed), false);
    await checkProofs(holding({ ...assignment('b'), slot: 1, claims: { owner: 'anybody' } }), false);
  });

  it.each([false, true])('fail for another sender or id, trusted or not (%s)', async (trust) => {
    const lies = [
      { ...signed, id: 'other' },
      { ...signed, claims: { owner: 'other' } },
      { ...signed, claims: {} },
    ];
    for (const lie of lies)
      await expect(checkProofs(holding(lie), trust)).rejects.toMatchObject({ code: 'bad-archive' });
  });

  it('fail for another message, unless it is trusted', async () => {
    const changed = holding({ ...signed, message: other() });
    await expect(checkProofs(changed, false)).rejects.toMatchObject({ code: 'archive-unverified' });
    await checkProofs(changed, true);
  });

  it('are asked of stored messages: their id has to be their own', async () => {
    const message = map({ body: 'x = 1' });
    const id = await unsignedId(message);
    await checkProofs(holding(signed, [[id, message]]), false);
    await checkProofs(holding(signed, [[signed.id, signed.message]]), false);
    for (const [name, lie] of [['1'.repeat(43), message] as const, [signed.id, other()] as const]) {
      const lying = holding(signed, [[name, lie]]);
      await expect(checkProofs(lying, false)).rejects.toMatchObject({ code: 'archive-unverified' });
      await checkProofs(lying, true);
    }
  });
});

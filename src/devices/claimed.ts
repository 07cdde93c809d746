/** What the local API claims about a message, in the form in which Lua modules of one's own look for it. */
import type { Assignment } from '../core/ports/store.ts';
import type { Message, Value } from '../core/value.ts';

/**
 * The message as the program sees it. Programs tell a sender by who committed to the message, and a sending process by
 * `from-process` (spec/aos.md §5); a trusted local caller names both without a key. So where nobody signed, and there is
 * a claim, the program finds a commitment of the claimed owner, under the id of the message and without a signature. It is
 * not stored: no answer shows it.
 */
export function claimed({ id, message, claims: { owner, from } }: Omit<Assignment, 'slot'>): Message {
  if (!owner || message.has('commitments')) return message;
  const commitment = new Map<string, Value>([
    ['alg', 'rsa-pss-sha512'],
    ['commitment-device', 'httpsig@1.0'],
    ['committer', owner],
  ]);
  return new Map<string, Value>([
    ...message,
    ...(from && from !== owner ? [['from-process', from] as const] : []),
    ['commitments', new Map([[id, commitment]])],
  ]);
}

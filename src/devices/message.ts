/**
 * `message@1.0`: what every message answers, whatever its device. A data key of one of these names is read in upper
 * case: `/KEYS`.
 */
import { idOfAll } from '../codecs/signatures.ts';
import { identify } from '../codecs/commitments.ts';
import { numbered } from '../codecs/structured.ts';
import type { DeviceFunction } from '../core/device.ts';
import { PocketbeamError } from '../core/errors.ts';
import { ValueSubject, type Subject } from '../core/subject.ts';
import { isList, isMap, type Message, type Value } from '../core/value.ts';

/** The names of all keys, sorted. */
const keys: DeviceFunction = async (subject) => {
  const message = await messageOf(subject);
  return new ValueSubject(message && [...message.keys()].sort());
};

/**
 * The id of the message: over all its signatures (`committers=all`, the default), the unsigned one (`none`), or over the
 * signatures of the addresses given. A message without signatures has only the unsigned one.
 */
export const id: DeviceFunction = async (subject, request) => {
  const message = await messageOf(subject);
  if (!message) return new ValueSubject(undefined);
  const { id, unsignedId, commitments } = await identify(message);
  const who = textsOf(request.get('committers'));
  if (who.length === 0 || who.includes('all')) return new ValueSubject(id);
  if (who.includes('none')) return new ValueSubject(unsignedId);
  const ids = [...commitments].filter(([, commitment]) => isBy(commitment, who)).map(([one]) => one);
  return new ValueSubject(ids.length ? await idOfAll(ids) : undefined);
};

/** The addresses of those who signed. What they claim, until `verify` says so. */
export const committers: DeviceFunction = async (subject) => {
  const message = await messageOf(subject);
  return new ValueSubject(message && [...new Set((await identify(message)).signers)]);
};

/** A real node answers these with 500 (the row `reserved-key` in spec/hyperbeam.md). */
export const failsOnNode =
  (name: string, run: DeviceFunction): DeviceFunction =>
  async (subject, request, context) => {
    if (context.strict) {
      await subject.load();
      throw new PocketbeamError('node-defect', `A real node of May 2025 fails on message@1.0/${name}.`, {
        next: `Read a data key of this name as ${name.toUpperCase()}, or leave strict mode.`,
      });
    }
    context.diagnose('reserved-key');
    return run(subject, request, context);
  };

const asData =
  (name: string): DeviceFunction =>
  (subject) =>
    subject.at(name);

/** All but those on keys (message-keys.ts) and on signatures (message-commitments.ts), and `commit`, which signs (commit.ts). */
export const messageFunctions = {
  keys,
  committers,
  id: failsOnNode('id', id),
  // No functions of use to anyone, but in the way of data on a node.
  info: failsOnNode('info', asData('info')),
  test: failsOnNode('test', asData('test')),
};

/** The message that a function works on: a list counts as a numbered map, anything else is none. */
export async function messageOf(subject: Subject): Promise<Message | undefined> {
  const value = await subject.load();
  return isList(value) ? numbered(value) : isMap(value) ? value : undefined;
}

/** Whether one of `who` made the commitment. */
export const isBy = (commitment: Value, who: readonly string[]): boolean =>
  isMap(commitment) && who.includes(String(commitment.get('committer')));

/** A text, or a number as one. */
export const textOf = (value: Value | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** A list of texts, a numbered map of them, or texts with commas between. */
export function textsOf(value: Value | undefined): string[] {
  const items = isList(value) ? value : isMap(value) ? [...value.values()] : textOf(value)?.split(',');
  return (items ?? []).map((item) => String(item).trim()).filter((item) => item !== '');
}

/** Messages that a slot sent, as scenarios list them and as they are pushed on. */
import type { Plain } from '../../core/plain.ts';
import type { SlotResult } from '../../emulator/api.ts';
import type { Scenario, SentMessage } from './scenario.ts';
import { isPlainMap, type PlainMap } from './values.ts';

/** A message of an outbox. */
export interface Sent {
  listed: SentMessage;
  /** What it brings to the process that it is for, envelope included. */
  pushed: { tags: { name: string; value: string }[]; data: string };
}

/** Tags that a runtime adds to every message. */
const ENVELOPE = new Set([
  ...['data-protocol', 'variant', 'type', 'reference', 'anchor', 'from-process', 'from-module'],
]);
/** Keys that are no tags. */
const FIELDS = new Set(['target', 'data', 'anchor', 'from-process']);

/** The messages of a slot that are no patches, in order. */
export function sentBy({ messages }: SlotResult, dialect: Scenario['dialect']): Sent[] {
  const read = dialect === 'aos2' ? fromAos : fromHyper;
  return messages.filter(isPlainMap).flatMap((message) => {
    const sent = read(message);
    const { device, method } = Object.fromEntries(sent.tags);
    return device === 'patch@1.0' || method === 'PATCH' ? [] : [listed(sent)];
  });
}

interface Parts {
  target: Plain | undefined;
  data: Plain | undefined;
  /** Names in lower case; the last of a name counts. */
  tags: Map<string, Plain>;
}

function fromAos({ Target: target, Data: data, Tags: list }: PlainMap): Parts {
  const tags = new Map<string, Plain>();
  for (const tag of Array.isArray(list) ? list : [])
    if (isPlainMap(tag) && tag.value !== undefined) tags.set(String(tag.name).toLowerCase(), tag.value);
  return { target, data, tags };
}

function fromHyper(message: PlainMap): Parts {
  const keys = new Map(Object.entries(message).map(([key, value]) => [key.toLowerCase(), value]));
  const tags = new Map([...keys].filter(([key]) => key !== 'target' && key !== 'data'));
  return { target: keys.get('target'), data: keys.get('data'), tags };
}

function listed({ target, data, tags }: Parts): Sent {
  const own = [...tags].filter(([name]) => !ENVELOPE.has(name));
  return {
    listed: {
      target: target === undefined ? '' : String(target),
      ...(data === undefined ? {} : { data }),
      ...(own.length ? { tags: Object.fromEntries(own) } : {}),
    },
    pushed: {
      data: data === undefined ? '' : textOf(data),
      tags: [...tags]
        .filter(([name]) => name !== '' && !FIELDS.has(name))
        .map(([name, value]) => ({ name, value: textOf(value) })),
    },
  };
}

/** Tags travel as text: numbers in digits, structures as JSON. */
const textOf = (value: Plain): string =>
  typeof value === 'object'
    ? JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? Number(item) : item))
    : String(value);

/** What tests of archives need: values of every kind, stores that hold something, and what a store holds in all. */
import fc from 'fast-check';
import type { Store } from '../core/ports/store.ts';
import { Atom, Float, type MapValue, type Value } from '../core/value.ts';
import type { KeyValue } from '../store/key-value.ts';
import { addSlot, assignment, PID, record, replacing } from '../store/testing.ts';

const bytes = fc.uint8Array({ maxLength: 12 }).map((array) => String.fromCharCode(...array));
const name = fc.oneof(
  fc.constantFrom('a', 'b', 'c', '1', '10', '__proto__', 'constructor', '\xff\xfe'),
  fc.stringMatching(/^[a-z0-9-]{1,6}$/),
);
const whole = fc.oneof(fc.constantFrom(0, -0, 2, -1, 2 ** 60, 1e308, Infinity, -Infinity), fc.integer());

const leaf: fc.Arbitrary<Value> = fc.oneof(
  ...[bytes, fc.boolean(), fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 53n }), fc.bigInt({ max: -(2n ** 53n) })],
  fc.double({ noInteger: true }),
  whole.filter(Number.isInteger).map((n) => new Float(n)),
  fc.constantFrom('null', 'ok', 'true', '', '__proto__').map((text) => new Atom(text)),
);

const { tree, keys } = fc.letrec<{ tree: Value; keys: MapValue }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 3 }), tie('keys')),
  keys: fc.array(fc.tuple(name, tie('tree')), { maxLength: 4 }).map((entries) => new Map(entries)),
}));

/** Every kind of value, nested. */
export const anyValue = tree;
export const anyMap = keys;

/** A process with as many slots, each of a state of its own, and `pending` more that nobody has computed. */
export async function fill(store: Store, states: readonly MapValue[], pending = 0, process = PID): Promise<void> {
  const state: MapValue = new Map();
  for (const [slot, wanted] of states.entries()) {
    if (slot === 0) {
      await store.create(process, 'näme', { ...assignment('spawn'), id: process }, { strict: true });
      await store.commit(process, replacing(0, state, wanted));
    } else await addSlot(store, replacing(slot, state, wanted), process);
  }
  for (let n = 0; n < pending; n++) await store.append(process, assignment(`pending ${n}`));
}

/** One process of two slots with everything that a store can keep of it. */
export async function fillWithAll(store: Store): Promise<void> {
  const state: MapValue = new Map();
  await store.create(PID, 'all', { ...assignment('spawn'), id: PID, push: 0 });
  const once = { id: PID, process: PID, tags: { action: 'Cron' }, due: 5, ran: 2, missed: 1 };
  await store.commit(PID, {
    ...replacing(0, state, new Map<string, Value>([['cache', new Map([['a', 1]])]])),
    cron: [once],
  });
  await store.keepCronTask({ id: 'asks', process: PID, path: `/${PID}~process@1.0/now`, due: 7 });
  const claims = { from: 'f', owner: 'o', module: 'm', cron: true, process: 'p' };
  await store.append(PID, { ...assignment('one'), claims, push: 2, timestamp: 1.5 });
  const sent = new Map<string, Value>([['Target', 'x']]);
  const literal = [{ path: ['a/b'], value: 2n ** 70n, made: ['a', 'b'] }];
  const resolved = [
    { status: 'ok', value: new Float(2) },
    { status: 'error', value: undefined },
  ];
  const error = { code: 'lua-error', message: 'no\xff', line: 3, handler: 'h' };
  const all = { ...record('d'), output: { data: 'd', prompt: '> ', print: true }, messages: [sent], spawns: [sent] };
  await store.commit(PID, {
    ...replacing(1, state, new Map<string, Value>([['cache', new Map([['b', 2n ** 64n]])]])),
    record: { ...all, assignments: [sent], error, diagnostics: ['failed-slot'], idle: true, literal, resolved },
  });
  await store.keepCommitments(PID, 0, new Map([['id', new Map([['alg', 'x']])]]));
  await store.keepDeliveries(PID, 1, [
    { kind: 'message', target: 'x', slot: 4 },
    { kind: 'spawn', target: 'y', error: { code: 'c', message: 'why' } },
  ]);
}

/** What a head says of a process; a store marks each that it makes with a random number, which is not of the process. */
export const saidOf = (head: object | undefined): Map<string, unknown> =>
  new Map(Object.entries(head ?? {}).filter(([key]) => key !== 'era'));

/** Everything in a store, but for the form of its database. */
export async function contentOf(kv: KeyValue): Promise<Map<string, unknown>> {
  const rows = await kv.read((tx) => tx.under<unknown>([]));
  const own = rows.filter(([[first]]) => first !== 'schema');
  return new Map(
    own.map(([key, value]) => [JSON.stringify(key), key[0] === 'head' ? saidOf(value as object) : value] as const),
  );
}

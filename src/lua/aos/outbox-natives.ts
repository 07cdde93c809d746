/**
 * `.outbox`: what a program sends, as it stands in the outbox (spec/aos.md §1.2, §2). Native because it runs for each key
 * and tag of each message sent.
 */
import { arrayOf } from '../arrays.ts';
import { LuaError } from '../errors.ts';
import { addInteger, checkString, checkTable, toInteger } from '../lib/arguments.ts';
import { defineNativeClosure, type StatefulBody } from '../lib/native-closure.ts';
import { integerLength } from '../lib/table-access.ts';
import { NONE, type NativeBody, type Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import { TagArray } from '../tag-array.ts';
import { typeName } from '../type-name.ts';
import type { LuaValue } from '../value.ts';
import { field, keys, setField } from './fields.ts';
import { UNRELATED } from './message-form.ts';
import { nativeModule } from './native-module.ts';

const ZEROS = '0'.repeat(32);

const inAo = keys('reference', 'outbox');
const inOutbox = keys('Messages');
/** Of what a program sends. */
const inSent = keys('Target', 'Data', 'Tags', 'X-Origin');
/** Of the message it answers. */
const inMessage = keys('From', 'Reference', 'Reply-To', 'X-Origin', 'X-Reference');
/** Of what `ao.send` needs. */
const inState = keys('ao', 'json', 'sent');

/** Root keys of what a program sends that are no tags. */
const NO_TAGS = new Set<LuaValue>(['Target', 'Data', 'Anchor', 'Tags', 'From']);

/**
 * Appends to `pairs` (name, value, name, value …) the root keys of `message`, then its own `Tags`: a map, or a list whose
 * tags are taken as they are.
 */
function tagsTable(rt: Runtime, pairs: LuaValue[], message: LuaTable): LuaTable {
  for (let at = message.positionFrom(0); at >= 0; at = message.following(at)) {
    const key = message.keyAt(at);
    if (!NO_TAGS.has(key)) pairs.push(key, message.valueAt(at));
  }
  const own = inSent.Tags.of(rt, message);
  const first = own instanceof LuaTable ? own.getInteger(1) : undefined;
  if (own instanceof LuaTable && first === undefined) for (const entry of own.entries()) pairs.push(...entry);
  const list = new TagArray(rt.heap, pairs);
  if (own instanceof LuaTable)
    for (let i = 1, tag = first; tag !== undefined; tag = own.getInteger(++i)) list.append(tag);
  rt.charge(list.length() * 4);
  return list;
}

/** tags(message, name, value, …): the tags of what a program sends: those given, then its own. A value may be nil. */
const tags: NativeBody = (rt, args) => {
  const message = checkTable(rt, args, 1);
  const pairs = arrayOf<LuaValue>();
  for (let i = 1; i < args.length; i += 2) pairs.push(checkString(rt, args, i + 1), args[i + 1]);
  return tagsTable(rt, pairs, message);
};

/** nextReference(ao): counts a send or spawn and returns its number as text. */
function nextReference(rt: Runtime, ao: LuaTable): string {
  const value = inAo.reference.of(rt, ao);
  const last = toInteger(value);
  if (last === undefined)
    throw rt.error(`attempt to perform arithmetic on a ${typeName(value)} value (field 'reference')`);
  const next = addInteger(last, 1);
  inAo.reference.set(rt, ao, next);
  return String(next);
}

function hasContentType(rt: Runtime, message: LuaTable): boolean {
  if (field(rt, message, 'Content-Type') !== undefined) return true;
  const own = field(rt, message, 'Tags');
  if (!(own instanceof LuaTable)) return false;
  if (field(rt, own, 'Content-Type') !== undefined) return true;
  for (let i = 1, tag = rt.index(own, 1); tag !== undefined; tag = rt.index(own, ++i))
    if (field(rt, tag, 'name') === 'Content-Type') return true;
  return false;
}

/** Appends to the messages of the outbox, as `table.insert` does. */
function append(rt: Runtime, ao: LuaTable, value: LuaTable): void {
  const list = inOutbox.Messages.of(rt, inAo.outbox.of(rt, ao));
  if (list instanceof LuaTable && list.metatable === undefined) list.setInteger(list.length() + 1, value);
  else if (list instanceof LuaTable) rt.setIndex(list, addInteger(integerLength(rt, list), 1), value);
  else throw rt.error('ao.outbox.Messages: table expected');
}

/**
 * ao.send(message): puts a message into the outbox and returns it. The state of the closure: `ao`, the module `json` for
 * Data that is a table, and `sent`, the metatable of what is returned.
 */
const send: StatefulBody = (rt, state, args) => {
  const [message] = args;
  if (!(message instanceof LuaTable)) throw new LuaError('ao.send: message must be a table');
  const ao = inState.ao.of(rt, state) as LuaTable;
  const reference = nextReference(rt, ao);
  const pairs = arrayOf<LuaValue>();
  pairs.push('Data-Protocol', 'ao', 'Variant', 'ao.TN.1', 'Type', 'Message', 'Reference', reference);
  let data = inSent.Data.of(rt, message);
  if (data instanceof LuaTable) {
    [data] = rt.call(field(rt, inState.json.of(rt, state), 'encode'), [data]);
    if (!hasContentType(rt, message)) pairs.push('Content-Type', 'application/json');
  }
  const nodes = arrayOf<LuaValue>();
  const target = inSent.Target.of(rt, message);
  if (target !== undefined) nodes.push('Target', target);
  if (data !== undefined) nodes.push('Data', data);
  nodes.push('Anchor', ZEROS.slice(reference.length) + reference, 'Tags', tagsTable(rt, pairs, message));
  const sent = new LuaTable(rt.heap, nodes);
  append(rt, ao, sent);
  sent.setMetatable(inState.sent.of(rt, state) as LuaTable);
  return sent;
};

/** relate(answer, message): fills in what ties an answer to its question. */
const relate: NativeBody = (rt, args) => {
  const answer = checkTable(rt, args, 1);
  const message = checkTable(rt, args, 2);
  const reference = inMessage['X-Reference'].truthyOf(rt, message) ?? inMessage.Reference.of(rt, message);
  setField(rt, answer, 'X-Reference', reference);
  const origin = inMessage['X-Origin'].truthyOf(rt, message) ?? inSent['X-Origin'].of(rt, answer);
  setField(rt, answer, 'X-Origin', origin);
  return NONE;
};

/**
 * address(answer, message): its target, which is whom the message asks to answer, and what {@link relate} fills in. Returns
 * whether the answer is a table.
 */
const address: NativeBody = (rt, args) => {
  const [answer] = args;
  if (!(answer instanceof LuaTable)) return false;
  const message = checkTable(rt, args, 2);
  const isUnrelated = (message.absent & UNRELATED) !== 0 && !message.metatable && !answer.metatable;
  const replyTo = isUnrelated ? undefined : inMessage['Reply-To'].truthyOf(rt, message);
  const target = replyTo ?? inSent.Target.truthyOf(rt, answer) ?? inMessage.From.of(rt, message);
  setField(rt, answer, 'Target', target);
  if (isUnrelated) answer.setString('X-Reference', undefined);
  else relate(rt, args);
  return true;
};

const sender = defineNativeClosure('aos.send', send);

/** `tags`, `relate`, `address`, `nextReference(ao)`, and `sender(state)` which gives `ao.send`. */
export const outboxNatives = nativeModule('aos.outbox', {
  tags,
  relate,
  address,
  nextReference: (rt, args) => nextReference(rt, checkTable(rt, args, 1)),
  sender: (rt, args) => sender(checkTable(rt, args, 1)),
});

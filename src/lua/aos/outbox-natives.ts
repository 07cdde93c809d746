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
import { tagTable } from '../tag-array.ts';
import { typeName } from '../type-name.ts';
import type { LuaValue } from '../value.ts';
import { field, setField, truthyField } from './fields.ts';
import { nativeModule } from './native-module.ts';

const ZEROS = '0'.repeat(32);

/** Root keys of what a program sends that are no tags. */
const NO_TAGS = new Set<LuaValue>(['Target', 'Data', 'Anchor', 'Tags', 'From']);

/** Appends the root keys of `message`, then its own `Tags`: a list, whose tags are taken as they are, or a map. */
function tagsTable(rt: Runtime, list: LuaValue[], message: LuaTable): LuaTable {
  for (let at = message.positionFrom(0); at >= 0; at = message.following(at)) {
    const key = message.keyAt(at);
    if (!NO_TAGS.has(key)) list.push(tagTable(rt.heap, key, message.valueAt(at)));
  }
  const own = field(rt, message, 'Tags');
  if (own instanceof LuaTable) {
    if (own.getInteger(1) === undefined)
      for (const [key, value] of own.entries()) list.push(tagTable(rt.heap, key, value));
    else for (let i = 1, tag = own.getInteger(1); tag !== undefined; tag = own.getInteger(++i)) list.push(tag);
  }
  rt.charge(list.length * 4);
  return new LuaTable(rt.heap, undefined, list);
}

/** tags(message, name, value, …): the tags of what a program sends: those given, then its own. */
const tags: NativeBody = (rt, args) => {
  const message = checkTable(rt, args, 1);
  const list: LuaValue[] = [];
  for (let i = 1; i < args.length; i += 2) list.push(tagTable(rt.heap, checkString(rt, args, i + 1), args[i + 1]));
  return tagsTable(rt, list, message);
};

/** nextReference(ao): counts a send or spawn and returns its number as text. */
function nextReference(rt: Runtime, ao: LuaTable): string {
  const value = field(rt, ao, 'reference');
  const last = toInteger(value);
  if (last === undefined)
    throw rt.error(`attempt to perform arithmetic on a ${typeName(value)} value (field 'reference')`);
  const next = addInteger(last, 1);
  setField(rt, ao, 'reference', next);
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

/** Appends to a list of the outbox, as `table.insert` does. */
function append(rt: Runtime, ao: LuaTable, part: string, value: LuaTable): void {
  const list = field(rt, field(rt, ao, 'outbox'), part);
  if (list instanceof LuaTable && list.metatable === undefined) list.setInteger(list.length() + 1, value);
  else if (list instanceof LuaTable) rt.setIndex(list, addInteger(integerLength(rt, list), 1), value);
  else throw rt.error(`ao.outbox.${part}: table expected`);
}

/**
 * ao.send(message): puts a message into the outbox and returns it. The state of the closure: `ao`, the module `json` for
 * Data that is a table, and `sent`, the metatable of what is returned.
 */
const send: StatefulBody = (rt, state, args) => {
  const [message] = args;
  if (!(message instanceof LuaTable)) throw new LuaError('ao.send: message must be a table');
  const ao = state.getString('ao') as LuaTable;
  const reference = nextReference(rt, ao);
  const tagList = arrayOf(
    tagTable(rt.heap, 'Data-Protocol', 'ao'),
    tagTable(rt.heap, 'Variant', 'ao.TN.1'),
    tagTable(rt.heap, 'Type', 'Message'),
    tagTable(rt.heap, 'Reference', reference),
  );
  let data = field(rt, message, 'Data');
  if (data instanceof LuaTable) {
    [data] = rt.call(field(rt, state.getString('json'), 'encode'), [data]);
    if (!hasContentType(rt, message)) tagList.push(tagTable(rt.heap, 'Content-Type', 'application/json'));
  }
  const nodes = arrayOf<LuaValue>();
  const target = field(rt, message, 'Target');
  if (target !== undefined) nodes.push('Target', target);
  if (data !== undefined) nodes.push('Data', data);
  nodes.push('Anchor', ZEROS.slice(reference.length) + reference, 'Tags', tagsTable(rt, tagList, message));
  const sent = new LuaTable(rt.heap, nodes);
  append(rt, ao, 'Messages', sent);
  sent.setMetatable(state.getString('sent') as LuaTable);
  return sent;
};

/** relate(answer, message): fills in what ties an answer to its question. */
const relate: NativeBody = (rt, args) => {
  const answer = checkTable(rt, args, 1);
  const message = checkTable(rt, args, 2);
  setField(rt, answer, 'X-Reference', truthyField(rt, message, 'X-Reference') ?? field(rt, message, 'Reference'));
  setField(rt, answer, 'X-Origin', truthyField(rt, message, 'X-Origin') ?? field(rt, answer, 'X-Origin'));
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
  const target =
    truthyField(rt, message, 'Reply-To') ?? truthyField(rt, answer, 'Target') ?? field(rt, message, 'From');
  setField(rt, answer, 'Target', target);
  relate(rt, args);
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

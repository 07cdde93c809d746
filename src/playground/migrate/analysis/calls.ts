/** Calls that have a meaning in aos: adding handlers, answering, sending. */
import { chainOf, dottedName, isCall, type Expression } from './ast.ts';
import type { Scope } from './scope.ts';

/** A call that adds a handler. */
export interface Added {
  name: Expression | undefined;
  line: number;
  /** The functions and values that it is made of: pattern and handle. */
  parts: readonly Expression[];
  scope: Scope;
}

const ADDING = /^Handlers\.(?:add|append|prepend|once)$/;
/** Of a message, the fields that hold who sent it. */
const SENDER = new Set(['From', 'Sender', 'Reply-To']);

/** `Handlers.add(…)` and its like. */
export const isAdding = (base: Expression): boolean => ADDING.test(dottedName(base) ?? '') || isRelativeAdd(base);

/** `Handlers.before('x').add(…)` */
const isRelativeAdd = (base: Expression): boolean =>
  base.type === 'MemberExpression' &&
  base.identifier.name === 'add' &&
  isCall(base.base) &&
  /^Handlers\.(?:before|after)$/.test(dottedName(base.base.base) ?? '');

/** `require('json').encode` */
export const isOfModule = (base: Expression): boolean =>
  base.type === 'MemberExpression' && isCall(base.base) && dottedName(base.base.base) === 'require';

/** `Handlers.utils.reply(…)(msg)` */
export const isReplyFunction = (base: Expression): boolean =>
  isCall(base) && dottedName(base.base) === 'Handlers.utils.reply';

/** Whether it is who sent the message: `msg.From`, or a variable that was given that. */
export function isSender(node: Expression, scope: Scope): boolean {
  if (node.type === 'LogicalExpression') return isSender(node.left, scope) && isSender(node.right, scope);
  const chain = chainOf(node);
  if (!chain) return false;
  const last = chain.keys.at(-1);
  return chain.keys.length === 0
    ? scope.find(chain.root.name)?.sender === true
    : last !== undefined && SENDER.has(last);
}

/** The nodes of a parsed Lua program, as far as the analysis looks at them (luaparse brings no types). */
import { parse } from 'luaparse';
import type { Node } from 'luaparse';

interface At {
  loc: Node['loc'];
  range: Node['range'];
}
export type Identifier = At & { type: 'Identifier'; name: string };
export type FunctionNode = At & {
  type: 'FunctionDeclaration';
  /** Null for one that is an expression. */
  identifier: Expression | null;
  isLocal: boolean;
  parameters: Expression[];
  body: Statement[];
};
export type TableNode = At & { type: 'TableConstructorExpression'; fields: TableField[] };
export type TableField =
  | (At & { type: 'TableKeyString'; key: Identifier; value: Expression })
  | (At & { type: 'TableKey'; key: Expression; value: Expression })
  | (At & { type: 'TableValue'; value: Expression });
export type CallNode =
  | (At & { type: 'CallExpression'; base: Expression; arguments: Expression[] })
  | (At & { type: 'TableCallExpression'; base: Expression; arguments: Expression })
  | (At & { type: 'StringCallExpression'; base: Expression; argument: Expression });
export type Expression =
  | Identifier
  | FunctionNode
  | TableNode
  | CallNode
  | (At & { type: 'StringLiteral'; raw: string })
  | (At & { type: 'NumericLiteral' | 'BooleanLiteral' | 'NilLiteral' | 'VarargLiteral' })
  | (At & { type: 'BinaryExpression' | 'LogicalExpression'; operator: string; left: Expression; right: Expression })
  | (At & { type: 'UnaryExpression'; argument: Expression })
  | (At & { type: 'MemberExpression'; indexer: '.' | ':'; identifier: Identifier; base: Expression })
  | (At & { type: 'IndexExpression'; base: Expression; index: Expression });
export type Statement =
  | FunctionNode
  | (At & { type: 'LocalStatement'; variables: Identifier[]; init: Expression[] })
  | (At & { type: 'AssignmentStatement'; variables: Expression[]; init: Expression[] })
  | (At & { type: 'CallStatement'; expression: CallNode })
  | (At & { type: 'IfStatement'; clauses: { condition?: Expression; body: Statement[] }[] })
  | (At & { type: 'WhileStatement' | 'RepeatStatement'; condition: Expression; body: Statement[] })
  | (At & {
      type: 'ForNumericStatement';
      variable: Identifier;
      start: Expression;
      end: Expression;
      step: Expression | null;
      body: Statement[];
    })
  | (At & { type: 'ForGenericStatement'; variables: Identifier[]; iterators: Expression[]; body: Statement[] })
  | (At & { type: 'DoStatement'; body: Statement[] })
  | (At & { type: 'ReturnStatement'; arguments: Expression[] })
  | (At & { type: 'BreakStatement' | 'GotoStatement' | 'LabelStatement' });

/** The statements of a program. @throws SyntaxError of luaparse, with `line`. */
export const statementsOf = (source: string): Statement[] =>
  (
    parse(source, { luaVersion: '5.3', comments: false, locations: true, ranges: true }) as unknown as {
      body: Statement[];
    }
  ).body;

export const lineOf = ({ loc }: At): number => loc.start.line;

export function argumentsOf(call: CallNode): readonly Expression[] {
  if (call.type === 'CallExpression') return call.arguments;
  return [call.type === 'TableCallExpression' ? call.arguments : call.argument];
}

export const isCall = (node: Expression): node is CallNode =>
  node.type === 'CallExpression' || node.type === 'TableCallExpression' || node.type === 'StringCallExpression';

/** A literal text, without its quotes; undefined for anything else. */
export function literalText(node: Expression | undefined): string | undefined {
  if (node?.type !== 'StringLiteral') return undefined;
  return /^\[(=*)\[\n?([^]*)\]\1\]$/.exec(node.raw)?.[2] ?? node.raw.slice(1, -1);
}

/** An expression as `root.key.key`: its variable, and the keys behind, where the text of the program says them. */
export interface Chain {
  root: Identifier;
  /** Undefined for a key that only running the program tells. */
  keys: readonly (string | undefined)[];
}

export function chainOf(node: Expression): Chain | undefined {
  if (node.type === 'Identifier') return { root: node, keys: [] };
  if (node.type !== 'MemberExpression' && node.type !== 'IndexExpression') return undefined;
  const inner = chainOf(node.base);
  const key = node.type === 'MemberExpression' ? node.identifier.name : literalText(node.index);
  return inner && { root: inner.root, keys: [...inner.keys, key] };
}

/** `table.insert` and the like; undefined where a key is not in the text. */
export function dottedName(node: Expression): string | undefined {
  const chain = chainOf(node);
  return chain?.keys.every((key) => key !== undefined) ? [chain.root.name, ...chain.keys].join('.') : undefined;
}

/** The value that a table constructor gives a key. */
export function fieldOf(table: TableNode, name: string): Expression | undefined {
  for (const field of table.fields) {
    if (field.type === 'TableKeyString' && field.key.name === name) return field.value;
    if (field.type === 'TableKey' && literalText(field.key) === name) return field.value;
  }
  return undefined;
}

/** Table constructors of a parsed program: their keys and what is written in them. */
import type { Node } from 'luaparse';

export interface TableNode extends Node {
  readonly type: 'TableConstructorExpression';
  readonly fields: readonly Node[];
}

export interface Entry {
  /** Undefined for list items, and for keys that only running the program tells. */
  readonly key: string | undefined;
  /** What a mark about the key underlines. */
  readonly place: Node;
  readonly value: Node;
}

export const isTable = (node: Node): node is TableNode => node.type === 'TableConstructorExpression';

export function entriesOf({ fields }: TableNode): Entry[] {
  return fields.map((field) => {
    const { key, value } = field as Node & { key?: Node; value: Node };
    return { key: key && keyOf(field.type, key), place: key ?? field, value };
  });
}

function keyOf(fieldType: string, key: Node): string | undefined {
  if (fieldType === 'TableKeyString') return (key as Node & { name: string }).name;
  const literal = literalOf(key);
  return typeof literal === 'string' || typeof literal === 'bigint' ? String(literal) : undefined;
}

/** The value of a literal: integers as bigint, so that none is rounded. Undefined for everything else. */
export function literalOf(node: Node): string | bigint | number | boolean | undefined {
  const { raw = '' } = node as Node & { raw?: string };
  switch (node.type) {
    case 'StringLiteral':
      return textOf(raw);
    case 'BooleanLiteral':
      return raw === 'true';
    case 'NumericLiteral':
      return /^(?:\d+|0x[\da-f]+)$/i.test(raw) ? BigInt(raw) : Number(raw);
    case 'UnaryExpression': {
      const { operator, argument } = node as Node & { operator: string; argument: Node };
      const value = operator === '-' ? literalOf(argument) : undefined;
      return typeof value === 'bigint' || typeof value === 'number' ? -value : undefined;
    }
    default:
      return undefined;
  }
}

/** A quoted text; undefined with escapes, which nobody writes in a key. */
function textOf(raw: string): string | undefined {
  const inside = /^(["'])([^\\]*)\1$/s.exec(raw)?.[2] ?? /^\[(=*)\[\n?(.*)\]\1\]$/s.exec(raw)?.[2];
  return inside;
}

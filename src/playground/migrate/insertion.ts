/** Where the lines that a program lacks go, in its text. */
import {
  argumentsOf,
  isCall,
  lineOf,
  statementsOf,
  type CallNode,
  type FunctionNode,
  type Statement,
} from './analysis/ast.ts';

/**
 * Puts a line at the end of the function that a handler runs, before a `return` that ends it.
 * @param line of the call that adds the handler, from 1
 * @returns undefined where that function stands elsewhere, or the text is no program.
 */
export function withLastLine(source: string, line: number, added: string): string | undefined {
  const statements = readStatements(source);
  const call = statements && callAt(statements, line);
  const handle = call && argumentsOf(call).findLast((given) => given.type === 'FunctionDeclaration');
  const last = handle?.body.at(-1);
  if (!handle || !last) return undefined;
  const gap = isOneLine(handle) ? ' ' : `\n${indentOf(source, last)}`;
  return last.type === 'ReturnStatement'
    ? inserted(source, last.range[0], `${added}${gap}`)
    : inserted(source, last.range[1], `${gap}${added}`);
}

/** Puts lines at the end of a program, before a `return` that ends it. @returns undefined where it is none. */
export function withEnd(source: string, added: string): string | undefined {
  const statements = readStatements(source);
  const last = statements?.at(-1);
  if (!statements) return undefined;
  if (last?.type === 'ReturnStatement') return inserted(source, last.range[0], `${added}\n\n`);
  return source.trim() ? `${source.trimEnd()}\n\n${added}\n` : `${added}\n`;
}

const inserted = (text: string, at: number, added: string): string => text.slice(0, at) + added + text.slice(at);

const isOneLine = ({ loc }: FunctionNode): boolean => loc.start.line === loc.end.line;

function indentOf(source: string, { range }: Statement): string {
  const lineStart = source.lastIndexOf('\n', range[0] - 1) + 1;
  return /^[ \t]*/.exec(source.slice(lineStart, range[0]))?.[0] ?? '';
}

function readStatements(source: string): Statement[] | undefined {
  try {
    return statementsOf(source);
  } catch {
    return undefined;
  }
}

/** The outermost call with a function among its arguments that begins in this line. */
function callAt(node: unknown, line: number): CallNode | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if (isCallNode(node) && lineOf(node) === line && argumentsOf(node).some(isFunction)) return node;
  for (const part of Object.values(node)) {
    const found = callAt(part, line);
    if (found) return found;
  }
  return undefined;
}

const isCallNode = (node: object): node is CallNode => 'type' in node && isCall(node as CallNode);
const isFunction = (node: { type: string }): boolean => node.type === 'FunctionDeclaration';

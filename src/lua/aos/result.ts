/**
 * What `process.handle` returned, or threw, as an {@link AosResult}.
 */
import type { AosError, AosErrorCode, AosResult } from '../../core/ports/engine.ts';
import { isList, isMap, type Message } from '../../core/value.ts';
import { BorderError, fromLua } from '../border.ts';
import { GasError, LuaError } from '../errors.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';

/** @param failure `failure.now` of failure.lua, nil when all went well */
export function resultOf(result: LuaValue, failure: LuaValue): AosResult {
  if (!(result instanceof LuaTable)) throw new Error('The aos runtime gave no result');
  if (failure instanceof LuaTable) return failed(failure, field(result, 'Error'));
  const output = result.get('Output');
  return {
    output: outputOf(output),
    messages: messageList(result, 'Messages'),
    spawns: messageList(result, 'Spawns'),
    assignments: messageList(result, 'Assignments'),
  };
}

/** A result for what was thrown out of the runtime. Faults of our own code are thrown on. */
export function failureOf(thrown: unknown): AosResult {
  if (thrown instanceof BorderError) return empty({ code: 'invalid-result', message: thrown.message });
  if (thrown instanceof GasError) return empty({ code: 'gas-exhausted', message: thrown.message });
  if (thrown instanceof LuaError) return empty(luaFailure(codeOf(thrown.message), thrown.message));
  throw thrown;
}

function failed(failure: LuaTable, report: string | undefined): AosResult {
  const message = field(failure, 'message') ?? '';
  const code = field(failure, 'code') === 'lua-syntax' ? 'lua-syntax' : codeOf(message);
  const handler = field(failure, 'handler');
  return empty(
    {
      ...luaFailure(code, message),
      ...(report !== undefined && { report }),
      ...(handler !== undefined && { handler }),
    },
    { data: field(failure, 'printed') ?? '', prompt: field(failure, 'prompt') ?? '' },
  );
}

const codeOf = (message: string): AosErrorCode =>
  message.endsWith('not enough memory') ? 'out-of-memory' : 'lua-error';

/** The line is that of the program: chunks it loads itself under other names have lines of their own. */
function luaFailure(code: AosErrorCode, message: string): AosError {
  const line = /\[string "aos"\]:(\d+):/.exec(message)?.[1];
  return line === undefined ? { code, message } : { code, message, line: Number(line) };
}

function empty(error: AosError, output: { data: string; prompt: string } = { data: '', prompt: '' }): AosResult {
  return { output, messages: [], spawns: [], assignments: [], error };
}

function field(table: LuaTable, name: string): string | undefined {
  const value = table.get(name);
  return typeof value === 'string' ? value : undefined;
}

function outputOf(output: LuaValue): AosResult['output'] {
  if (!(output instanceof LuaTable)) return { data: typeof output === 'string' ? output : '', prompt: '' };
  const data = field(output, 'data') ?? '';
  const prompt = field(output, 'prompt') ?? '';
  return output.get('print') === true ? { data, prompt, print: true } : { data, prompt };
}

/** The messages of one part of the outbox. Programs may have put anything there themselves. */
function messageList(result: LuaTable, part: string): Message[] {
  const value = result.get(part);
  if (value === undefined || (value instanceof LuaTable && value.positionFrom(0) < 0)) return [];
  const list = fromLua(value, { floats: 'json', path: part });
  if (!isList(list)) throw new BorderError(part, 'a list of messages expected');
  for (const [i, message] of list.entries())
    if (!isMap(message)) throw new BorderError(`${part}[${i + 1}]`, 'a message must be a table with string keys');
  return list as Message[];
}

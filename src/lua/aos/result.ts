/**
 * What `process.receive` returned, or threw, as an {@link AosResult}.
 */
import type { AosError, AosErrorCode, AosResult } from '../../core/ports/engine.ts';
import { isList, isMap, type Message } from '../../core/value.ts';
import { BorderError, fromLua } from '../border.ts';
import { GasError, LuaError } from '../errors.ts';
import type { Runtime } from '../native.ts';
import { LuaTable } from '../table.ts';
import type { LuaValue } from '../value.ts';
import { keys } from './fields.ts';

const inResult = keys('Output', 'Messages', 'Spawns', 'Assignments');

/**
 * @param values what `process.receive` returned: a result and `failure.now` of failure.lua, false when all went well; or
 *   the outbox, nil, the text and the prompt of a message with nothing out of the ordinary
 * @param gas what it took
 */
export function resultOf([result, failure, text, prompt]: readonly LuaValue[], rt: Runtime, gas: number): AosResult {
  if (failure instanceof LuaTable) return { ...failed(failure, textIn(result, 'Error')), gas };
  return {
    output:
      typeof text === 'string'
        ? { data: text, prompt: asText(prompt), print: true }
        : outputOf(inResult.Output.of(rt, result)),
    messages: messageList(inResult.Messages.of(rt, result), 'Messages'),
    spawns: messageList(inResult.Spawns.of(rt, result), 'Spawns'),
    assignments: messageList(inResult.Assignments.of(rt, result), 'Assignments'),
    gas,
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
  const message = textIn(failure, 'message') ?? '';
  const code = textIn(failure, 'code') === 'lua-syntax' ? 'lua-syntax' : codeOf(message);
  const handler = textIn(failure, 'handler');
  return empty(
    {
      ...luaFailure(code, message),
      ...(report !== undefined && { report }),
      ...(handler !== undefined && { handler }),
    },
    { data: textIn(failure, 'printed') ?? '', prompt: textIn(failure, 'prompt') ?? '' },
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

const asText = (value: LuaValue): string => (typeof value === 'string' ? value : '');

function textIn(table: LuaValue, name: string): string | undefined {
  const value = table instanceof LuaTable ? table.getString(name) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function outputOf(output: LuaValue): AosResult['output'] {
  if (!(output instanceof LuaTable)) return { data: asText(output), prompt: '' };
  const shown = { data: asText(output.getString('data')), prompt: asText(output.getString('prompt')) };
  return output.getString('print') === true ? { ...shown, print: true } : shown;
}

/** The messages of one part of the outbox. Programs may have put anything there themselves. */
function messageList(value: LuaValue, part: string): Message[] {
  if (value === undefined || (value instanceof LuaTable && value.positionFrom(0) < 0)) return [];
  const list = fromLua(value, { floats: 'json', path: part });
  if (!isList(list)) throw new BorderError(part, 'a list of messages expected');
  for (let i = 0; i < list.length; i++)
    if (!isMap(list[i])) throw new BorderError(`${part}[${i + 1}]`, 'a message must be a table with string keys');
  return list as Message[];
}

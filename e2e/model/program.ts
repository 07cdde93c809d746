/** A Lua program, and what it does in a few lines of JavaScript. */
import type { Plain } from '../../src/core/plain.ts';

export const SOURCE = `
  Sum = 0
  Handlers.add('add', 'Add', function(msg)
    local by = tonumber(msg.By)
    Sum = Sum + by
    if by < 0 then error('less than nothing') end
    Send({ device = 'patch@1.0', cache = { sum = Sum, of = { [msg.Of] = Sum }, row = { Sum, by } } })
  end)
  Handlers.add('clear', 'Clear', function()
    Sum = 0
    Send({ device = 'patch@1.0', cache = { sum = 0, row = {} } })
  end)`;

export type Input = { action: 'Add'; by: number; of: string } | { action: 'Clear' };

export interface Folded {
  /** The variable of the program: an error leaves it changed. */
  sum: number;
  /** What can be read; undefined before the first patch. */
  cache: { sum: number; of?: Record<string, Plain>; row: Plain[] } | undefined;
}

export const START: Folded = { sum: 0, cache: undefined };

export function step({ sum, cache }: Folded, input: Input): Folded {
  if (input.action === 'Clear') return { sum: 0, cache: { ...cache, sum: 0, row: [] } };
  const next = sum + input.by;
  if (input.by < 0) return { sum: next, cache };
  return { sum: next, cache: { sum: next, of: { ...cache?.of, [input.of]: next }, row: [next, input.by] } };
}

export const tagsOf = (input: Input): Record<string, string> =>
  input.action === 'Clear' ? { Action: 'Clear' } : { Action: 'Add', By: String(input.by), Of: input.of };

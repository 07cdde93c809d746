import { describe, expect, it } from 'vitest';
import type { AosResult } from '../../core/ports/engine.ts';
import { printed, spawned, TestProcess } from './testing.ts';

const value = (process: TestProcess, expression: string): string => printed(process.eval(expression));

describe('limits', () => {
  it('stops a program without end, and the next message works', () => {
    const process = new TestProcess(undefined, undefined, {}, { gas: 1_000_000 });
    process.spawn("N = 0\nHandlers.add('Loop', 'Loop', function() while true do N = N + 1 end end)");
    expect(process.send({ tags: { Action: 'Loop' } }).error).toMatchObject({ code: 'gas-exhausted' });
    expect(value(process, 'N > 0')).toBe('true');
  });

  it('can be undone as if nothing had happened', () => {
    const process = new TestProcess(undefined, undefined, {}, { gas: 1_000_000 });
    process.spawn(`N = 0
      Handlers.add('Loop', 'Loop', function() Handlers.once('X', print) while true do N = N + 1 end end)
      Handlers.add('Count', 'Count', function(msg) N = N + 1 msg.reply({ Data = N .. ' ' .. math.random(1000000) }) end)`);
    const dataOf = (result: AosResult): unknown => result.messages[0]?.get('Data');
    const count = (): unknown => dataOf(process.send({ tags: { Action: 'Count' } }));
    const undone = <T>(body: () => T): T => {
      const transaction = process.machine.begin();
      const result = body();
      transaction.rollback();
      return result;
    };
    undone(() => process.send({ tags: { Action: 'Loop' } }));
    const first = undone(count);
    expect(undone(count)).toBe(first);
    expect(count()).toBe(first);
    expect(String(first)).toMatch(/^1 /);
    expect(value(process, 'Handlers.onceNonce .. #Inbox')).toBe('01');
  });

  it('reports memory that runs out as an error of the handler', () => {
    const process = new TestProcess(undefined, undefined, {}, { memory: 16 * 1024 * 1024 });
    process.spawn(
      "Handlers.add('Fill', 'Fill', function() local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1e5) .. i end end)",
    );
    expect(process.send({ tags: { Action: 'Fill' } }).error).toMatchObject({ code: 'out-of-memory', handler: 'Fill' });
    expect(value(process, '1 + 1')).toBe('2');
  });

  it('reports recursion without end as an error of the handler', () => {
    const process = spawned("Handlers.add('Deep', 'Deep', function() local function f() return 1 + f() end f() end)");
    expect(process.send({ tags: { Action: 'Deep' } }).error).toMatchObject({ code: 'lua-error', handler: 'Deep' });
    expect(value(process, '1 + 1')).toBe('2');
  });
});

describe('replay', () => {
  it('gives the same results for the same log', () => {
    const run = (): AosResult[] => {
      const process = spawned(`
        Seen = {}
        Handlers.add('See', 'See', function(msg)
          Seen[msg.Note] = math.random(1000)
          for k, v in pairs(Seen) do print(k .. v) end
          print(tostring({}) .. os.time())
          Send({ Target = 'x', Data = Seen })
        end)
        Handlers.add('Wait', 'Wait', function(msg) print(Receive({ Action = 'Go' }).Data .. math.random()) end)`);
      const see = ['b', 'a', 'c'].map((Note) => process.send({ tags: { Action: 'See', Note } }));
      return [
        ...see,
        process.send({ tags: { Action: 'Wait' } }),
        process.send({ tags: { Action: 'Go' }, data: 'now' }),
      ];
    };
    expect(run()).toEqual(run());
  });
});

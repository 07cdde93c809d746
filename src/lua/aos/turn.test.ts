/** The coroutine of a message: what is told of an error in it, at once or after waiting. */
import { describe, expect, it } from 'vitest';
import { printed, spawned } from './testing.ts';

const report = (text = ''): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '');

describe('an error in a turn', () => {
  it('is told with the functions that led to it, the innermost first', () => {
    const process = spawned(`
      local function inner() error('no more') end
      Handlers.add('Fail', 'Fail', function() inner() end)`);
    const { error } = process.send({ tags: { Action: 'Fail' } });
    expect(error).toMatchObject({ message: '[string "aos"]:2: no more', handler: 'Fail', line: 2 });
    const [, calls = ''] = report(error?.report).split('stack traceback:\n');
    expect(calls.split('\n').slice(0, 3)).toEqual([
      "\t[C]: in function 'error'",
      '\t[string "aos"]:2: in upvalue \'inner\'',
      '\t[string "aos"]:3: in field \'handle\'',
    ]);
  });

  it('after waiting is told in the slot that woke it, with the handler and the functions that waited', () => {
    const process = spawned(`
      local function wait() local answer = Receive({ Action = 'Go' }) error({ code = answer.Code }) end
      Handlers.add('Wait', 'Wait', function() wait() end)`);
    expect(process.send({ tags: { Action: 'Wait' } }).error).toBeUndefined();
    const { error } = process.send({ tags: { Action: 'Go', Code: '7' } });
    expect(error).toMatchObject({ handler: 'Wait' });
    expect(error?.message).toContain('code = "7"');
    expect(report(error?.report)).toContain("in upvalue 'wait'");
    expect(process.send({ tags: { Action: 'Wait' } }).error).toBeUndefined();
  });

  it('of a coroutine that the program made itself is told by the handler that woke it', () => {
    const process = spawned(`
      Handlers.add('Wait', 'Wait', function()
        coroutine.wrap(function() Receive({ Action = 'Go' }) error('late', 0) end)()
        print('goes on')
      end)`);
    expect(printed(process.send({ tags: { Action: 'Wait' } }))).toBe('goes on');
    expect(process.send({ tags: { Action: 'Go' } }).error).toMatchObject({ message: 'late', handler: '_once_1' });
  });
});

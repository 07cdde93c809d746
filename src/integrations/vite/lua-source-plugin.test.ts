import { describe, expect, it } from 'vitest';
import { withoutComments } from './lua-source-plugin.ts';

describe('the Lua of the runtime, without comments', () => {
  it('keeps every line where it was', () => {
    const source = '-- about\nlocal a = 1\n\n  -- why\n  return a - -1 -- kept\n';
    expect(withoutComments(source, 'a.lua')).toBe('\nlocal a = 1\n\n\nreturn a - -1 -- kept\n');
  });

  it('refuses what it cannot tell from a comment', () => {
    expect(() => withoutComments('return [[\n-- text\n]]', 'a.lua')).toThrow('a.lua has long brackets');
    expect(() => withoutComments('return [==[ x ]==]', 'a.lua')).toThrow('long brackets');
  });
});

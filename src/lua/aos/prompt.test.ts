import { expect, it } from 'vitest';
import { spawned } from './testing.ts';

it('the prompt shows what it is made of now, also after one that could not be made', () => {
  const process = spawned('');
  const prompt = (): string | undefined => process.eval('').output.prompt.replaceAll(String.fromCharCode(27), '^');
  expect(prompt()).toBe('^[32mtest^[90m@^[34maos-2.0.4^[90m[Inbox:^[31m1^[90m]^[0m> ');
  process.eval("Name = 5 table.insert(Inbox, {}) Colors.green = '<'");
  expect(prompt()).toBe('<5^[90m@^[34maos-2.0.4^[90m[Inbox:^[31m2^[90m]^[0m> ');
  process.eval("Colors.green, Colors.gray = '>', false");
  const { error } = process.eval('');
  expect(error?.message).toContain("attempt to concatenate a boolean value (field 'gray')");
  process.eval("Colors.gray = '^[90m'");
  expect(prompt()).toBe('>5^[90m@^[34maos-2.0.4^[90m[Inbox:^[31m2^[90m]^[0m> ');
});

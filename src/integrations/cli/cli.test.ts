import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { UsageError } from './command.ts';
import { runCli } from './cli.ts';

const calls: string[][] = [];
const commands = new Map<string, Command>([
  ['serve', { summary: 'serve it', help: 'Usage: pocketbeam serve', run: (args) => calls.push(args) - calls.length }],
  [
    'fail',
    {
      summary: 'fails',
      help: 'Usage: pocketbeam fail',
      run: ([how]) => {
        throw how === 'usage' ? new UsageError('no such thing') : new Error('broke');
      },
    },
  ],
]);

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runCli(args, commands, { out: (text) => (out += text), err: (text) => (err += text) });
  return { code, out, err };
}

describe('the command line', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run('--version')).toEqual({ code: 0, out: version, err: '' });
  });

  it('lists its commands', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/serve\s+serve it/);
    expect((await run('help')).out).toBe(out);
  });

  it('explains one command', async () => {
    for (const args of [
      ['help', 'serve'],
      ['serve', '--help'],
      ['serve', '-h'],
      ['--help', 'serve'],
    ]) {
      expect(await run(...args)).toEqual({ code: 0, out: 'Usage: pocketbeam serve', err: '' });
    }
  });

  it('hands the rest of the line to the command', async () => {
    expect((await run('serve', '--port', '1')).code).toBe(0);
    expect(calls).toEqual([['--port', '1']]);
  });

  it('refuses what it does not know with exit code 2', async () => {
    expect(await run('nonsense')).toMatchObject({ code: 2, out: '', err: expect.stringContaining("'nonsense'") });
    expect(await run('help', 'nonsense')).toMatchObject({ code: 2, err: expect.stringContaining("'nonsense'") });
    expect(await run('--nonsense')).toMatchObject({ code: 2, err: expect.stringContaining('--nonsense') });
    expect(await run('fail', 'usage')).toMatchObject({ code: 2, err: expect.stringContaining('no such thing') });
    expect(await run()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage:') });
  });

  it('ends with 1 when a command breaks', async () => {
    expect(await run('fail')).toEqual({ code: 1, out: '', err: 'pocketbeam: broke' });
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { runLua } from './lua.ts';
import { Host } from './lua/host.ts';
import { Prompt } from './lua/prompt.ts';
import { Session } from './lua/session.ts';
import { Stream } from './lua/stream.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pocketbeam-lua-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => path.join(folder, name);
function file(name: string, text: string): string {
  writeFileSync(at(name), text, 'latin1');
  return at(name);
}

/** A host whose streams are files; what they hold is read back afterwards. */
function fileHost(input = ''): { host: Host; out: () => string; err: () => string } {
  const output = (name: string): Stream => new Stream(openSync(at(name), 'w'), { readable: false, writable: true });
  const stdin = new Stream(openSync(file('stdin', input), 'r'), { readable: true, writable: false });
  const host = new Host(stdin, output('stdout'), output('stderr'));
  const text = (name: string) => (): string => {
    host.flush();
    return readFileSync(at(name), 'latin1');
  };
  return { host, out: text('stdout'), err: text('stderr') };
}

async function run(args: string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const { host, out, err } = fileHost(input);
  const code = await runLua(args, host);
  return { code, out: out(), err: err() };
}

/** How many Lua functions a run compiled to JavaScript, and what it printed. */
async function compiledIn(work: () => Promise<{ out: string }>): Promise<[number, string]> {
  let made = 0;
  const construct = (target: FunctionConstructor, args: string[]): object => {
    if (args.at(-1)?.startsWith('return function lua') === true) made++;
    return Reflect.construct(target, args);
  };
  vi.stubGlobal('Function', new Proxy(Function, { construct }));
  const { out } = await work().finally(() => vi.unstubAllGlobals());
  return [made, out];
}

const std = (code: string, ...more: string[]) => run(['--std', ...more, '-e', code]);

describe('pocketbeam lua', () => {
  it('runs code in the order given, in one state', async () => {
    expect(await run(['-e', 'x = 1000000 * 1000000', '-eprint(x)'])).toEqual({
      code: 0,
      out: '1000000000000\n',
      err: '',
    });
  });

  it('runs a file with its arguments', async () => {
    const script = file('args.lua', '#!/usr/bin/lua\nprint(arg[0], arg[1], arg[-1], #arg, ...)');
    expect((await run(['--gas=100000', script, '-e', 'ü'])).out).toBe(`${script}\t-e\t--gas=100000\t2\t-e\tÃ¼\n`);
  });

  it('runs the standard input', async () => {
    expect((await run(['-', 'a'], 'print(...)')).out).toBe('a\n');
    expect((await run(['-'], '\n error "x"')).err).toMatch(/^pocketbeam: stdin:2: x\nstack traceback:\n/);
  });

  it('writes raw bytes', async () => {
    expect((await run(['-e', 'print("\\xff\\0")'])).out).toBe('\xff\0\n');
  });

  it('tells errors with file, line and traceback', async () => {
    const script = file('broken.lua', 'local function f(t)\n  return t.a.b\nend\nf {}');
    const { code, out, err } = await run([script]);
    const name = script.length > 59 ? `...${script.slice(-56)}` : script;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.split('\n').slice(0, 4)).toEqual([
      `pocketbeam: ${name}:2: attempt to index a nil value (field 'a')`,
      'stack traceback:',
      `\t${name}:2: in local 'f'`,
      `\t${name}:4: in main chunk`,
    ]);
  });

  it('tells errors of other kinds', async () => {
    expect(await run(['-e', 'x = = 1'])).toEqual({
      code: 1,
      out: '',
      err: "pocketbeam: (command line):1: unexpected symbol near '='\n",
    });
    expect((await run(['-e', 'error({})'])).err).toMatch(/^pocketbeam: \(error object is a table value\)\n/);
    const named = 'error(setmetatable({}, { __tostring = function() return "mine" end }))';
    expect((await run(['-e', named])).err).toMatch(/^pocketbeam: mine\n/);
    expect(await run([at('missing.lua')])).toMatchObject({
      code: 1,
      err: `pocketbeam: cannot open ${at('missing.lua')}: No such file or directory\n`,
    });
  });

  it('ends at its gas, also in a pcall', async () => {
    const { code, err } = await run(['--gas', '5000', '-e', 'pcall(function() while true do end end)']);
    expect(code).toBe(1);
    expect(err).toMatch(/^pocketbeam: gas exhausted/);
    expect((await run(['--gas', '0', '-e', 'for i = 1, 100000 do end'])).code).toBe(0);
  });

  it('compiles to JavaScript unless the tier says otherwise', async () => {
    const program = (limit: number) => `local sum = 0 for i = 1, ${limit} do sum = sum + i end print(sum)`;
    expect(await compiledIn(() => run(['-e', program(20_001)]))).toEqual([1, '200030001\n']);
    expect(await compiledIn(() => run(['--tier', 'compiled', '-e', program(20_002)]))).toEqual([1, '200050003\n']);
    expect(await compiledIn(() => run(['--tier=interpreter', '-e', program(20_003)]))).toEqual([0, '200070006\n']);
    expect(await compiledIn(() => run(['--std', '-e', program(20_004)]))).toEqual([0, '200090010\n']);
    expect((await run(['--std', '--tier=interpreter', '-e', 'print(1)'])).out).toBe('1\n');
    await expect(run(['--std', '--tier=compiled'])).rejects.toMatchObject({ name: 'UsageError' });
  });

  it('refuses what it does not understand', async () => {
    for (const args of [
      ['--nonsense'],
      ['--gas', 'x'],
      ['--gas', '-1'],
      ['--gas'],
      ['-e'],
      ['--tier'],
      ['--tier=fast'],
    ]) {
      await expect(run(args)).rejects.toMatchObject({ name: 'UsageError' });
    }
  });

  it('keeps the sandbox of processes without --std', async () => {
    const missing = 'io require package dofile loadfile os.exit os.getenv os.remove debug.getlocal debug.sethook'
      .split(' ')
      .map((name) => `${name} == nil`)
      .join(' and ');
    expect((await run(['-e', `print(${missing})`])).out).toBe('true\n');
  });
});

describe('the standard libraries', () => {
  it('requires files, once each', async () => {
    file('mod.lua', 'local name, file = ... count = (count or 0) + 1 return { name = name, file = file }');
    file('bad.lua', 'x = = 1');
    const use = `package.path = '${folder}/?.lua' local m = require 'mod'`;
    expect((await std(`${use} print(m.name, m.file, require 'mod' == m, package.loaded.mod == m, count)`)).out).toBe(
      `mod\t${folder}/mod.lua\ttrue\ttrue\t1\n`,
    );
    expect((await std(`${use} print(pcall(require, 'bad'))`)).out).toMatch(
      /^false\terror loading module 'bad' from file '.*bad.lua':\n\t.*bad.lua:1: unexpected symbol near '='\n$/,
    );
    const search = `package.path, package.cpath = '?.lua;?/?', '?.so' print(pcall(require, 'XXX'))`;
    expect((await std(search)).out).toBe(
      "false\tmodule 'XXX' not found:\n\tno field package.preload['XXX']\n\tno file 'XXX.lua'\n\tno file 'XXX/XXX'\n\tno file 'XXX.so'\n",
    );
    expect((await std(`package.preload.p = function(n) return n .. '!' end print(require 'p')`)).out).toBe('p!\n');
  });

  it('runs and loads files', async () => {
    file('value.lua', 'return 1, x');
    expect((await std(`x = 2 print(dofile '${at('value.lua')}')`)).out).toBe('1\t2\n');
    expect((await std(`print(loadfile('${at('value.lua')}', 't', { x = 3 })())`)).out).toBe('1\t3\n');
    expect((await std(`print(loadfile 'missing.lua')`)).out).toBe(
      'nil\tcannot open missing.lua: No such file or directory\n',
    );
  });

  it('exits with the code of os.exit, with everything written, through any pcall', async () => {
    expect(await std('io.write "before" pcall(os.exit, 7) print "after"')).toMatchObject({ code: 7, out: 'before' });
    expect(await std('os.exit(true)')).toMatchObject({ code: 0 });
    expect(await std('coroutine.wrap(function() os.exit(false) end)()')).toMatchObject({ code: 1 });
  });

  it('reads and writes files in all formats', async () => {
    const code = `
      local name = '${at('data')}'
      local f = assert(io.open(name, 'w'))
      assert(f:write('one\\ntwo\\n', 3, '\\n0x1p4 -7.5e1 x') == f and f:seek() == 24 and f:close())
      f = io.open(name)
      print(f:read('l', 'L', 'n', 'n', 'n', 'n'))
      f:close()
      for line in io.lines(name) do io.write('[', line, ']') end
      f = io.open(name, 'r+')
      f:seek('set', 4) f:write 'TWO' f:seek('cur', 0)
      print(f:read(2), f:seek('end'), f:read(0), f:read('a'), f:read('a', 1))
      f:close()
      f = io.open(name, 'a+') f:write '!' f:seek 'set' print((f:read 'a'):sub(-3))
      print(io.type(f), type(f), f:close(), io.type(f), tostring(f), pcall(f.read, f))
      print(io.open('${at('none')}/x', 'w'))
      print(os.remove(name), select('#', os.remove(name)))`;
    expect((await std(code)).out).toBe(
      [
        'one\ttwo\n\t3\t16.0\t-75.0\tnil',
        '[one][two][3][0x1p4 -7.5e1 x]\n3\t24\tnil\t\t\tnil',
        ' x!',
        'file\tuserdata\ttrue\tclosed file\tfile (closed)\tfalse\tattempt to use a closed file',
        `nil\t${at('none')}/x: No such file or directory\t2`,
        'true\t3',
        '',
      ].join('\n'),
    );
  });

  it('redirects its default files and reads the standard input', async () => {
    const { out } = await run(
      ['--std', '-e', `io.output '${at('red')}' io.write(io.read('n', 'l', 'a')) io.close() io.input '${at('red')}'`],
      '12 rest\nall\nof it',
    );
    expect(out).toBe('');
    expect(readFileSync(at('red'), 'latin1')).toBe('12 restall\nof it');
    const pairs = `for a, b in io.lines('${at('red')}', 3, 'L') do io.write(a, '|', b, '|') end`;
    expect((await std(pairs)).out).toBe('12 |restall\n|of |it|');
  });

  it('dumps functions and loads them again, numbers and lines exact', async () => {
    const code = `
      local f = load(string.dump(load("local x = ... return x, 1 << 62, 2.0, -0.0, 1e300, '\\0\\255', math.mininteger")))
      print(f(7))
      print(load(string.dump(function() return x end, true), 'n', 'b', { x = 42 })())
      print(load(string.dump(function() end), 'n', 't'))
      print(pcall(string.dump, print))
      print(load('\\27Lua'))
      print(pcall(load(string.dump(function() error('here') end))))`;
    expect((await std(code)).out.split('\n')).toEqual([
      '7\t4611686018427387904\t2.0\t-0.0\t1e+300\t\0\xff\t-9223372036854775808',
      '42',
      "nil\tattempt to load a binary chunk (mode is 't')",
      'false\tunable to dump given function',
      'nil\tbinary string: version mismatch in precompiled chunk',
      expect.stringMatching(/^false\t.*:8: here$/),
      '',
    ]);
  });

  it('has locals, upvalues and metatables in debug', async () => {
    const code = `
      local up, other = 1, 2
      local function f(a, ...) local b = a + up debug.setlocal(1, 2, 'b2') return b, debug.getlocal(1, 1) end
      print(f(5, 'x'))
      local function va(...) return debug.getlocal(1, -2) end
      print(va(1, 2))
      local function g() return other end
      print(debug.getupvalue(g, 1), debug.setupvalue(g, 1, 3), other, debug.upvalueid(f, 1) == debug.upvalueid(g, 1))
      debug.upvaluejoin(g, 1, f, 1)
      print(g(), debug.upvalueid(f, 1) == debug.upvalueid(g, 1))
      local co = coroutine.create(function(x) coroutine.yield() end)
      coroutine.resume(co, 7)
      print(debug.getlocal(co, 1, 1))
      print(pcall(debug.getlocal, 99, 1))
      print(pcall(debug.sethook, print, 'l'))`;
    expect((await std(code)).out).toBe(
      [
        'b2\ta\t5',
        '(*vararg)\t2',
        'other\tother\t3\tfalse',
        '1\ttrue',
        'x\t7',
        "false\tbad argument #1 to 'debug.getlocal' (level out of range)",
        'false\thooks are not supported by this engine',
        '',
      ].join('\n'),
    );
  });
});

describe('the prompt', () => {
  it('shows expressions, continues chunks and survives errors', () => {
    const { host, out, err } = fileHost();
    const prompt = new Prompt(new Session(host, { std: false, gas: 100_000, tier: 'compiled' }));
    const shown: string[] = [];
    for (const line of [
      '1 + 1, "x"',
      'x = 5',
      '=x',
      'for i = 1, 2 do',
      'print(i)',
      'end',
      'nil',
      'error "e"',
      'while 1 do end',
      'x',
    ]) {
      shown.push(prompt.text);
      prompt.feed(line);
    }
    expect(shown).toEqual(['> ', '> ', '> ', '> ', '>> ', '>> ', '> ', '> ', '> ', '> ']);
    expect(out()).toBe('2\tx\n5\n1\n2\nnil\n5\n');
    expect(err()).toMatch(/^pocketbeam: stdin:1: e\nstack traceback:\n[^]*\npocketbeam: gas exhausted[^\n]*\n$/);
  });
});

/** `pocketbeam test`: its options, what it prints, what it writes. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { test as command, runTest } from './test.ts';

const RECORDED = 'e2e/fixtures/examples';
const ID = 'Abacus_Zz9-'.padEnd(43, 'qW');
const OTHER = 'Listener_Yy8-'.padEnd(43, 'eR');
const ANN = 'Ann-'.padEnd(43, 'tU');

const ABACUS = `
Sum = Sum or 0
Send({ device = 'patch@1.0', cache = { sum = Sum } })
Handlers.add('Put', 'Put', function(msg)
  assert(msg.Stones ~= '0', 'no stones')
  Sum = Sum + tonumber(msg.Stones)
  Send({ device = 'patch@1.0', cache = { sum = Sum, rows = { [msg.From] = { stones = Sum, at = msg.Timestamp } } } })
  msg.reply({ Action = 'Done', Data = tostring(Sum) })
end)`;

const SCENARIO = {
  format: 1,
  name: 'Abacus',
  start: { timestamp: 1_800_000_000_000, height: 12 },
  processes: [{ id: ID, owner: ANN, name: 'abacus', source: 'abacus.lua' }],
  steps: [
    { to: ID, from: ANN, tags: { Action: 'Put', Stones: '3000000000' } },
    { to: ID, from: ANN, tags: { Action: 'Put', Stones: '0' }, timestamp: 1_800_000_000_500 },
    { to: ID, from: ANN, tags: { Action: 'Put', Stones: '7' } },
  ],
};

let folder: string;
const at = (name: string): string => path.join(folder, name);
const never = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-test-'));
  await writeFile(at('abacus.lua'), ABACUS);
  await writeFile(at('abacus.json'), JSON.stringify(SCENARIO));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: string[][] = [[], []];
  const code = await runTest(args, { out: (text) => out?.push(text), err: (text) => err?.push(text) }, never);
  return { code, out: out?.join('\n') ?? '', err: err?.join('\n') ?? '' };
}

/** Changes the scenario. */
async function edit(change: (scenario: Record<string, unknown>) => void): Promise<void> {
  const scenario = JSON.parse(await readFile(at('abacus.json'), 'utf8')) as Record<string, unknown>;
  change(scenario);
  await writeFile(at('abacus.json'), JSON.stringify(scenario));
}

const written = async (): Promise<Record<string, never>> =>
  JSON.parse(await readFile(at('abacus.json'), 'utf8')) as Record<string, never>;

describe('pocketbeam test', () => {
  it('passes what was recorded from real aos', async () => {
    const { code, out, err } = await run(RECORDED);
    expect(err).toBe('');
    expect(out).toMatch(/^\d+ passed, 0 failed \(/m);
    expect(code).toBe(0);
  });

  it('passes the library of examples', async () => {
    const { code, out } = await run('src/examples');
    expect(out).toMatch(/^1\d passed, 0 failed \(/m);
    expect(code).toBe(0);
  });

  it('records, then passes, and records the same again', async () => {
    expect(await run(at('abacus.json'))).toMatchObject({ code: 1, out: expect.stringContaining('--update') });
    expect(await run('--update', at('abacus.json'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 passed, 0 failed, 1 updated'),
    });
    const text = await readFile(at('abacus.json'), 'utf8');
    const { slots, expect: values, outbox, errors } = await written();
    expect(slots).toEqual({ [ID]: 3 });
    expect(values).toEqual([
      { path: '/cache/sum', process: ID, slot: 0, value: 0 },
      { path: '/cache/rows', process: ID, slot: 1, value: { [ANN]: { at: 1_800_000_000_000, stones: 3_000_000_000 } } },
      { path: '/cache/sum', process: ID, slot: 1, value: 3_000_000_000 },
      { path: '/cache/rows', process: ID, slot: 3, value: { [ANN]: { at: 1_800_000_000_500, stones: 3_000_000_007 } } },
      { path: '/cache/sum', process: ID, slot: 3, value: 3_000_000_007 },
    ]);
    expect(outbox).toEqual([
      { process: ID, slot: 1, messages: [{ data: '3000000000', tags: { action: 'Done' }, target: ANN }] },
      { process: ID, slot: 3, messages: [{ data: '3000000007', tags: { action: 'Done' }, target: ANN }] },
    ]);
    expect(errors).toEqual([{ contains: 'no stones', process: ID, slot: 2 }]);
    expect(await run(at('abacus.json'))).toMatchObject({ code: 0, out: expect.stringContaining('1 passed, 0 failed') });
    expect(await run('--update', at('abacus.json'))).toMatchObject({ out: expect.stringContaining('1 passed') });
    expect(await readFile(at('abacus.json'), 'utf8')).toBe(text);
  });

  it('leaves the bytes of what was recorded from real aos as they are', async () => {
    await cp(RECORDED, at('recorded'), { recursive: true });
    expect(await run('--update', at('recorded'))).toMatchObject({
      code: 0,
      out: expect.not.stringContaining('updated'),
    });
    for (const name of ['todo.json', 'hyper_counter.json'])
      expect(await readFile(at(`recorded/${name}`), 'utf8')).toBe(await readFile(`${RECORDED}/${name}`, 'utf8'));
  });

  it('tells every difference with process, slot, path and both values', async () => {
    await run('--update', at('abacus.json'));
    await edit((scenario) => {
      scenario.slots = { [ID]: 4 };
      scenario.expect = [
        { process: ID, slot: 0, path: '/cache/sum', value: 0 },
        { process: ID, slot: 1, path: '/cache/sum', value: 3_000_000_001 },
        {
          process: ID,
          slot: 1,
          path: '/cache/rows',
          value: { [ANN]: { at: 1_800_000_000_000, stones: '3000000000' } },
        },
        { process: ID, slot: 9, path: '/cache/sum', value: 1 },
      ];
      scenario.outbox = [{ process: ID, slot: 2, messages: [{ target: ANN, data: 'x' }] }];
      scenario.errors = [{ process: ID, slot: 1, contains: 'oops' }];
    });
    const { code, out } = await run(at('abacus.json'));
    expect(code).toBe(1);
    const told = out.split('\n').map((line) => line.trim());
    const mismatch = (where: string, expected: string, actual: string): void => {
      const i = told.indexOf(`abacus ${where}`);
      expect(told.slice(i, i + 3), where).toEqual([`abacus ${where}`, `expected ${expected}`, `actual   ${actual}`]);
    };
    mismatch('slot 1: /cache/sum', '3000000001', '3000000000');
    mismatch(`slot 1: /cache/rows/${ANN}/stones`, '"3000000000"', '3000000000');
    mismatch('slot 3: /cache/sum', '3000000001', '3000000007');
    mismatch('slot 9: /cache/sum', '1', 'nothing');
    mismatch('slot 2: outbox/1', `{"data": "x", "target": "${ANN}"}`, 'nothing');
    mismatch('slot 1: error', '"oops"', 'nothing');
    mismatch('slot 2: error', 'nothing', '"no stones"');
    mismatch('slot 3: slots', '4', '3');
    expect(told.at(-1)).toMatch(/^0 passed, 1 failed \(\d+ ms\)$/);
  });

  it('compares only what is listed where a scenario is not complete, also at single paths', async () => {
    await edit((scenario) => {
      scenario.complete = false;
      scenario.errors = [{ process: ID, slot: 2, contains: 'stones' }];
      scenario.expect = [
        { process: ID, slot: 3, path: '/cache/sum', value: 3_000_000_007 },
        { process: ID, slot: 3, path: `/cache/rows/${ANN}/at`, value: 1_800_000_000_500 },
        { process: ID, slot: 3, path: `/cache/rows/${ANN.toLowerCase()}/at`, value: null },
      ];
    });
    expect(await run(at('abacus.json'))).toMatchObject({ code: 0 });
    await edit((scenario) => {
      scenario.expect = [{ process: ID, slot: 1, path: `/cache/rows/${ANN}/at`, value: 1 }];
      scenario.outbox = [{ process: ID, slot: 3, messages: [] }];
    });
    const { code, out } = await run(at('abacus.json'));
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining(`slot 1: /cache/rows/${ANN}/at`) });
    expect(out).toContain('slot 3: outbox/1');
    await run('--update', at('abacus.json'));
    expect((await written()).expect).toEqual([
      { process: ID, slot: 1, path: `/cache/rows/${ANN}/at`, value: 1_800_000_000_000 },
    ]);
    expect(await run(at('abacus.json'))).toMatchObject({ code: 0 });
  });

  it('pushes between processes, in order', async () => {
    const ECHO = `
Seen = Seen or {}
Handlers.add('Say', 'Say', function(msg)
  table.insert(Seen, { from = msg.From, owner = msg.Owner, by = msg.Tags['From-Process'] or 'none', n = msg.N })
  Send({ device = 'patch@1.0', cache = { seen = Seen } })
  if msg.To then for n = 1, 2 do Send({ Target = msg.To, Action = 'Say', N = tostring(n) }) end end
end)`;
    await writeFile(at('echo.lua'), ECHO);
    const scenario = (tags: Record<string, string>): Promise<void> =>
      writeFile(
        at('echo.json'),
        JSON.stringify({
          ...{
            format: 1,
            processes: [ID, OTHER].map((id, i) => ({ id, owner: ANN, name: `p${i}`, source: 'echo.lua' })),
          },
          steps: [{ to: ID, from: ANN, tags: { Action: 'Say', ...tags } }],
        }),
      );
    await scenario({ To: OTHER });
    await run('--update', at('echo.json'));
    const authority = 'AUTHORITY-mu'.padEnd(43, '_');
    const pushed = (n: string): object => ({ from: ID, owner: authority, by: ID, n });
    const { slots, expect: values } = JSON.parse(await readFile(at('echo.json'), 'utf8')) as Record<string, never[]>;
    expect(slots).toEqual({ [ID]: 1, [OTHER]: 2 });
    expect(values?.at(-1)).toMatchObject({ process: OTHER, slot: 2, value: [pushed('1'), pushed('2')] });
    expect(values?.[0]).toMatchObject({ value: [{ from: ANN, owner: ANN, by: 'none' }] });
  });

  it('gives a process further files', async () => {
    await mkdir(at('lib'));
    await writeFile(at('lib/half.lua'), 'return function(n) return n // 2 end');
    await writeFile(
      at('abacus.lua'),
      ABACUS.replace('tonumber(msg.Stones)', "require('lib.half')(tonumber(msg.Stones))"),
    );
    await edit((scenario) => (scenario.processes = [{ ...SCENARIO.processes[0], files: ['lib/half.lua'] }]));
    await run('--update', at('abacus.json'));
    expect((await written()).expect).toContainEqual({ path: '/cache/sum', process: ID, slot: 1, value: 1_500_000_000 });
  });

  it('runs the hyper dialect with a bundle of the scenario', async () => {
    await writeFile(
      at('bundle.lua'),
      `function compute(base, req)
        local who = 'nobody'
        for _, one in pairs(req.body.commitments) do who = one.committer end
        if req.body.fail then error('no good') end
        local code = req.slot == 0 and load(req.body.data)() or req.body.data
        base.results = { outbox = { ['1'] = { device = 'patch@1.0', cache = { seen = { [who] = code } } } }, output = { data = '' } }
        return base
      end
      return 'a bundle may return something'`,
    );
    await writeFile(at('abacus.lua'), "return 'started'");
    await edit((scenario) => {
      scenario.dialect = 'hyper';
      scenario.processes = [{ ...SCENARIO.processes[0], module: 'bundle.lua' }];
      scenario.steps = [
        { to: ID, from: OTHER, data: 'one' },
        { to: ID, from: OTHER, tags: { Fail: 'yes' } },
      ];
    });
    await run('--update', at('abacus.json'));
    expect(await written()).toMatchObject({
      expect: [
        { slot: 0, value: { [ANN]: 'started' } },
        { slot: 1, value: { [ANN]: 'started', [OTHER]: 'one' } },
      ],
      errors: [{ slot: 2, contains: 'no good' }],
    });
    expect(await run(at('abacus.json'))).toMatchObject({ code: 0 });
    await edit((scenario) => (scenario.errors = [{ process: ID, slot: 2, contains: 'error' }]));
    expect(await run(at('abacus.json'))).toMatchObject({ code: 0 });
  });

  it('takes folders, patterns and parts of names', async () => {
    await writeFile(at('package.json'), '{}');
    for (const arg of [folder, at('*.json'), at('**/aba{cus,x}.json'), at('abacu?.json')])
      expect(await run('--update', arg), arg).toMatchObject({ code: 0, err: '' });
    expect(await run('-t', 'BAC', folder)).toMatchObject({ code: 0, out: expect.stringContaining('1 passed') });
    expect(await run('--filter', 'nothing', folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no-scenario'),
    });
    expect(await run(at('*.lua'))).toMatchObject({ code: 2, err: expect.stringContaining('no-scenario') });
  });

  it('says what is wrong with a file, and where', async () => {
    const told = async (text: string): Promise<string> => {
      await writeFile(at('bad.json'), text);
      const { code, err } = await run(at('bad.json'), at('abacus.json'));
      expect(code).toBe(2);
      return err;
    };
    const changed = (change: object): string => JSON.stringify({ ...SCENARIO, ...change });
    expect(await told('{\n  "format": 1,\n}')).toMatch(/bad\.json: Line 3, column \d+: .* \(bad-json\)/);
    expect(await told('[]')).toContain('the file is no JSON object');
    expect(await told(changed({ format: 2 }))).toContain('format is 2');
    expect(await told(changed({ dialect: 'aos3' }))).toContain('dialect is "aos3"');
    expect(await told(changed({ processes: [] }))).toContain('processes is empty');
    expect(await told(changed({ processes: [{ ...SCENARIO.processes[0], id: 'x' }] }))).toContain(
      'processes[0].id is "x"',
    );
    expect(await told(changed({ steps: undefined }))).toContain('steps is missing');
    expect(await told(changed({ steps: [{ to: OTHER, from: ANN }] }))).toContain('steps[0].to is');
    expect(await told(changed({ steps: [{ to: ID, from: ANN, tags: { By: 3 } }] }))).toContain('steps[0].tags.By is 3');
    expect(await told(changed({ steps: [{ to: ID, from: ANN, timestamp: '5' }] }))).toContain(
      'steps[0].timestamp is "5"',
    );
    expect(await told(changed({ expect: [{ process: ID, slot: 0, path: 'sum', value: 1 }] }))).toContain(
      'expect[0].path',
    );
    expect(await told(changed({ outbox: [{ process: ID, slot: 0 }] }))).toContain('outbox[0].messages is missing');
    expect(await told(changed({ processes: [{ ...SCENARIO.processes[0], source: 'gone.lua' }] }))).toMatch(
      /gone\.lua cannot be read \(ENOENT\)\. \(unreadable-file\)/,
    );
    expect(await run(at('gone.json'))).toMatchObject({ code: 2, err: expect.stringContaining('unreadable-file') });
  });

  it('runs on in strict mode, where a real node gets stuck', async () => {
    await run('--update', at('abacus.json'));
    expect(await run('--strict', at('abacus.json'))).toMatchObject({ code: 0 });
    await writeFile(at('abacus.lua'), `${ABACUS}\nSend({ device = 'patch@1.0', cache = { huge = 9007199254740993 } })`);
    await run('--update', at('abacus.json'));
    expect(await readFile(at('abacus.json'), 'utf8')).toContain('9007199254740993');
    expect(await run(at('abacus.json'))).toMatchObject({ code: 0 });
    const { code, out } = await run('--strict', at('abacus.json'));
    expect(code).toBe(1);
    expect(out).toMatch(/abacus slot 0: error\n.*nothing\n.*Slot 0 of .* cannot be computed/);
  });

  it('does what its guide and the README show', async () => {
    const blocks = async (file: string, kind: string): Promise<string[]> =>
      [...(await readFile(file, 'utf8')).matchAll(new RegExp(`\\n\`\`\`${kind}\\n([^]*?)\\n\`\`\``, 'g'))].map(
        ([, text = '']) => text,
      );
    const [lua = '', ...more] = await blocks('src/docs/testing.md', 'lua');
    expect(more).toEqual([]);
    await writeFile(at('greeter.lua'), lua);
    await writeFile(at('greeter.json'), (await blocks('src/docs/testing.md', 'json'))[0] ?? '');
    const readme = (await blocks('README.md', 'json')).find((text) => text.includes('"format"')) ?? '';
    await writeFile(at('counter.json'), readme);
    await cp('src/examples/counter.lua', at('counter.lua'));
    expect(await run('--update', at('greeter.json'), at('counter.json'))).toMatchObject({ code: 0, err: '' });
    await writeFile(at('greeter.lua'), lua.replace('+ 1', '+ 2'));
    const { code, out } = await run(folder, '-t', 'greeter');
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('greeter slot 1: /cache/visits') });
    expect(out).toMatch(/expected 1\n *actual {3}2\n0 passed, 1 failed/);
  });

  it('refuses arguments that make no sense, and explains itself', async () => {
    for (const args of [[], ['--update', '--strict', 'x'], ['--nonsense', 'x'], ['-t']])
      await expect(run(...args), args.join(' ')).rejects.toThrow();
    for (const flag of ['--update', '--watch', '--filter', '-t', '--strict']) expect(command.help).toContain(flag);
  });

  it('watches the scenario and its sources', async () => {
    await run('--update', at('abacus.json'));
    const stop = new AbortController();
    const lines: string[] = [];
    let heard = (): void => undefined;
    const ended = runTest(
      ['--watch', at('**/abacus.json')],
      { out: (text) => void (lines.push(text), heard()), err: (text) => void lines.push(text) },
      stop.signal,
    );
    /** Resolves with what was printed up to the next wait. */
    const round = async (): Promise<string> => {
      while (!lines.includes('Waiting for changes.')) await new Promise<void>((resolve) => (heard = resolve));
      return lines.splice(0).join('\n');
    };
    expect(await round()).toContain('1 passed, 0 failed');
    await writeFile(at('abacus.lua'), ABACUS.replace('Sum + tonumber', 'Sum - tonumber'));
    expect(await round()).toContain('0 passed, 1 failed');
    await edit((scenario) => (scenario.steps = []));
    await edit((scenario) => Object.assign(scenario, { slots: { [ID]: 0 }, outbox: [], errors: [] }));
    let last = await round();
    if (!last.includes('1 failed')) last = await round();
    expect(last).toContain('slot 1: /cache/sum');
    stop.abort();
    expect(await ended).toBe(1);
  });

  it('takes no minutes for a hundred messages', async () => {
    await edit((scenario) => {
      scenario.steps = Array.from({ length: 100 }, (_, i) => ({
        to: ID,
        from: ANN,
        tags: { Action: 'Put', Stones: `${i + 1}` },
      }));
    });
    await run('--update', at('abacus.json'));
    const began = performance.now();
    expect(await run(at('abacus.json'))).toMatchObject({ code: 0 });
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

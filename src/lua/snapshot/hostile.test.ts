/** Bytes from anywhere: refused with `bad-snapshot`, or a heap that works. Nothing hangs, nothing else is thrown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PocketbeamError } from '../../core/errors.ts';
import { GasError, LuaError } from '../errors.ts';
import { createMachine, type Machine } from '../machine.ts';
import { Questions } from '../questions.ts';
import { LuaTable } from '../table.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { checksum } from './checksum.ts';
import { MAGIC, VERSION } from './format.ts';
import { restoreProcess, saveProcess } from './process-snapshot.ts';

const AT = { process: 'p', slot: 3 };

/** A little of everything, and functions that use it. */
const PROGRAM = `
  local shared = 1
  Table = { 1, 2.5, nil, 'four', [2^60 | 1] = 'x', deep = { { {} } }, f = function() shared = shared + 1 return shared end }
  Table.self = Table
  setmetatable(Table, { __index = string, __call = function(self, n) return n end })
  Words = ('a b c'):gmatch('%a')
  Co = coroutine.wrap(function(...)
    local n = ...
    function Peek() return n end
    for i = 1, 10 do
      local t = setmetatable({}, { __lt = function() return coroutine.yield(i) end })
      if t < {} then n = n + i end
      pcall(function() n = n + coroutine.yield(n) for k, v in pairs(Table) do coroutine.yield(k) end end)
      n = { coroutine.yield(), n, coroutine.yield('x') }
      n = 1
    end
  end)
  Co(5) Co(true)
  function Use()
    Table.f() Table(1)
    for k, v in pairs(Table) do tostring(k) end
    for i = 1, 3 do pcall(Co, i) end
    pcall(Peek) pcall(Words) pcall(string.rep, Table.upper or 'x', 2)
    table.sort({ 3, 2, 1 }) math.random(10) collectgarbage()
    return #Table
  end`;

const LIMITS = { gas: 200_000, memory: 8 * 1024 * 1024 };
const machineOf = (): { machine: Machine; questions: Questions } => {
  const machine = createMachine(LIMITS);
  return { machine, questions: new Questions(() => 0) };
};

function sample(): Uint8Array {
  const { machine, questions } = machineOf();
  machine.call(machine.load(PROGRAM, '=sample'));
  return saveProcess({ machine, questions, aos: undefined, loaded: true }, AT);
}

const whole = sample();
const input = new ByteReader(whole);
input.text();
input.count();
input.count();
const body = whole.slice(whole.length - input.left);

/** With a checksum that is right. */
function sealed(content: Uint8Array): Uint8Array {
  const out = new ByteWriter();
  out.text(MAGIC);
  out.count(VERSION);
  out.count(checksum(content));
  out.append(content);
  return out.written().slice();
}

/** `bad-snapshot`, or what became of using the heap. */
function outcome(bytes: Uint8Array): string {
  const made = machineOf();
  try {
    restoreProcess(made, bytes, AT);
  } catch (error) {
    if (error instanceof PocketbeamError && error.code === 'bad-snapshot') return error.code;
    throw error;
  }
  const use = made.machine.globals.getString('Use');
  for (let i = 0; i < 3; i++)
    try {
      made.machine.call(use);
    } catch (error) {
      if (!(error instanceof LuaError || error instanceof GasError)) throw error;
    }
  return 'used';
}

describe('a snapshot that is not as it was written', () => {
  it('is used when nothing is wrong with it', () => {
    expect(outcome(whole)).toBe('used');
    expect(outcome(sealed(body))).toBe('used');
    const made = machineOf();
    restoreProcess(made, whole, AT);
    expect(made.machine.globals.getString('Table')).toBeInstanceOf(LuaTable);
  });

  it('is refused with any byte changed, cut off anywhere, or of another process or slot', () => {
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.slice();
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      if (at % 7 === 0) expect([at, outcome(changed)]).toEqual([at, 'bad-snapshot']);
      if (at % 11 === 0) expect([at, outcome(whole.slice(0, at))]).toEqual([at, 'bad-snapshot']);
    }
    expect(outcome(Uint8Array.from([...whole, 0]))).toBe('bad-snapshot');
    for (const other of [
      { process: 'q', slot: 3 },
      { process: 'p', slot: 4 },
    ])
      expect(() => restoreProcess(machineOf(), whole, other)).toThrow('of another process or slot');
  });

  it('is refused when another build has made it', () => {
    const other = body.slice();
    other[0] = (other[0] as number) ^ 1;
    expect(() => restoreProcess(machineOf(), sealed(other), AT)).toThrow('another build has made it');
  });

  it('is refused when it is no snapshot at all', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => outcome(bytes) === 'bad-snapshot'));
  });

  it('works or is refused with a right checksum over wrong bytes', { timeout: 60_000 }, () => {
    const change = fc.tuple(fc.nat(body.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = body.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        expect(['bad-snapshot', 'used']).toContain(outcome(sealed(changed)));
      }),
      { numRuns: 1500 },
    );
  });

  it('works or is refused with a right checksum over bytes that are gone or too many', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.nat(20), fc.uint8Array({ maxLength: 8 }), (at, gone, more) => {
        const changed = Uint8Array.from([...body.slice(0, at), ...more, ...body.slice(at + gone)]);
        expect(['bad-snapshot', 'used']).toContain(outcome(sealed(changed)));
      }),
      { numRuns: 500 },
    );
  });
});

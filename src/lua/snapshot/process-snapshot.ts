/** The heap of a process as bytes and back: what stands around the heap itself (format.ts). */
import { aosNatives } from '../aos/aos-process.ts';
import { interpreter } from '../lib/base.ts';
import { moduleNatives } from '../lua-module.ts';
import type { Machine } from '../machine.ts';
import type { NativeFunction } from '../native.ts';
import type { Questions } from '../questions.ts';
import { LuaClosure } from '../interpreter/closure.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import type { LuaValue } from '../value.ts';
import { badSnapshot } from './bad-snapshot.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { checksum } from './checksum.ts';
import { fingerprint, MAGIC, VERSION } from './format.ts';
import { readHeap } from './heap-reader.ts';
import { writeHeap } from './heap-writer.ts';
import { Inventory } from './inventory.ts';

/** What a process is made of, beside the globals of its machine. */
export interface ProcessHeap {
  readonly machine: Machine;
  readonly questions: Questions;
  /** The entry function of the aos runtime, once a message ran in it. */
  readonly aos: LuaValue;
  /** Whether the process' own modules are loaded. */
  readonly loaded: boolean;
}

/** Whose heap it is, and the last slot it has seen. */
export interface SnapshotOf {
  readonly process: string;
  readonly slot: number;
}

/** Saves a heap between two calls. Costs follow its size; the heap stays as it is. */
export function saveProcess(heap: ProcessHeap, { process, slot }: SnapshotOf): Uint8Array<ArrayBuffer> {
  const body = new ByteWriter();
  body.count(fingerprint());
  body.text(process);
  body.count(slot + 1);
  body.byte(heap.loaded ? 1 : 0);
  writeHeap(interpreter(heap.machine.runtime), heap.aos, body);
  const written = body.written();
  const whole = new ByteWriter();
  whole.text(MAGIC);
  whole.count(VERSION);
  whole.count(checksum(written));
  whole.append(written);
  return whole.written().slice();
}

/**
 * Fills the heap of a fresh machine. Everything in the bytes is checked: they may come from anywhere.
 * @throws PocketbeamError `bad-snapshot`: damaged, of another build, process or slot. The machine is of no use then.
 */
export function restoreProcess(
  { machine, questions }: Pick<ProcessHeap, 'machine' | 'questions'>,
  bytes: Uint8Array,
  { process, slot }: SnapshotOf,
): Pick<ProcessHeap, 'aos' | 'loaded'> {
  const input = new ByteReader(bytes);
  if (input.text() !== MAGIC || input.count() !== VERSION)
    throw badSnapshot('it is of another version, or none at all');
  const sum = input.count();
  if (sum !== checksum(bytes.subarray(bytes.length - input.left))) throw badSnapshot('it is damaged');
  if (input.count() !== fingerprint()) throw badSnapshot('another build has made it');
  if (input.text() !== process || input.count() !== slot + 1) throw badSnapshot('it is of another process or slot');
  const loaded = input.flag();
  const vm = interpreter(machine.runtime);
  const aos = readHeap(vm, input, nativesOf(vm, questions));
  if (aos !== undefined && !(aos instanceof LuaClosure)) throw badSnapshot('it has no entry');
  return { aos, loaded };
}

/** The natives that programs of either dialect can have. */
function nativesOf(vm: Interpreter, questions: Questions): Map<string, NativeFunction> {
  const inventory = new Inventory(vm.main);
  const standard = [...vm.loaded.values(), vm.stringMetatable, vm.nextFunction, vm.ipairsIterator];
  for (const value of [...standard, ...aosNatives(vm), ...moduleNatives(questions)]) inventory.add(value);
  return new Map(inventory.natives.map((native) => [native.name, native]));
}

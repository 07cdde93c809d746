/**
 * A key-value store for Node: memory, with every transaction appended to a log in a folder and synced to disk before
 * it counts. Each entry is `length (4 bytes) · crc32 (4 bytes) · v8-serialized writes`; a torn tail, as a crash in the
 * middle of an append leaves it, is cut off when the log is opened.
 */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { fromCloneable, toCloneable } from '../core/cloneable.ts';
import { MemoryKeyValue, type Write } from './memory.ts';
import type { KeyValue } from './key-value.ts';

const HEADER_BYTES = 8;
/** The log holds the private key of the node. */
const OWNER_ONLY = 0o600;

/** @param folder is created when it does not exist; one process at a time may use it. */
export async function openFileKeyValue(folder: string): Promise<KeyValue> {
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, 'log'), 'a+', OWNER_ONLY);
  const { entries, end } = readEntries(await file.readFile());
  await file.truncate(end);
  const memory = new MemoryKeyValue({ beforeApply: (writes) => appendEntry(file, writes) });
  for (const writes of entries) memory.apply(writes);
  return {
    read: (work) => memory.read(work),
    write: (work) => memory.write(work),
    clear: () => memory.clear(),
    async close() {
      await memory.close();
      await file.close();
    },
  };
}

async function appendEntry(file: FileHandle, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const body = serialize(toCloneable(writes));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(body.length, 0);
  header.writeUInt32LE(crc32(body), 4);
  await file.appendFile(Buffer.concat([header, body]));
  await file.datasync();
}

function readEntries(log: Buffer): { entries: Write[][]; end: number } {
  const entries: Write[][] = [];
  let at = 0;
  while (at + HEADER_BYTES <= log.length) {
    const start = at + HEADER_BYTES;
    const end = start + log.readUInt32LE(at);
    const body = log.subarray(start, end);
    if (end > log.length || crc32(body) !== log.readUInt32LE(at + 4)) break;
    entries.push(fromCloneable(deserialize(body)) as Write[]);
    at = end;
  }
  return { entries, end: at };
}

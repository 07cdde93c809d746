/**
 * Heap snapshots as files, one for each process: the log of file.ts only grows, and a snapshot is replaced often. Each is
 * `slot (6 bytes) · length of the chain (2 bytes) · chain · heap`; the heap has a checksum of its own.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotStore } from '../core/ports/snapshots.ts';
import { binaryOf, bytesOf } from '../core/value.ts';

const SLOT_BYTES = 6;
const HEADER_BYTES = 8;

/** @param folder is made with the first snapshot */
export function createSnapshotFiles(folder: string): SnapshotStore {
  // Process ids differ in the case of letters, which not every file system tells apart.
  const fileOf = (process: string): string => join(folder, Buffer.from(process, 'latin1').toString('hex'));
  return {
    async keep(process, { slot, chain, bytes }) {
      const header = Buffer.alloc(HEADER_BYTES);
      header.writeUIntLE(slot, 0, SLOT_BYTES);
      header.writeUInt16LE(chain.length, SLOT_BYTES);
      await mkdir(folder, { recursive: true });
      const written = `${fileOf(process)}.new`;
      await writeFile(written, Buffer.concat([header, bytesOf(chain), bytes]));
      await rename(written, fileOf(process));
    },
    async newest(process) {
      const file = await readFile(fileOf(process)).catch(() => undefined);
      if (!file || file.length < HEADER_BYTES) return undefined;
      const start = HEADER_BYTES + file.readUInt16LE(SLOT_BYTES);
      const chain = binaryOf(file.subarray(HEADER_BYTES, start));
      return { slot: file.readUIntLE(0, SLOT_BYTES), chain, bytes: file.subarray(start) };
    },
    drop: (process) => rm(fileOf(process), { force: true }),
  };
}

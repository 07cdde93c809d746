import { access, readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createArchives } from '../../archive/archives.ts';
import type { Archives } from '../../core/ports/archives.ts';
import { openFileKeyValue } from '../../store/file.ts';
import { attachIds } from './attach-ids.ts';
import { UsageError, type Command } from './command.ts';

/** `pocketbeam export`: processes of a data folder as one file. */
export const exportCommand: Command = {
  summary: 'write processes of a data folder into one file',
  help: `Usage: pocketbeam export --data DIR [--process ID] FILE

Writes a process, or all, into one compressed file: schedule, results and state of every slot. The private key of the node
is not in it. Nothing else may use the folder meanwhile: stop 'pocketbeam serve' first.

  --data DIR    the folder that 'pocketbeam serve --data DIR' keeps processes in
  --process ID  only this process (default: all)

Example:
  pocketbeam export --data ./state backup.pocketbeam`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: attachIds(args),
      allowPositionals: true,
      options: { data: { type: 'string' }, process: { type: 'string' } },
    });
    const file = onlyFile(positionals);
    const folder = folderOf(values.data);
    await access(folder).catch(() => {
      throw new Error(`there is no folder ${folder}`);
    });
    const archive = await withArchives(folder, (archives) => archives.export(values.process));
    await writeFile(file, archive, { flag: 'wx' }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        throw new Error(`${file} exists already; choose another name`);
      throw error;
    });
    console.log(`${file}: ${archive.length} bytes`);
    return 0;
  },
};

/** `pocketbeam import`: what `export` wrote, or a page. */
export const importCommand: Command = {
  summary: 'bring processes out of such a file into a data folder',
  help: `Usage: pocketbeam import --data DIR [--replace] [--trust] FILE

Brings in all processes of a file that 'pocketbeam export' or a page has written, or, if anything is wrong with it, none.
Prints their ids. Nothing else may use the folder meanwhile: stop 'pocketbeam serve' first.

  --data DIR  the folder to keep them in; created if needed
  --replace   in place of processes of the same id that are there
  --trust     take messages whose signature cannot be checked again

Example:
  pocketbeam import --data ./state backup.pocketbeam
  pocketbeam serve --data ./state`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { data: { type: 'string' }, replace: { type: 'boolean' }, trust: { type: 'boolean' } },
    });
    const archive = new Uint8Array(await readFile(onlyFile(positionals)));
    const { processes } = await withArchives(folderOf(values.data), (archives) =>
      archives.import(archive, { replace: values.replace ?? false, trust: values.trust ?? false }),
    );
    for (const { process, slot } of processes) console.log(`${process}  slot ${slot}`);
    return 0;
  },
};

function folderOf(data: string | undefined): string {
  if (data === undefined) throw new UsageError('--data is missing');
  return data;
}

function onlyFile(files: readonly string[]): string {
  const [file] = files;
  if (file === undefined || files.length > 1) throw new UsageError('exactly one file is needed');
  return file;
}

async function withArchives<T>(folder: string, work: (archives: Archives) => Promise<T>): Promise<T> {
  const kv = await openFileKeyValue(folder);
  try {
    return await work(createArchives(kv));
  } finally {
    await kv.close();
  }
}

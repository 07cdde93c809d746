import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { diagnosticText } from '../../core/diagnostics.ts';
import { serveHttp } from '../node/http-server.ts';
import { createNodePocketbeam, type NodePocketbeam } from '../node/node-pocketbeam.ts';
import { UsageError, type Command } from './command.ts';
import { loadData } from './load-data.ts';
import { readKey } from './read-key.ts';
import { reloadOnChange, type LoadedFile } from './serve/reload.ts';

const DEFAULT_PORT = 8734;

/** `pocketbeam serve`: the emulator over HTTP, on this machine only. */
export const serve: Command = {
  summary: 'answer HyperPATHs over HTTP on this machine',
  help: `Usage: pocketbeam serve [--port N] [--memory | --data DIR] [--strict] [--sign] [--wallet KEY.json]
                        [--load FILE.lua]… [--watch] [--load-data P]… [--gateway URL] [--relay URL]…

Answers HyperPATH requests on 127.0.0.1, for curl, tests and CI.

  --port N       port to listen on; 0 takes a free one (default ${DEFAULT_PORT})
  --memory       keep nothing (default)
  --data DIR     keep processes in this folder
  --strict       behave as a real node does where that has a plain defect, and compute only on demand
  --sign         sign answers and assignments
  --wallet FILE  sign with this key, a JWK as Arweave wallets have it (default: one made when first needed and kept)
  --fixtures     accept messages for the store, POST /~pocketbeam@1.0/store with JSON { id, message } (for tests)
  --load FILE    spawn a process from a Lua file and print its id; may be given several times
  --watch        evaluate a loaded file in its process whenever it changes; the state stays
  --load-data P  keep a file, or those of a folder, as transactions that On-Boot and modules name, and print their ids:
                 a file named by an id (43 characters) has that one; the ending says what it is (.lua, .json …)
  --gateway URL  fetch transactions that are named and not here from this Arweave gateway
  --relay URL    let relay@1.0 pass requests on to this host; may be given several times

Example:
  pocketbeam serve --load token.lua
  U=http://127.0.0.1:${DEFAULT_PORT}/<process-id>~process@1.0
  curl -X POST -H 'action: Mint' -H 'to: bob' -H 'quantity: 5' $U/schedule
  curl $U/now/cache/balances/serialize~json@1.0

Tags of a message are headers of the POST; what stands in its query is none.`,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        memory: { type: 'boolean' },
        strict: { type: 'boolean', default: false },
        sign: { type: 'boolean', default: false },
        wallet: { type: 'string' },
        fixtures: { type: 'boolean', default: false },
        data: { type: 'string' },
        load: { type: 'string', multiple: true, default: [] },
        watch: { type: 'boolean', default: false },
        'load-data': { type: 'string', multiple: true, default: [] },
        gateway: { type: 'string' },
        relay: { type: 'string', multiple: true, default: [] },
      },
    });
    if (values.memory && values.data !== undefined) throw new UsageError('--memory and --data exclude each other');
    if (values.fixtures && values.data !== undefined) throw new UsageError('--fixtures goes with --memory only');
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new UsageError(`'${values.port}' is no port (0 to 65535)`);

    const sources = await Promise.all(
      values.load.map(async (file) => ({ file, source: await readFile(file, 'utf8') })),
    );
    const wallet = values.wallet === undefined ? undefined : await readKey(values.wallet);
    const beam = await createNodePocketbeam({
      ...(values.data === undefined ? {} : { data: values.data }),
      fixtures: values.fixtures,
      strict: values.strict,
      sign: values.sign,
      ...(wallet ? { wallet } : {}),
      ...(values.gateway === undefined ? {} : { gateway: values.gateway }),
      relay: values.relay,
      onCommit: ({ process: id, slot, record: { diagnostics = [] } }) => {
        for (const code of diagnostics) console.error(`pocketbeam: slot ${slot} of ${id}: ${diagnosticText(code)}`);
      },
      onError: (error) => console.error(`pocketbeam: ${error instanceof Error ? error.message : String(error)}`),
    });
    const server = await serveHttp(beam.handle, port).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
        throw new Error(`port ${port} is in use; choose another with --port, or --port 0 for a free one`);
      throw error;
    });
    for (const one of await loadData(beam.api.data, values['load-data'])) console.log(one);
    const loaded: LoadedFile[] = [];
    for (const { file, source } of sources) loaded.push({ file, source, process: await load(beam, file, source) });
    for (const { process: id, name, slot } of await beam.api.list()) console.log(`${id}  ${name}  slot ${slot}`);
    console.log(`Pocketbeam is listening on ${server.url}`);

    const ended = new AbortController();
    const watching = values.watch && reloadOnChange(beam.api, loaded, ended.signal, console.log);
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    ended.abort();
    await watching;
    await server.close();
    await beam.close();
    return 0;
  },
};

/** @returns the id of the process. */
async function load(beam: NodePocketbeam, file: string, source: string): Promise<string> {
  const id = await beam.api.spawn({ source, name: basename(file, '.lua') });
  const { error } = await beam.api.result({ process: id, slot: 0 });
  if (error) console.error(`pocketbeam: ${file}: ${error.message} (${error.code})`);
  return id;
}

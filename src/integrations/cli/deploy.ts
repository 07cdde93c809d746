import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { diagnosticText } from '../../core/diagnostics.ts';
import { deploy, type DeployOptions } from '../deploy/deploy.ts';
import { createNodePocketbeam } from '../node/node-pocketbeam.ts';
import { attachIds } from './attach-ids.ts';
import { UsageError, type Command } from './command.ts';
import { loadAoconnect } from './load-aoconnect.ts';
import { readKey } from './read-key.ts';

/** `pocketbeam deploy`: a program as a process of a real node. */
export const deployCommand: Command = {
  summary: 'publish a Lua program to a real HyperBEAM node',
  help: `Usage: pocketbeam deploy --node URL --wallet KEY.json --module ID [options] FILE.lua

Spawns a process that runs the file, on a HyperBEAM node, signed by a wallet of yours. The file is run here first: one that
fails is not published, and what a real node would do differently is said. Needs the client package:
npm install @permaweb/aoconnect

  --node URL        the node, such as https://node.example
  --wallet FILE     the key that signs, a JWK as Arweave wallets have it; its address becomes the owner
  --module ID       the aos module of the network: the Module tag of any aos process there has its id
  --name NAME       name of the process (default: that of the file)
  --scheduler ADDR  default: the node's own
  --authority ADDR  whose pushed messages the process trusts (default: the scheduler)
  --tag NAME=VALUE  a further tag; may be given several times
  --unchecked       do not run the file here first

Example:
  pocketbeam deploy --node https://node.example --wallet key.json --module <id> token.lua`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: attachIds(args),
      allowPositionals: true,
      options: {
        node: { type: 'string' },
        wallet: { type: 'string' },
        module: { type: 'string' },
        name: { type: 'string' },
        scheduler: { type: 'string' },
        authority: { type: 'string' },
        tag: { type: 'string', multiple: true, default: [] },
        unchecked: { type: 'boolean', default: false },
      },
    });
    const { scheduler, authority } = values;
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError('exactly one Lua file is needed');
    const [node, keyFile, module] = [needed(values, 'node'), needed(values, 'wallet'), needed(values, 'module')];
    const tags = values.tag.map(tagOf);
    const [source, wallet] = [await readFile(file, 'utf8'), await readKey(keyFile)];
    const aoconnect = await loadAoconnect();
    const name = values.name ?? basename(file, '.lua');
    if (!values.unchecked) await check(file, source, { name, tags });
    const { url, ...deployed } = await deploy({
      ...{ source, name, tags, module, node, wallet, aoconnect },
      ...(scheduler === undefined ? {} : { scheduler }),
      ...(authority === undefined ? {} : { authority }),
    });
    console.log(deployed.process);
    console.log(`Its state is read at ${url}/<key>`);
    if (deployed.error === undefined) return 0;
    console.error(`pocketbeam: the node runs ${deployed.process}, and its program failed: ${deployed.error}`);
    return 1;
  },
};

function needed<K extends string>(values: Partial<Record<K, string>>, option: K): string {
  const value = values[option];
  if (value === undefined) throw new UsageError(`--${option} is missing`);
  return value;
}

function tagOf(given: string): { name: string; value: string } {
  const at = given.indexOf('=');
  if (at < 1) throw new UsageError(`'${given}' is no tag: write --tag Name=value`);
  return { name: given.slice(0, at), value: given.slice(at + 1) };
}

/** Runs the program here. @throws Error when it fails. */
async function check(
  file: string,
  source: string,
  options: Required<Pick<DeployOptions, 'name' | 'tags'>>,
): Promise<void> {
  const beam = await createNodePocketbeam();
  try {
    const id = await beam.api.spawn({ source, ...options });
    const { error, diagnostics = [] } = await beam.api.result({ process: id, slot: 0 });
    for (const code of diagnostics) console.error(`pocketbeam: ${file}: ${diagnosticText(code)}`);
    if (error)
      throw new Error(
        `${file} fails here already, and is not published: ${error.message} (${error.code}). --unchecked publishes it all the same`,
      );
  } finally {
    await beam.close();
  }
}

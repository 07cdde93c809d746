/** Throw-away projects that use the packed package, with the development tools of this one. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const apps = fileURLToPath(new URL('apps/', import.meta.url));

/** What a project may import of this one's tools, by the name it has here where that is another. */
export type Tools = Readonly<Record<string, string>>;

/** With this set, everything is installed by npm, from the registry and the tarball: `npm run test:pack`. */
const installs = process.env.POCKETBEAM_PACK_INSTALL !== undefined;

const TOOLS: Tools = {
  vite: 'vite',
  react: 'react',
  'react-dom': 'react-dom',
  typescript: 'typescript',
  '@types/react': '@types/react',
  '@types/react-dom': '@types/react-dom',
  '@types/node': '@types/node',
  '@playwright/test': '@playwright/test',
};

export interface Project {
  /** Ends in `/`. */
  readonly folder: string;
  /** Runs a script of its node_modules with Node. @returns what it prints. @throws when it fails, with that. */
  node(script: string, args?: readonly string[], env?: Record<string, string>): Promise<string>;
  /** Starts one that goes on. @returns it, when it has printed `until`. */
  start(script: string, args: readonly string[], until: RegExp): Promise<ChildProcess>;
}

export interface Workshop {
  /** A project with a copy of the app of that name. @param tools other versions than {@link TOOLS}. */
  project(app: string, tools?: Tools): Promise<Project>;
  /** Removes all of them. */
  close(): Promise<void>;
}

/** Packs the package, once for all projects. */
export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pocketbeam-pack-'));
  await run(process.execPath, [path.join(root, 'e2e/tooling/pack.mjs'), path.join(folder, 'tarball')], { cwd: root });
  const [tarball] = await readdir(path.join(folder, 'tarball'));
  await run('tar', ['-xzf', path.join(folder, 'tarball', tarball ?? ''), '-C', folder]);
  let made = 0;
  return {
    async project(app, tools) {
      const own = `${folder}/${app}-${++made}/`;
      await cp(apps + app, own, { recursive: true });
      await cp(`${apps}counter.lua`, `${own}counter.lua`);
      const all = { ...TOOLS, ...tools };
      if (installs) await install(own, path.join(folder, 'tarball', tarball ?? ''), all);
      else await link(own, path.join(folder, 'package'), all);
      return projectAt(own);
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function projectAt(folder: string): Project {
  const commandOf = (script: string): string => path.join(folder, script);
  return {
    folder,
    async node(script, args = [], env = {}) {
      try {
        const options = { cwd: folder, env: { ...process.env, ...env } };
        return (await run(process.execPath, [commandOf(script), ...args], options)).stdout;
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string };
        throw new Error(`${script} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error });
      }
    },
    start: (script, args, until) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [commandOf(script), ...args], { cwd: folder });
        let out = '';
        const read = (chunk: Buffer): void => {
          out += chunk.toString();
          if (until.test(out)) resolve(child);
        };
        child.stdout.on('data', read);
        child.stderr.on('data', read);
        child.on('close', () => reject(new Error(out)));
      }),
  };
}

async function link(project: string, unpacked: string, tools: Tools): Promise<void> {
  // A copy: what it imports is looked for from where it lies.
  await cp(unpacked, `${project}node_modules/pocketbeam`, { recursive: true });
  for (const [name, ours] of Object.entries(tools)) {
    await mkdir(path.dirname(`${project}node_modules/${name}`), { recursive: true });
    await symlink(`${root}node_modules/${ours}`, `${project}node_modules/${name}`);
  }
}

async function install(project: string, tarball: string, tools: Tools): Promise<void> {
  const manifest = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as { devDependencies: Tools };
  const versions = Object.entries(tools).map(([name, ours]) => [
    name,
    manifest.devDependencies[ours]?.replace(/^npm:.+@/, ''),
  ]);
  const dependencies = { ...Object.fromEntries(versions), pocketbeam: `file:${tarball}` } as Tools;
  await writeFile(`${project}package.json`, JSON.stringify({ private: true, type: 'module', dependencies }));
  await run('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: project });
}

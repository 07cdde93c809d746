/** The samples of the documentation that need no browser: programs run, scripts of Node do, TypeScript is free of errors. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import ts from 'typescript';
import { afterAll, expect, it } from 'vitest';
import { documentedPages, programsOf, scriptOf, type Page } from './support/samples.ts';
import { createNodePocketbeam } from '../src/integrations/node/index.ts';

const root = process.cwd();
const folder = path.join(root, '.cache/samples');
rmSync(folder, { recursive: true, force: true });

/** Where the files of a page are, for its scripts. */
function folderOf(page: Page): string {
  const own = path.join(folder, path.basename(page.file, '.md'));
  mkdirSync(own, { recursive: true });
  for (const [name, source] of programsOf(page)) {
    mkdirSync(path.dirname(path.join(own, name)), { recursive: true });
    writeFileSync(path.join(own, name), source);
  }
  return own;
}

/** The source of the package, where a sample names an entry of it. */
const fromSource = (code: string): string =>
  code.replaceAll(/'pocketbeam\/(\w+)'/g, (_, entry: string) => {
    const file = entry === 'core' ? 'src/core/index.ts' : `src/integrations/${entry}/index.ts`;
    return JSON.stringify(path.join(root, file));
  });

async function run(programs: [string, string][]): Promise<void> {
  const { api, close } = await createNodePocketbeam();
  for (const [name, source] of programs) {
    const { error } = await api.result({ process: await api.spawn({ source }), slot: 0 });
    expect({ name, error }).toEqual({ name, error: undefined });
  }
  await close();
}

async function runScript(page: Page, script: string): Promise<void> {
  const own = folderOf(page);
  process.chdir(own);
  const file = path.join(own, 'sample.ts');
  const expected = `import { expect as expectValue } from 'vitest';
const expected = (given: unknown, value: unknown) => expectValue(given).toEqual(value);
`;
  writeFileSync(file, expected + fromSource(script));
  await import(/* @vite-ignore */ file);
}

const pages = documentedPages();

afterAll(() => process.chdir(root));

it('there are samples', () => {
  expect(pages.map(({ file }) => file)).toEqual(
    expect.arrayContaining(['src/docs/expose-state.md', 'src/docs/going-live.md', 'src/docs/testing-a-dapp.md']),
  );
});

for (const page of pages) {
  const programs = programsOf(page).filter(([, source]) => /\b(?:Handlers|Send)\b/.test(source));
  if (programs.length > 0) it(`${page.file}: its programs run`, () => run(programs));

  const script = scriptOf(page, 'node');
  if (script !== undefined) it(`${page.file}: its scripts for Node give what they say`, () => runScript(page, script));
}

it('those in TypeScript are free of type errors', () => {
  const files = pages.flatMap((page) => {
    const own = folderOf(page);
    return page.samples
      .filter(({ language }) => /^tsx?$/.test(language))
      .map(({ language, code, line }) => {
        const file = path.join(own, `types-${line}.${language}`);
        writeFileSync(file, `${language === 'tsx' ? '/** @jsxImportSource react */\n' : ''}${code}\nexport {};\n`);
        return file;
      });
  });
  const config = ts.readConfigFile(path.join(root, 'tsconfig.json'), (name) => readFileSync(name, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config.config, include: [], files }, ts.sys, root);
  const program = ts.createProgram([...files, path.join(root, 'src/integrations/vite/lua.d.ts')], options);
  const problems = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${path.relative(folder, file)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
  expect(files.length).toBeGreaterThan(0);
  expect(problems).toEqual([]);
  // The compiler reads all of the project.
}, 180_000);

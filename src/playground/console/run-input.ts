/** What the prompt does with what was typed. */
import { PocketbeamError, type Pocketbeam, type SlotResult } from 'pocketbeam';
import { evaluations } from '../editor/evaluations.ts';
import { announce } from '../model/announce.ts';
import { examples } from '../model/examples.ts';
import { kept, keptJson } from '../model/kept.ts';
import { chosen, refreshProcesses } from '../model/processes.ts';
import { files, program } from '../model/project.ts';
import { pocketbeam } from '../model/session.ts';
import { stripAnsi } from '../text/ansi.ts';
import { commandOf, inputsOf, type Command } from './commands.ts';
import { HELP } from './help.ts';
import { readHistory, remembered, type History } from './history.ts';
import { clearConsole, say } from './output.ts';
import { openPrompt, promptProcess } from './prompt-process.ts';

/** What was run before, over reloads. */
export const history = keptJson<History>('prompt-history', [], readHistory);

/** Which program `MyModule` is in the prompt: its process and the id of the text. */
const given = kept('prompt-module');

/**
 * Runs what was typed, one command after the other.
 * @throws PocketbeamError `unknown-command`, `no-such-file`, `no-such-blueprint`, and what an Eval throws; what runs and
 * fails is in the slot's result instead.
 */
export async function runInput(typed: string): Promise<void> {
  const beam = pocketbeam.peek();
  if (!beam) return;
  const inputs = inputsOf(typed);
  // A command that does not exist is told before anything runs.
  const commands = inputs.map(commandOf);
  for (const [i, command] of commands.entries()) await run(beam, command, inputs[i] ?? '');
}

async function run(beam: Pocketbeam, command: Command, input: string): Promise<void> {
  history.value = remembered(history.peek(), input);
  if (command.kind === 'clear') return clearConsole();
  if (command.kind === 'help') {
    say('input', input);
    return say('note', HELP);
  }
  const texts = textsOf(command);
  const process = await openPrompt(beam);
  say('input', input, process);
  if (command.kind === 'lua' && /\bMyModule\b/.test(input) && process === promptProcess.peek()?.process)
    await provideModule(beam, process);
  const results = await evaluate(beam, process, texts);
  if (command.kind === 'lua') hint(process, input, results[0]);
  else if (!results.at(-1)?.error) say('note', `Loaded ${command.kind === 'load' ? loaded(command) : command.name}.`);
  await refreshProcesses();
}

/** Runs the text of a file that somebody chose. */
export async function runFile(file: File): Promise<void> {
  const beam = pocketbeam.peek();
  if (!beam) return;
  const text = await file.text();
  const process = await openPrompt(beam);
  say('input', `.load ${file.name}`, process);
  const [result] = await evaluate(beam, process, [text]);
  if (!result?.error) say('note', `Loaded ${file.name}.`);
  await refreshProcesses();
}

/** Stops at the first that fails. */
async function evaluate(beam: Pocketbeam, process: string, texts: readonly string[]): Promise<SlotResult[]> {
  const results: SlotResult[] = [];
  for (const code of texts) {
    const result = await beam.eval({ process, code });
    results.push(result);
    announce(result.error ? `Slot ${result.slot} failed.` : stripAnsi(result.output.data) || 'Done.');
    if (result.error) break;
  }
  return results;
}

/** @throws PocketbeamError `no-such-file`, `no-such-blueprint` */
function textsOf(command: Exclude<Command, { kind: 'help' | 'clear' }>): string[] {
  if (command.kind === 'lua') return [command.code];
  if (command.kind === 'blueprint') return [blueprint(command.name)];
  const all = files.peek();
  if (command.file === undefined) return evaluations(all).map(({ code }) => code);
  const one = all.find(({ path }) => path === command.file || path === `${command.file}.lua`);
  if (one) return [one.text];
  throw new PocketbeamError('no-such-file', `The editor has no file ${command.file}.`, {
    cause: `It has ${all.map(({ path }) => path).join(', ')}.`,
    next: 'Name one of these, or press “Load a file …” for one of this machine.',
    status: 404,
  });
}

function blueprint(name: string): string {
  const found = examples.find(({ id, title }) => id === name.toLowerCase() || title === name);
  if (found) return found.source;
  throw new PocketbeamError('no-such-blueprint', name ? `There is no blueprint ${name}.` : 'Name a blueprint.', {
    cause: `Here are ${examples.map(({ id }) => id).join(', ')}.`,
    next: 'Type .load-blueprint token, for example.',
    status: 404,
  });
}

const loaded = ({ file }: { file?: string }): string =>
  file ??
  files
    .peek()
    .map(({ path }) => path)
    .join(', ');

/** Keeps the program in the editor as a module, and tells its id to the prompt as `MyModule`. */
async function provideModule(beam: Pocketbeam, process: string): Promise<void> {
  const name = program.peek().id;
  const text = evaluations(files.peek())
    .map(({ code }) => code)
    .join('\n');
  const id = await beam.data.put(text, { contentType: 'application/lua', tags: { Name: name } });
  const now = `${process} ${id} ${name}`;
  if (given.peek() === now) return;
  await beam.eval({ process, code: `MyModule, MyModuleName = '${id}', '${name}'` });
  given.value = now;
  say('note', `MyModule is ${name}, as the editor has it.`);
}

/** Who asks their own prompt for what only another process has is told where to look. */
function hint(process: string, input: string, result: SlotResult | undefined): void {
  const other = chosen.peek();
  if (!result || result.error || !/^[A-Za-z_]\w*$/.test(input) || stripAnsi(result.output.data) !== 'nil') return;
  if (other && other.process !== process)
    say('note', `The prompt has no ${input}. To ask ${other.name || 'the chosen process'}, choose it before the >.`);
}

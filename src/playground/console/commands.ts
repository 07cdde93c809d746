/** What was typed at the prompt, as commands. */
import { PocketbeamError } from 'pocketbeam';

export type Command =
  | { readonly kind: 'lua'; readonly code: string }
  /** Without a file: all of the program in the editor. */
  | { readonly kind: 'load'; readonly file?: string }
  | { readonly kind: 'blueprint'; readonly name: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'clear' };

/** A prompt that was copied together with what was typed at it: `default@aos-2.0.6> `, `aos> `. */
const PROMPT = /^[\w.@-]*aos[\w.@-]*(?:\[[^\]\n]*\])?>[ \t]?/;

/**
 * The texts to run one after the other: one for each prompt among the lines, or else all of it. Lines before the first
 * prompt are one of their own.
 */
export function inputsOf(typed: string): string[] {
  const inputs: string[][] = [[]];
  for (const line of typed.split(/\r?\n/)) {
    const prompt = PROMPT.exec(line)?.[0];
    if (prompt !== undefined) inputs.push([]);
    inputs.at(-1)?.push(line.slice(prompt?.length ?? 0));
  }
  return inputs.map((lines) => lines.join('\n').trim()).filter((input) => input !== '');
}

/**
 * Lua, or a command that begins with a dot.
 * @throws PocketbeamError `unknown-command`
 */
export function commandOf(input: string): Command {
  const [, name, rest = ''] = /^\.([\w-]*)[ \t]*(.*)$/s.exec(input) ?? [];
  const argument = rest.trim();
  switch (name) {
    case undefined:
      return { kind: 'lua', code: input };
    case 'load':
      return { kind: 'load', ...(argument ? { file: argument } : {}) };
    case 'load-blueprint':
      return { kind: 'blueprint', name: argument };
    case 'help':
    case 'clear':
      return { kind: name };
    default:
      throw new PocketbeamError('unknown-command', `There is no command .${name} here.`, {
        cause: 'Commands are .load, .load-blueprint, .help and .clear; everything else is Lua.',
        next: 'Type .help to see what they do.',
        status: 400,
      });
  }
}

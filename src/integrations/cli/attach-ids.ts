import { isId } from '../../core/ids.ts';

/**
 * Arguments in which each id is part of the option before it: `--process -abc…` becomes `--process=-abc…`. One id in 64
 * begins with `-`, where `parseArgs` would see an option.
 *
 * @param args what stands after the command's name
 */
export function attachIds(args: readonly string[]): string[] {
  const attached: string[] = [];
  for (const arg of args) {
    const option = attached.at(-1);
    if (arg.startsWith('-') && isId(arg) && option !== undefined && /^--[^=]+$/.test(option))
      attached[attached.length - 1] = `${option}=${arg}`;
    else attached.push(arg);
  }
  return attached;
}

/** The text of a slot's error as scenarios compare it. */
import type { SlotResult } from '../../emulator/api.ts';
import type { Scenario } from './scenario.ts';

/** What stands for "no output at all" in a scenario of the hyper dialect. */
export const NO_OUTPUT = 'error';

/** `[string "aos"]:4: ` or `aos.lua:4: `, once for every function that passed the error on. */
const POSITIONS = /^(?:(?:\[string "[^"\n]*"\]|[\w./-]+\.lua):\d+: )+/;
const COLORS = /\x1b\[[\d;]*m/g;

/**
 * Why a slot failed, positions and colours left out; undefined when it did not. A handler of the hyper dialect that fails
 * says so in the output; without any output it is {@link NO_OUTPUT}.
 */
export function errorText({ error, output }: SlotResult, dialect: Scenario['dialect']): string | undefined {
  if (error) return withoutPosition(error.message);
  if (dialect === 'aos2') return undefined;
  const text = output.data.replace(COLORS, '');
  const [, message] = /(?:^|\n)error:\s*(.*)$/is.exec(text) ?? [];
  return message === undefined ? undefined : withoutPosition(message);
}

const withoutPosition = (message: string): string => message.replace(COLORS, '').trim().replace(POSITIONS, '');

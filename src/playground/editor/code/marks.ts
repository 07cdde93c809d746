/** The checks as underlines, and in the gutter. */
import { linter, lintGutter, type Diagnostic } from '@codemirror/lint';
import { StateEffect, type Extension } from '@codemirror/state';
import { checkLua } from '../check/check.ts';
import type { Reported } from '../check/reported.ts';

const DELAY_MS = 250;

/** Has the text checked although it has not changed. */
export const checkAgain = StateEffect.define<null>();

/** @param reported what the last run told of this very text, asked anew for every check. */
export function marks(reported: (text: string) => Reported | undefined): Extension {
  return [
    linter(
      ({ state }) => {
        const text = state.doc.toString();
        return checkLua(text, reported(text)).map(({ from, to, severity, message, code }): Diagnostic => ({
          from,
          to,
          severity,
          message,
          source: code,
        }));
      },
      {
        delay: DELAY_MS,
        needsRefresh: ({ transactions }) =>
          transactions.some(({ effects }) => effects.some((effect) => effect.is(checkAgain))),
      },
    ),
    lintGutter(),
  ];
}

import { MAIN } from '../model/project-files.ts';
import type { Reported } from './check/reported.ts';
import { outcome } from './run.ts';

/** What the last run told of a file, if it has this text still. */
export function reportedOf(text: string, path: string): Reported | undefined {
  const run = outcome.peek();
  if (!run || run.files.find((file) => file.path === path)?.text !== text) return undefined;
  const { error } = run;
  return {
    error: (error?.file ?? MAIN) === path ? error : undefined,
    diagnostics: run.result.diagnostics ?? [],
  };
}

/**
 * Parts of the library that few programs use are files of their own. Lua runs at once and loading does not, so the first use
 * ends the run, uncaught by any `pcall` and undone; whoever called loads the part and runs the same once more.
 */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
  constructor(readonly load: () => Promise<unknown>) {
    super('a part of the library is not loaded yet');
  }
}

/** The result of `work`, which leaves everything as it was when it finds a part missing. */
export async function withParts<T>(work: () => T): Promise<T> {
  for (;;)
    try {
      return work();
    } catch (error) {
      if (!(error instanceof NotLoaded)) throw error;
      await error.load();
    }
}

/** A subcommand of `pocketbeam`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help text, printed by `pocketbeam help <name>` and `pocketbeam <name> --help`. */
  readonly help: string;
  /**
   * Runs the command.
   *
   * @param args what stands after the command's name
   * @returns the exit code
   * @throws UsageError for arguments it does not understand
   */
  readonly run: (args: string[]) => Promise<number> | number;
}

/** Arguments that make no sense: the message goes to stderr, and the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

import 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test was skipped; the runner prints it in its summary. */
    skipReason?: string;
  }
}

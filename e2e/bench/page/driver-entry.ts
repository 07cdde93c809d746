/**
 * The page of the bench. It reads from its URL what it has to do, does it alone, with nobody attached to it, and posts what
 * it has found when all is done.
 */
import { coldStart } from '../cold-start/in-page.ts';
import { dryRuns } from '../dry-run/in-page.ts';
import { reads } from '../reads/in-page.ts';
import { send } from '../send/in-page.ts';
import { spawns } from '../spawn/in-page.ts';
import { disk, memory } from '../storage/in-page.ts';
import { throughput } from '../throughput/in-page.ts';
import { RESULTS } from './paths.ts';

const tasks = { reads, send, throughput, spawns, coldStart, disk, memory, dryRuns };

/** What a page can be told to do: tasks with their options and findings. */
export type Tasks = typeof tasks;

/** The `task` and `options` of the page's query. */
async function run(): Promise<unknown> {
  const query = new URLSearchParams(location.search);
  const task = tasks[query.get('task') as keyof Tasks] as (options: unknown) => Promise<unknown>;
  return task(JSON.parse(query.get('options') ?? 'null'));
}

const post = (found: object): Promise<Response> => fetch(RESULTS, { method: 'POST', body: JSON.stringify(found) });
const told = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

run().then(
  (found) => post({ found }),
  (error: unknown) => post({ error: told(error) }),
);

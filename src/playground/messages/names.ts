/** What processes are called, for people. */
import { processes } from '../model/processes.ts';
import { shortId } from '../parts/short-id.tsx';

/** Its name where it is here and not the only one of that name, else the ends of its id. Read in a component, it follows. */
export function nameOf(process: string): string {
  if (process === '') return 'nobody';
  const name = processes.value.find((one) => one.process === process)?.name;
  const alone = processes.value.filter((one) => one.name === name).length === 1;
  return name === undefined || name === '' ? shortId(process) : alone ? name : `${name} ${process.slice(0, 4)}`;
}

/** Who sent a message: the process, or who uses this browser. */
export function senderName(from: string): string {
  return from.startsWith('local-owner-') ? 'you' : nameOf(from);
}

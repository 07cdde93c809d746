/** The request that is being written. */
import { effect, signal } from '@preact/signals';
import { kept } from '../model/kept.ts';
import { chosenId } from '../model/processes.ts';
import { cachePath, withProcess } from '../text/paths.ts';

export const METHODS = ['GET', 'HEAD'] as const;

export const method = signal<(typeof METHODS)[number]>('GET');
export const path = kept('path');

let asked = '';

// The same question goes to whatever process is chosen.
effect(() => {
  const process = chosenId.value;
  if (process === undefined) return;
  path.value = path.peek() ? withProcess(path.peek(), asked, process) : cachePath(process);
  asked = process;
});

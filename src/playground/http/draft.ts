/** The request that is being written. */
import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { kept } from '../model/kept.ts';
import { chosenId } from '../model/processes.ts';
import { pocketbeam } from '../model/session.ts';
import { cachePath, toPath, withProcess } from '../text/paths.ts';
import type { RequestText } from './request-code.ts';

/** Those that are offered; any other can be typed. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const;

export const method = kept('method', 'GET');
export const path = kept('path');
/** A line `name: value` for each. */
export const headers = kept('headers');
export const body = kept('body');

/** As it would be sent: a URL of this site becomes a path. */
export const draft: ReadonlySignal<RequestText> = computed(() => ({
  method: method.value.trim().toUpperCase() || 'GET',
  path: toPath(path.value, pocketbeam.value?.scope ?? '/', location.origin),
  headers: headers.value,
  body: body.value,
}));

/** Writes a request over the one that was being written. */
export function redraft(request: RequestText): void {
  method.value = request.method;
  path.value = request.path;
  headers.value = request.headers;
  body.value = request.body;
}

/** Writes a plain read of a path. */
export const lookAt = (at: string): void => redraft({ method: 'GET', path: at, headers: '', body: '' });

let asked = '';

// The same question goes to whatever process is chosen.
effect(() => {
  const process = chosenId.value;
  if (process === undefined) return;
  path.value = path.peek() ? withProcess(path.peek(), asked, process) : cachePath(process);
  asked = process;
});

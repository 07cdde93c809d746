/** The line that says whether the page can work. */
import { byId, setText } from './dom.ts';
import { errorBox } from './error-box.ts';
import { errorWords } from './error-words.ts';

const line = byId('status', HTMLElement);

export function showReady(processes: number): void {
  line.dataset.state = 'ready';
  setText(line, `ready · ${processes} ${processes === 1 ? 'process' : 'processes'}`);
}

export function showFailed(error: unknown): void {
  line.dataset.state = 'failed';
  setText(line, 'could not start');
  errorBox(byId('start-error', HTMLElement)).show(errorWords(error));
}

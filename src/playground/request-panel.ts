import { bodyText } from './body-text.ts';
import { byId, el } from './dom.ts';
import { errorBox } from './error-box.ts';
import { errorWords } from './error-words.ts';
import { gate } from './gate.ts';
import { cachePath, isHyperPath, toPath, variants, withProcess } from './paths.ts';
import { load, save } from './saved.ts';
import { whileBusy } from './while-busy.ts';
import type { Workspace } from './workspace.ts';

const SAVED_PATH = 'path';

/** Request: a real fetch through the Service Worker, and all that came back. */
export function requestPanel(workspace: Workspace): void {
  const { pocketbeam } = workspace;
  const form = byId('request-form', HTMLFormElement);
  const method = byId('method', HTMLSelectElement);
  const path = byId('path', HTMLInputElement);
  const place = byId('response', HTMLElement);
  const errors = errorBox(byId('request-error', HTMLElement));
  let process = '';

  function setPath(value: string): void {
    path.value = value;
    // The end says more than the id that all paths begin with.
    path.scrollLeft = path.scrollWidth;
    save(SAVED_PATH, value);
  }

  async function request(): Promise<void> {
    const asked = toPath(path.value, pocketbeam.scope, location.origin);
    place.replaceChildren(el('p', { class: 'hint' }, 'Fetching …'));
    try {
      const began = performance.now();
      const response = await pocketbeam.fetch(asked, { method: method.value }).catch((error: unknown) => {
        throw noAnswer(asked, error);
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      const ms = performance.now() - began;
      place.replaceChildren(...responseNodes(response, bytes, ms, method.value === 'HEAD'));
    } catch (error) {
      place.replaceChildren();
      throw error;
    }
    if (!isHyperPath(asked))
      place.append(
        el(
          'p',
          { class: 'hint' },
          'This is no HyperPATH, it begins neither with the id of a process nor with ~: the server of the page answered.',
        ),
      );
  }

  byId('variants', HTMLElement).append(
    ...variants.map((variant) => {
      const button = el('button', { type: 'button' }, variant.label);
      button.addEventListener('click', () => {
        setPath(variant.path(process));
        form.requestSubmit();
      });
      return button;
    }),
  );
  path.addEventListener('input', () => save(SAVED_PATH, path.value));
  form.addEventListener('submit', () => void whileBusy(form, () => errors.attempt(request)));

  path.value = load(SAVED_PATH) ?? '';
  workspace.onChoice((chosen) => {
    gate(form, chosen === undefined ? 'Spawn a process first, then it can be asked.' : undefined);
    if (chosen === undefined) return;
    setPath(path.value ? withProcess(path.value, process, chosen) : cachePath(chosen));
    process = chosen;
  });
}

function emptyBody(headOnly: boolean): string {
  return headOnly ? 'HEAD asks for no body.' : 'The body is empty: the keys of a flat map are answered as headers.';
}

/** The browser says no more than "Failed to fetch". */
function noAnswer(path: string, error: unknown): Error {
  const cause = isHyperPath(path)
    ? 'The Service Worker did not answer: reload the page.'
    : 'It is no HyperPATH, so the server of the page was asked, which cannot be reached.';
  return Object.assign(new Error(`${path} got no answer (${errorWords(error).message}). ${cause}`), {
    code: 'no-answer',
  });
}

function responseNodes(response: Response, bytes: Uint8Array, ms: number, headOnly: boolean): Node[] {
  const { text, note } = bodyText(bytes, response.headers.get('content-type') ?? '');
  const status = `${response.status} ${response.statusText}`.trim();
  const size = `${bytes.length.toLocaleString('en')} ${bytes.length === 1 ? 'byte' : 'bytes'}`;
  const headers = [...response.headers].map(([name, value]) =>
    el('tr', {}, el('th', { scope: 'row' }, name), el('td', {}, value)),
  );
  return [
    el(
      'p',
      { class: 'title' },
      el('strong', { class: response.ok ? 'ok' : 'bad', 'data-testid': 'response-status' }, status),
      el('span', { class: 'hint', 'data-testid': 'response-facts' }, ` ${ms.toFixed(1)} ms · ${size}`),
    ),
    text
      ? el('pre', { 'data-testid': 'response-body', 'aria-label': 'Body', role: 'region', tabindex: '0' }, text)
      : el('p', { class: 'hint' }, emptyBody(headOnly)),
    ...(note ? [el('p', { class: 'hint' }, note)] : []),
    el(
      'details',
      { open: '' },
      el('summary', {}, `${headers.length} headers`),
      el(
        'div',
        { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Headers' },
        el('table', { class: 'headers', 'data-testid': 'response-headers' }, el('tbody', {}, ...headers)),
      ),
    ),
  ];
}

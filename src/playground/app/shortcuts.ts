/** The keys of the page, and what the sheet says about them. */
import { tinykeys } from 'tinykeys';
import { runProgram } from '../editor/run.ts';
import { helpOpen, showTab } from '../model/view.ts';
import { allTabs } from './tab-list.ts';

export interface Shortcut {
  /** As tinykeys writes it. */
  readonly keys: string;
  /** As the sheet shows it. */
  readonly shown: string;
  readonly says: string;
  readonly run: () => void;
  /** Whether it works while one types. Default false. */
  readonly always?: boolean;
}

/** How long the second key of two may take. */
const SEQUENCE_MS = 2_000;

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export const shortcuts: readonly Shortcut[] = [
  {
    keys: '$mod+Enter',
    shown: `${MOD} Enter`,
    says: 'Run the program; in a form, send it',
    run: () => void runProgram(),
    always: true,
  },
  ...allTabs.map(({ id, title, key }) => ({
    keys: `g ${key}`,
    shown: `g ${key}`,
    says: `Go to ${title}`,
    run: () => goTo(id),
  })),
  { keys: 'Shift+?', shown: '?', says: 'Show these keys', run: () => (helpOpen.value = true) },
];

/** What no shortcut does but the page understands. */
export const otherKeys: readonly (readonly [shown: string, says: string])[] = [
  ['Esc, then Tab', 'Leave the editor'],
  ['← → Home End', 'Move between tabs; move a line between panes'],
];

/** Listens as long as the page is there. */
export function listenForKeys(): void {
  const bindings = shortcuts.map(({ keys, run, always }) => [
    keys,
    (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') || (!always && isTyping(event.target)))
        return;
      event.preventDefault();
      run();
    },
  ]);
  const map = Object.fromEntries(bindings) as Record<string, (event: KeyboardEvent) => void>;
  tinykeys(window, map, { timeout: SEQUENCE_MS });
}

function goTo(id: string): void {
  showTab(id);
  requestAnimationFrame(() =>
    document
      .querySelector<HTMLElement>(`[data-testid="${id}"] :is(a, button, input, textarea, [tabindex="0"])`)
      ?.focus(),
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

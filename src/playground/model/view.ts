/** What of the page is looked at: tabs, sizes, theme. */
import { effect, signal } from '@preact/signals';
import { kept, keptJson } from './kept.ts';

/** Below this width everything is a tab. */
const NARROW = matchMedia('(max-width: 719.98px)');

/** Whether the page is too narrow for panes beside each other. */
export const narrow = signal(NARROW.matches);
NARROW.addEventListener('change', () => (narrow.value = NARROW.matches));

/** The tab at the right of a wide page. */
export const sideTab = kept('tab', 'state');

/** The tab of a narrow page, where processes and editor are tabs too. */
export const narrowTab = kept('narrow-tab', 'editor');

/** The tabs that are panes of their own on a wide page. */
export const PANES: readonly string[] = ['processes', 'editor'];

/** Brings a tab to the front, whatever the width of the page. */
export function showTab(id: string): void {
  narrowTab.value = id;
  if (!PANES.includes(id)) sideTab.value = id;
}

/** Whether the page stands in another one (`?embed=1`): the editor and the state, and nothing around them. */
export const embedded = new URLSearchParams(location.search).get('embed') === '1';

/** Whether the tab is in front. Read in a component or an effect, it follows. */
export function inFront(id: string): boolean {
  if (embedded) return id === 'editor' || id === 'state';
  return narrow.value ? narrowTab.value === id : PANES.includes(id) || sideTab.value === id;
}

/** Whether the sheet of keys is open. */
export const helpOpen = signal(false);

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const theme = keptJson<Theme>('theme', 'system', (stored) => THEMES.find((known) => known === stored));

effect(() => {
  document.documentElement.style.colorScheme = theme.value === 'system' ? '' : theme.value;
});

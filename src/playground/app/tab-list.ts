/** The tabs of the page: on a wide one the first two are panes of their own. */
import type { ComponentType } from 'preact';
import { ChartsTab } from '../charts/charts-tab.tsx';
import { ConsoleTab } from '../console/console-tab.tsx';
import { EditorTab } from '../editor/editor-tab.tsx';
import { HttpTab } from '../http/http-tab.tsx';
import { MessagesTab } from '../messages/messages-tab.tsx';
import { ProcessesTab } from '../processes/processes-tab.tsx';
import { lazy } from '../parts/lazy.tsx';
import { SnapshotTab } from '../snapshot/snapshot-tab.tsx';
import { StateTab } from '../state/state-tab.tsx';
import { PANES } from '../model/view.ts';

const MigrateTab = lazy(() => import('../migrate/migrate-tab.tsx').then((module) => module.MigrateTab));

export interface PlaygroundTab {
  /** Stable: kept as the tab in front, and the `data-testid` of its panel. */
  readonly id: string;
  readonly title: string;
  /** Pressed after `g` brings it to the front. */
  readonly key: string;
  readonly Content: ComponentType;
}

export const allTabs: readonly PlaygroundTab[] = [
  { id: 'processes', title: 'Processes', key: 'p', Content: ProcessesTab },
  { id: 'editor', title: 'Editor', key: 'e', Content: EditorTab },
  { id: 'state', title: 'State', key: 's', Content: StateTab },
  { id: 'messages', title: 'Messages', key: 'm', Content: MessagesTab },
  { id: 'http', title: 'HTTP', key: 'h', Content: HttpTab },
  { id: 'console', title: 'Console', key: 'c', Content: ConsoleTab },
  { id: 'migrate', title: 'Migrate', key: 'i', Content: MigrateTab },
  { id: 'charts', title: 'Charts', key: 't', Content: ChartsTab },
  { id: 'snapshot', title: 'Snapshot', key: 'a', Content: SnapshotTab },
];

/** Those at the right of a wide page. */
export const sideTabs = allTabs.filter(({ id }) => !PANES.includes(id));

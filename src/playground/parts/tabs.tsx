/** Tabs as the ARIA Authoring Practices describe them: arrow keys move, the tab in focus is the one in front. */
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

export interface Tab {
  readonly id: string;
  readonly title: string;
}

interface Props<T extends Tab> {
  label: string;
  tabs: readonly T[];
  chosen: string;
  onChoose: (id: string) => void;
  /** What stands behind a tab; made when it first comes to the front, and kept. */
  panel: (tab: T) => ComponentChildren;
}

export function Tabs<T extends Tab>({ label, tabs, chosen, onChoose, panel }: Props<T>) {
  const prefix = useId();
  const seen = useRef(new Set<string>());
  const front = tabs.some(({ id }) => id === chosen) ? chosen : tabs[0]?.id;
  if (front !== undefined) seen.current.add(front);
  return (
    <div class="tabs">
      <TabList label={label} tabs={tabs} chosen={front} onChoose={onChoose} prefix={prefix} />
      {tabs.map((tab) => (
        <div
          key={tab.id}
          class="tab-panel"
          role="tabpanel"
          id={`${prefix}${tab.id}-panel`}
          aria-labelledby={`${prefix}${tab.id}-tab`}
          data-testid={tab.id}
          hidden={tab.id !== front}
        >
          {seen.current.has(tab.id) && panel(tab)}
        </div>
      ))}
    </div>
  );
}

interface ListProps extends Pick<Props<Tab>, 'label' | 'tabs' | 'onChoose'> {
  chosen: string | undefined;
  /** Begins the ids of tabs and panels. */
  prefix: string;
}

/** Only the row of tabs: the panels are somebody else's, with the ids `<prefix><id>-panel`. */
export function TabList({ label, tabs, chosen, onChoose, prefix }: ListProps) {
  const list = useRef<HTMLDivElement>(null);
  const key = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const to = afterArrow(event.key, at, tabs.length);
    const tab = to === undefined ? undefined : tabs[to];
    if (!tab) return;
    event.preventDefault();
    onChoose(tab.id);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to ?? 0]?.focus();
  };
  return (
    <div class="tab-list" role="tablist" aria-label={label} ref={list} onKeyDown={key}>
      {tabs.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${prefix}${id}-tab`}
          aria-selected={id === chosen}
          aria-controls={`${prefix}${id}-panel`}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function afterArrow(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (at + 1) % count;
  if (key === 'ArrowLeft') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

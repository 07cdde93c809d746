/** What the panels share: the Pocketbeam, its processes, and which of them is chosen. */
import type { Pocketbeam, ProcessSummary } from 'pocketbeam';
import { coalesce } from './coalesce.ts';
import { happening } from './happening.ts';
import { load, save } from './saved.ts';

export interface Workspace {
  readonly pocketbeam: Pocketbeam;
  /** Newest first. */
  readonly processes: readonly ProcessSummary[];
  /** Undefined only when there is no process at all. */
  readonly chosen: ProcessSummary | undefined;
  choose(process: string): void;
  /** Reads the list again; with `choosing`, chooses that process from it. */
  refresh(choosing?: string): Promise<void>;
  /** Tells the panels that a slot was computed: from any tab, or because a call of ours returned. */
  computed(process: string, slot: number): void;
  /** The list or its slots changed. */
  onList(listener: () => void): void;
  /** Another process is chosen, or none. Called at once as well. */
  onChoice(listener: (process: string | undefined) => void): void;
  /** A slot of the chosen process was computed. */
  onSlot(listener: (slot: number) => void): void;
}

const CHOICE = 'process';

export function createWorkspace(pocketbeam: Pocketbeam): Workspace {
  const list = happening<void>();
  const choice = happening<string | undefined>();
  const slots = happening<number>();
  let processes: readonly ProcessSummary[] = [];
  let wanted = load(CHOICE);
  let announced: string | undefined;

  const chosen = (): ProcessSummary | undefined =>
    processes.find(({ process }) => process === wanted) ?? processes.at(0);

  function announce(): void {
    const now = chosen()?.process;
    if (now === announced) return;
    announced = wanted = now;
    save(CHOICE, now);
    choice.emit(now);
  }

  const read = coalesce(async () => {
    processes = (await pocketbeam.list()).toSorted((a, b) => b.created - a.created);
    list.emit();
    announce();
  });

  function computed(process: string, slot: number): void {
    if (process === announced) slots.emit(slot);
    void read().catch(() => undefined);
  }

  pocketbeam.on('change', ({ process, slot }) => computed(process, slot));
  // Other tabs remove processes too, and no event tells.
  addEventListener('focus', () => void read().catch(() => undefined));

  return {
    pocketbeam,
    get processes() {
      return processes;
    },
    get chosen() {
      return chosen();
    },
    choose(process) {
      wanted = process;
      announce();
      list.emit();
    },
    async refresh(choosing) {
      if (choosing !== undefined) wanted = choosing;
      await read();
    },
    computed,
    onList: list.on,
    onChoice(listener) {
      choice.on(listener);
      listener(announced);
    },
    onSlot: slots.on,
  };
}

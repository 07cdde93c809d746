/** The line between two panes: dragged by mouse and touch, moved by the arrow keys, sizes kept. */
import type { Signal } from '@preact/signals';
import { afterKey, fromPointer, type Limits } from './separator-size.ts';

interface Props {
  /** What is resized, such as `Width of the processes`. */
  label: string;
  /** Id of the pane whose size it sets. */
  controls: string;
  /** Direction of the line: `vertical` stands between panes beside each other. */
  orientation: 'vertical' | 'horizontal';
  /** Size of that pane, percent of what both panes are in. */
  size: Signal<number>;
  limits: Limits;
  /** Whether the pane comes after the line. Default false: before it. */
  after?: boolean;
}

export function Separator({ label, controls, orientation, size, limits, after = false }: Props) {
  const key = (event: KeyboardEvent): void => {
    const moved = afterKey(event.key, size.peek(), { orientation, after, limits });
    if (moved === undefined) return;
    event.preventDefault();
    size.value = moved;
  };
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    size.value = fromPointer({ x: event.clientX, y: event.clientY }, box, { orientation, after, limits });
  };
  return (
    <div
      class={`separator ${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation={orientation}
      aria-valuenow={Math.round(size.value)}
      aria-valuemin={limits.least}
      aria-valuemax={limits.most}
      onKeyDown={key}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDblClick={() => (size.value = limits.usual)}
    />
  );
}

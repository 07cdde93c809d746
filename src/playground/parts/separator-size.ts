/** The arithmetic of a separator: percent of the room that both of its panes share. */

export interface Limits {
  readonly least: number;
  readonly most: number;
  /** What a double click gives back. */
  readonly usual: number;
}

export interface Line {
  readonly orientation: 'vertical' | 'horizontal';
  /** Whether the pane comes after the line. */
  readonly after: boolean;
  readonly limits: Limits;
}

const STEP = 2;

/** The size after a key press; undefined for keys that mean nothing here. The arrows move the line where they point. */
export function afterKey(key: string, size: number, { orientation, after, limits }: Line): number | undefined {
  const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const forward = after ? -STEP : STEP;
  if (key === less) return clamp(size - forward, limits);
  if (key === more) return clamp(size + forward, limits);
  if (key === 'Home') return limits.least;
  if (key === 'End') return limits.most;
  return undefined;
}

/** The size that brings the line under the pointer. */
export function fromPointer(
  at: { x: number; y: number },
  box: { left: number; top: number; width: number; height: number },
  { orientation, after, limits }: Line,
): number {
  const part = orientation === 'vertical' ? (at.x - box.left) / box.width : (at.y - box.top) / box.height;
  return clamp(100 * (after ? 1 - part : part), limits);
}

function clamp(size: number, { least, most, usual }: Limits): number {
  return Number.isFinite(size) ? Math.min(most, Math.max(least, size)) : usual;
}

/** Which rows of a long list are drawn. */

export interface Window {
  /** Index of the first row. */
  readonly first: number;
  /** Index after the last one. */
  readonly end: number;
}

/** Rows beyond the edges that are drawn as well, so that nothing is bare while one scrolls. */
const SPARE = 8;

/**
 * @param scrolled pixels above the visible part
 * @param height pixels of the visible part
 * @param row pixels of a row
 */
export function visibleRows(count: number, scrolled: number, height: number, row: number): Window {
  const first = Math.max(Math.floor(scrolled / row) - SPARE, 0);
  const end = Math.min(Math.ceil((scrolled + height) / row) + SPARE, count);
  return { first: Math.min(first, end), end };
}

/** How far to scroll so that a row can be seen; undefined when it can. */
export function scrollTo(index: number, scrolled: number, height: number, row: number): number | undefined {
  const top = index * row;
  if (top < scrolled) return top;
  return top + row > scrolled + height ? top + row - height : undefined;
}

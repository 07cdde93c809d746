/** A long list of lines of one height, of which only those that can be seen are drawn. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';
import { scrollTo, visibleRows } from '../messages/virtual-rows.ts';

/** Pixels of a line; state.css says the same. */
export const LINE = 26;

interface VirtualList {
  /** Of the box that scrolls. */
  readonly box: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** Indexes of the lines to draw. */
  readonly indexes: readonly number[];
  /** Lines that fit into the box. */
  readonly page: number;
  /** Scrolls so that a line can be seen. */
  show(index: number): void;
}

export function useVirtualList(count: number): VirtualList {
  const box = useRef<HTMLDivElement>(null);
  const scrolled = useSignal(0);
  const height = useSignal(0);
  const onScroll = (): void => {
    scrolled.value = box.current?.scrollTop ?? 0;
    height.value = box.current?.clientHeight ?? 0;
  };
  useLayoutEffect(() => {
    if (!box.current) return;
    const sizes = new ResizeObserver(onScroll);
    sizes.observe(box.current);
    return () => sizes.disconnect();
  }, []);
  const { first, end } = visibleRows(count, scrolled.value, height.value, LINE);
  return {
    box,
    onScroll,
    indexes: Array.from({ length: end - first }, (_, i) => first + i),
    page: Math.max(Math.floor(height.value / LINE) - 1, 1),
    show(index) {
      const to = scrollTo(index, box.current?.scrollTop ?? 0, height.peek(), LINE);
      if (to !== undefined) box.current?.scrollTo({ top: to });
    },
  };
}

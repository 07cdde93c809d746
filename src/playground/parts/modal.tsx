/** A dialog over the page: Esc closes it, the focus stays in it and goes back to where it was. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  label: string;
  onClose: () => void;
  class?: string;
  children: ComponentChildren;
}

/** Open as long as it is rendered. */
export function Modal({ label, onClose, class: className, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog ref={dialog} class={className} aria-label={label} onClose={onClose}>
      {children}
    </dialog>
  );
}

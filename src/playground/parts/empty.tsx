import type { ComponentChildren } from 'preact';

/** Where there is nothing yet: what will stand here, and the next step to get there. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="title">{title}</p>
      <div class="hint">{children}</div>
    </div>
  );
}

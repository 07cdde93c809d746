/** The rows of tags of a message. */
import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { TagRow } from './tags.ts';

export function TagFields({ rows }: { rows: Signal<readonly TagRow[]> }) {
  const group = useRef<HTMLDivElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const change = (at: number, part: Partial<TagRow>): void => {
    rows.value = rows.value.map((row, i) => (i === at ? { ...row, ...part } : row));
  };
  function append(): void {
    rows.value = [...rows.value, { name: '', value: '' }];
    requestAnimationFrame(() => group.current?.querySelector<HTMLElement>('.tag:last-child input')?.focus());
  }
  function remove(at: number): void {
    rows.value = rows.value.filter((_, i) => i !== at);
    add.current?.focus();
  }
  return (
    <>
      <div class="tags" role="group" aria-label="More tags" ref={group}>
        {rows.value.map(({ name, value }, i) => (
          <div key={i} class="row tag" role="group" aria-label={`Tag ${i + 1}`}>
            <input
              aria-label={`Tag ${i + 1} name`}
              placeholder="Name"
              value={name}
              onInput={(event) => change(i, { name: event.currentTarget.value })}
              autocomplete="off"
              spellcheck={false}
            />
            <input
              aria-label={`Tag ${i + 1} value`}
              placeholder="Value"
              value={value}
              onInput={(event) => change(i, { value: event.currentTarget.value })}
              autocomplete="off"
              spellcheck={false}
            />
            <button type="button" class="quiet" aria-label={`Remove tag ${i + 1}`} onClick={() => remove(i)}>
              ×
            </button>
          </div>
        ))}
      </div>
      <button type="button" class="quiet start" ref={add} onClick={append}>
        Add tag
      </button>
    </>
  );
}

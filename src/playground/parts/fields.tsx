/** Labelled fields whose value is a signal. */
import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface Props {
  label: string;
  value: Signal<string>;
  placeholder?: string | undefined;
  /** Words that are offered while one types. */
  suggestions?: readonly string[];
  /** Lua, a path, an id: typed exactly. */
  code?: boolean;
  /** Shows no label; it is read out all the same. */
  quiet?: boolean;
  /** Takes the room that is left in a row. */
  grow?: boolean;
  invalid?: boolean;
}

export function TextField({ label, value, placeholder, suggestions, code, quiet, grow, invalid }: Props) {
  const listId = useId();
  return (
    <label class={grow ? 'field grow' : 'field'}>
      {!quiet && <span>{label}</span>}
      <input
        class={code ? 'code' : undefined}
        aria-label={quiet ? label : undefined}
        aria-invalid={invalid}
        value={value.value}
        onInput={(event) => (value.value = event.currentTarget.value)}
        list={suggestions ? listId : undefined}
        placeholder={placeholder}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      )}
    </label>
  );
}

export function TextArea({ label, value, rows = 2 }: { label: string; value: Signal<string>; rows?: number }) {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea
        rows={rows}
        value={value.value}
        onInput={(event) => (value.value = event.currentTarget.value)}
        spellcheck={false}
      />
    </label>
  );
}

interface SelectProps<T extends string> {
  label: string;
  value: Signal<T>;
  options: readonly T[];
  /** Shows no label; it is read out all the same. */
  quiet?: boolean;
}

export function Select<T extends string>({ label, value, options, quiet }: SelectProps<T>) {
  const choose = (typed: string): void => {
    const option = options.find((one) => one === typed);
    if (option !== undefined) value.value = option;
  };
  return (
    <label class="field">
      {!quiet && <span>{label}</span>}
      <select
        aria-label={quiet ? label : undefined}
        value={value.value}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}

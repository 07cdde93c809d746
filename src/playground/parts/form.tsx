/** Forms: what is submitted, while it runs, and why it cannot be used. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Attempt } from './attempt.ts';

interface Props {
  attempt: Attempt;
  /** Runs when the form is submitted; Ctrl+Enter (⌘+Enter) submits from any of its fields. */
  onSubmit: () => Promise<void>;
  /** Why it is closed, shown below; undefined opens it. */
  reason: string | undefined;
  class?: string;
  children: ComponentChildren;
}

/** While it runs the controls stay enabled, as a disabled one would lose the focus; `aria-busy` tells. */
export function Form({ attempt, onSubmit, reason, class: className, children }: Props) {
  const reasonId = useId();
  const submit = (event: Event): void => {
    event.preventDefault();
    if (reason === undefined) void attempt.run(onSubmit);
  };
  const key = (event: KeyboardEvent & { currentTarget: HTMLFormElement }): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.currentTarget.requestSubmit();
  };
  return (
    <form class={className} onSubmit={submit} onKeyDown={key} aria-busy={attempt.busy.value}>
      <fieldset disabled={reason !== undefined} aria-describedby={reasonId}>
        {children}
      </fieldset>
      <p class="reason" id={reasonId}>
        {reason}
      </p>
    </form>
  );
}

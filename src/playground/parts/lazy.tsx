/** Components that are loaded when they are first needed. */
import { signal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';
import { errorWords, type ErrorWords } from '../text/error-words.ts';
import { ErrorBox } from './error-box.tsx';

/**
 * A component whose script is loaded when it is first shown.
 * @param load `() => import('./big.tsx').then(({ Big }) => Big)`
 * @param waiting stands in its place until then, and when it cannot be loaded; by default a line that says so.
 */
export function lazy<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: (props: P) => ComponentChildren = () => <p class="hint">Loading …</p>,
): ComponentType<P> {
  const loaded = signal<{ Component: ComponentType<P> } | undefined>(undefined);
  const failed = signal<ErrorWords | undefined>(undefined);
  let begun = false;
  function begin(): void {
    begun = true;
    load().then(
      (Component) => (loaded.value = { Component }),
      (error: unknown) => (failed.value = { ...errorWords(error), next: 'Reload the page.', code: 'script-missing' }),
    );
  }
  return function Lazy(props: P) {
    if (!begun) begin();
    if (loaded.value) {
      const { Component } = loaded.value;
      return <Component {...props} />;
    }
    return (
      <>
        {waiting(props)}
        <ErrorBox error={failed.value} />
      </>
    );
  };
}

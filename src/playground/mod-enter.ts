/** Ctrl+Enter (⌘+Enter) in a field submits a form: where Enter alone writes a new line. */
export function submitWithModEnter(field: HTMLElement, form: HTMLFormElement): void {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
}

import { setText } from './dom.ts';

/** Opens the controls of a form; or closes them, and says why beside them. */
export function gate(form: HTMLFormElement, reason: string | undefined): void {
  const fieldset = form.querySelector('fieldset');
  if (fieldset) fieldset.disabled = reason !== undefined;
  const place = form.querySelector('.reason');
  if (place) setText(place, reason ?? '');
}

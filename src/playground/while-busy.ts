/**
 * Runs `work` unless the form still waits for the one before. The controls stay enabled, as a disabled one would lose
 * the focus; `aria-busy` tells.
 */
export async function whileBusy(form: HTMLFormElement, work: () => Promise<unknown>): Promise<void> {
  if (form.ariaBusy === 'true') return;
  form.ariaBusy = 'true';
  try {
    await work();
  } finally {
    form.ariaBusy = null;
  }
}

/** A button that copies a text, and says whether it could. */
import { useSignal } from '@preact/signals';
import { announce } from '../model/announce.ts';
import { addNotice } from '../model/notices.ts';

const SHOWN_MS = 1_500;

interface Props {
  /** What the button says. */
  label: string;
  /** Asked when it is pressed. */
  text: () => string;
  class?: string;
}

export function CopyButton({ label, text, class: className = 'quiet' }: Props) {
  const copied = useSignal(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      addNotice({
        message: `The browser does not let this page copy: ${text()}`,
        next: 'Select the text here and copy it with the keyboard.',
        code: 'no-clipboard',
      });
      return;
    }
    announce('Copied.');
    copied.value = true;
    setTimeout(() => (copied.value = false), SHOWN_MS);
  }
  return (
    <button type="button" class={className} onClick={() => void copy()}>
      {copied.value ? 'Copied' : label}
    </button>
  );
}

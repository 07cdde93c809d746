/** Share: a link to what is in the editor. */
import { useSignal } from '@preact/signals';
import { ShareDialog } from './share-dialog.tsx';

export function ShareButton() {
  const open = useSignal(false);
  return (
    <>
      <button type="button" class="quiet" onClick={() => (open.value = true)}>
        Share
      </button>
      {open.value && <ShareDialog onClose={() => (open.value = false)} />}
    </>
  );
}

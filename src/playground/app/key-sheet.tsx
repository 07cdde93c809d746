/** The sheet of keys. */
import { helpOpen } from '../model/view.ts';
import { Modal } from '../parts/modal.tsx';
import { otherKeys, shortcuts } from './shortcuts.ts';

export function KeySheet() {
  if (!helpOpen.value) return null;
  const close = (): void => void (helpOpen.value = false);
  const rows = [...shortcuts.map(({ shown, says }) => [shown, says] as const), ...otherKeys];
  return (
    <Modal label="Keys" onClose={close}>
      <h2>Keys</h2>
      <dl class="key-sheet">
        {rows.map(([shown, says]) => (
          <div key={shown}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        <a href="THIRD-PARTY-NOTICES.txt" target="_blank" rel="noopener">
          Licences of what this page contains
        </a>
      </p>
      <div class="row end">
        <button type="button" onClick={close}>
          Close
        </button>
      </div>
    </Modal>
  );
}

/** Paths that a button asks for at once. */
import { chosenId } from '../model/processes.ts';
import { variants } from '../text/paths.ts';
import { path } from './draft.ts';

export function Variants({ onPick }: { onPick: () => void }) {
  const pick = (to: (process: string) => string): void => {
    if (chosenId.value === undefined) return;
    path.value = to(chosenId.value);
    onPick();
  };
  return (
    <div class="row variants" role="group" aria-label="Fetch at once">
      {variants.map((variant) => (
        <button key={variant.label} type="button" onClick={() => pick(variant.path)}>
          {variant.label}
        </button>
      ))}
    </div>
  );
}

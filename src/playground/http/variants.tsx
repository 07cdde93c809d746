/** What a button asks for at once. */
import { chosenId } from '../model/processes.ts';
import { variants } from '../text/paths.ts';
import { bothWays } from './both-ways.ts';
import { draft, lookAt } from './draft.ts';

interface Props {
  /** The path has been written. */
  onPick: () => void;
  /** The path is to be asked of `compute` and of `now`. */
  onBoth: () => void;
}

export function Variants({ onPick, onBoth }: Props) {
  const pick = (to: (process: string) => string): void => {
    if (chosenId.value === undefined) return;
    lookAt(to(chosenId.value));
    onPick();
  };
  const both = bothWays(draft.value.path);
  return (
    <div class="row variants" role="group" aria-label="Fetch at once">
      {variants.map((variant) => (
        <button key={variant.label} type="button" onClick={() => pick(variant.path)}>
          {variant.label}
        </button>
      ))}
      <button
        type="button"
        disabled={!both}
        title={both ? 'Both answers to this path, side by side' : 'For a path with compute or now'}
        onClick={onBoth}
      >
        compute | now
      </button>
    </div>
  );
}

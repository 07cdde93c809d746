/** Which slot is looked at, and with which it is compared. */
import { useComputed, useSignal } from '@preact/signals';
import { newestSlot } from '../model/events.ts';
import { cache, compared, looked } from './cache.ts';

export function SlotBar() {
  const newest = newestSlot.value ?? 0;
  const slot = looked.value ?? newest;
  const go = (to: number): void => {
    looked.value = to >= newest ? undefined : Math.max(to, 0);
  };
  return (
    <div class="slot-bar">
      <div class="row">
        <button type="button" class="quiet" aria-label="Slot before" disabled={slot <= 0} onClick={() => go(slot - 1)}>
          ‹
        </button>
        <input
          class="grow"
          type="range"
          aria-label="Slot"
          aria-valuetext={`slot ${slot} of ${newest}`}
          min={0}
          max={newest}
          value={slot}
          onInput={(event) => go(event.currentTarget.valueAsNumber)}
        />
        <button
          type="button"
          class="quiet"
          aria-label="Slot after"
          disabled={slot >= newest}
          onClick={() => go(slot + 1)}
        >
          ›
        </button>
        <button type="button" aria-pressed={looked.value === undefined} onClick={() => (looked.value = undefined)}>
          Live
        </button>
      </div>
      <Compare newest={newest} slot={slot} />
    </div>
  );
}

/** What is typed stays, also where it is no slot. */
function Compare({ newest, slot }: { newest: number; slot: number }) {
  // The page may be laid out anew while it is compared.
  const typed = useSignal(String(compared.peek() ?? ''));
  const wrong = useComputed(() => compared.value !== undefined && wrongSlot(typed.value, newestSlot.value ?? 0));
  const set = (text: string): void => {
    typed.value = text;
    if (!wrongSlot(text, newest)) compared.value = Number(text);
  };
  const isOn = compared.value !== undefined;
  return (
    <>
      <div class="row compare">
        <label class="check">
          <input
            type="checkbox"
            checked={isOn}
            onChange={({ currentTarget: { checked } }) => {
              if (checked) set(String(Math.max(slot - 1, 0)));
              else compared.value = undefined;
            }}
          />
          Compare with slot
        </label>
        <input
          type="number"
          aria-label="Slot to compare with"
          aria-invalid={wrong.value}
          aria-describedby="compare-error"
          min={0}
          max={newest}
          hidden={!isOn}
          value={typed.value}
          onInput={(event) => set(event.currentTarget.value)}
        />
        {isOn && cache.value?.other && !wrong.value && (
          <span class="hint">
            from slot {cache.value.other.slot} to slot {cache.value.slot}
          </span>
        )}
      </div>
      <p class="bad" id="compare-error" role="alert" hidden={!wrong.value}>
        {wrong.value && `A slot is a whole number from 0 to ${newest}.`}
      </p>
    </>
  );
}

const wrongSlot = (text: string, newest: number): boolean => !/^\d+$/.test(text) || Number(text) > newest;

/** Signals whose value outlives a reload. */
import { effect, signal, type Signal } from '@preact/signals';
import { load, save } from './saved.ts';

/**
 * A text kept under `name` in localStorage, as soon as it changes.
 * @param initial the value while there is none; it is not stored.
 */
export function kept(name: string, initial = ''): Signal<string> {
  const value = signal(load(name) ?? initial);
  effect(() => save(name, value.value === initial ? undefined : value.value));
  return value;
}

/**
 * Any JSON value, kept as {@link kept} keeps texts.
 * @param read makes a value of what was stored, which may be anything; undefined takes `initial`.
 */
export function keptJson<T>(name: string, initial: T, read: (stored: unknown) => T | undefined): Signal<T> {
  const value = signal(read(parsed(load(name))) ?? initial);
  effect(() => save(name, value.value === initial ? undefined : JSON.stringify(value.value)));
  return value;
}

/** A number between `least` and `most`, kept. */
export function keptNumber(name: string, initial: number, least: number, most: number): Signal<number> {
  return keptJson(name, initial, (stored) =>
    typeof stored === 'number' && stored >= least && stored <= most ? stored : undefined,
  );
}

/** The value of a JSON text; undefined where it is none. */
export function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

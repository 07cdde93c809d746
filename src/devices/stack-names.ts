/** The devices that a process message puts into its stack. */
import { isList, isMap, type Message, type Value } from '../core/value.ts';

/** The names under `device-stack`: a list, or a map with the keys 1, 2, …. */
export function stackNames(definition: Message): string[] {
  const stack = definition.get('device-stack');
  const names = isList(stack) ? stack : isMap(stack) ? [...stack].sort(byNumber).map(([, name]) => name) : [];
  return names.map(String);
}

const byNumber = ([a]: [string, Value], [b]: [string, Value]): number => Number(a) - Number(b);

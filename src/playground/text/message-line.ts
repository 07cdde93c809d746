import type { Plain } from 'pocketbeam';
import { field } from './message-field.ts';
import { shorten, valueText } from './value-text.ts';

const MAX_PART = 60;

/** A message that a process sent, in one line: what it is, and who gets it. */
export function messageLine(message: Plain): string {
  const part = (name: string): string => {
    const value = field(message, name);
    return value === undefined ? '' : valueText(value, { limit: MAX_PART }).replace(/\s+/g, ' ');
  };
  if (part('device') === 'patch@1.0') return `patch@1.0 of ${patched(field(message, 'cache'))}`;
  const what = part('action') || part('data') || 'message';
  const target = part('target');
  return target ? `${what} → ${target}` : what;
}

function patched(cache: Plain | undefined): string {
  if (cache === null || typeof cache !== 'object') return 'the state';
  const keys = Object.keys(cache);
  return keys.length ? `cache: ${shorten(keys.join(', '), MAX_PART)}` : 'nothing';
}

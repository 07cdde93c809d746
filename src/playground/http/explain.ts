/** What each step of a HyperPATH does, for people. */
import { isId, parseHyperPath, printHyperPath, type Parameters, type Segment } from 'pocketbeam/core';
import { DEVICES, KEYS, PARAMETERS } from './explain-words.ts';

export interface Step {
  /** As it stands in the path. */
  readonly text: string;
  readonly says: string;
  /** What is given with it: `&slot=3`, or `?accept=…` for the whole request. */
  readonly given: readonly { readonly text: string; readonly says: string }[];
}

/**
 * A step for each segment, and one for the query.
 * @throws PocketbeamError as parseHyperPath.
 */
export function explainPath(path: string): Step[] {
  const { segments, query, scopes } = parseHyperPath(path);
  const steps = segments.map((segment, i): Step => {
    const head = { ...segment, parameters: new Map() };
    const before = segments[i - 1];
    return {
      text: printed([head]),
      says: i === 0 ? first(segment) : later(segment, before),
      given: given(segment.parameters, '&', (name, value) => step(name, value, segment)),
    };
  });
  const whole = [
    ...given(query, '?', (name, value) => PARAMETERS[name] ?? `the whole request has ${name} = ${value}`),
    ...[...scopes].flatMap(([number, parameters]) =>
      given(parameters, `?${number}.`, (name, value) => `step ${number} alone has ${name} = ${value}`),
    ),
  ];
  return whole.length ? [...steps, { text: '?', says: 'with the request:', given: whole }] : steps;
}

/** The path without one of its segments. */
export function withoutStep(path: string, at: number): string {
  const parsed = parseHyperPath(path);
  return printHyperPath({ ...parsed, segments: parsed.segments.filter((_, i) => i !== at) });
}

/** What may come next: to be put behind the path, before its query. */
export function nextSteps(path: string): readonly string[] {
  const { segments } = parseHyperPath(path);
  const last = segments.at(-1);
  if (!last) return [];
  if (segments.length === 1)
    return last.device === 'process@1.0' ? ['/compute', '/now', '/slot/current', '/schedule'] : [];
  const { key, parameters } = last;
  if (segments.length === 2 && /^(?:compute|now)$/i.test(key))
    return [...(key === 'compute' && !parameters.size ? ['&slot=0'] : []), '/cache', '/at-slot', '/results'];
  return key === 'serialize' || key === 'current' ? [] : ['/serialize~json@1.0'];
}

/** The path with one of {@link nextSteps} behind it. */
export function withStep(path: string, next: string): string {
  const at = path.indexOf('?');
  const [way, query] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at)];
  return way.replace(/\/+$/, '') + next + query;
}

function first({ key, device, path }: Segment): string {
  const asked = device === undefined ? '' : `, asked as ${deviceWords(device)}`;
  if (path) return `starts from what the path in brackets leads to${asked}`;
  if (key === '') return `starts from a message of ${deviceWords(device ?? '')}`;
  return `${isId(key) ? 'the process or message of this id' : `the key ${key} of the request`}${asked}`;
}

function later(segment: Segment, before: Segment | undefined): string {
  const { key, device, path } = segment;
  if (path) return 'the key that the path in brackets leads to';
  if (key === '') return `from here on asked as ${deviceWords(device ?? '')}`;
  const known = knownKey(key.toLowerCase(), device ?? before?.device, before);
  const words =
    known ?? (/^\d+$/.test(key) ? `entry ${key} of what is before it` : `the key ${key} of what is before it`);
  return device === undefined || known !== undefined ? words : `${words}, asked of ${deviceWords(device)}`;
}

/** Keys mean something to a device, or behind another key; as data they are names like any. */
function knownKey(key: string, device: string | undefined, before: Segment | undefined): string | undefined {
  const places = [device?.replace(/@.*$/, ''), before?.key.toLowerCase(), '*'];
  for (const place of places) {
    const words = place === undefined ? undefined : KEYS[place]?.[key];
    if (words !== undefined) return words;
  }
  return undefined;
}

const deviceWords = (device: string): string => {
  const words = DEVICES[device.replace(/@.*$/, '')];
  return words === undefined ? device : `${device} (${words})`;
};

function step(name: string, value: string, { key }: Segment): string {
  if (name === 'slot' && key === 'compute') return `as slot ${value} has left it, whatever came later`;
  return PARAMETERS[name] ?? `gives this step ${name} = ${value}`;
}

function given(
  parameters: Parameters,
  before: string,
  says: (name: string, value: string) => string,
): { text: string; says: string }[] {
  return [...parameters].map(([name, parameter]) => {
    const text = printed([{ key: 'x', parameters: new Map([[name, parameter]]) }]).slice(2);
    const value = 'path' in parameter ? 'what the path in brackets leads to' : text.slice(text.indexOf('=') + 1);
    return { text: before + text, says: says(name, value) };
  });
}

/** Without the slash before it. */
const printed = (segments: Segment[]): string =>
  printHyperPath({ segments, query: new Map(), scopes: new Map() }).slice(1);

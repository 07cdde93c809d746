/** In which form a request wants its answer (spec/hyperbeam.md, Facts: answers). */
import { PocketbeamError, show } from '../core/errors.ts';
import { nodeDefect } from './node-defect.ts';

/**
 * `httpsig`: headers and multipart, as a node answers whoever asks for nothing. `json`: as by `serialize~json@1.0`.
 * `typed-json`: the wire form of the message as JSON, values as strings beside `ao-types`. `flat`: lines `path: value`.
 */
export type Form = 'httpsig' | 'json' | 'typed-json' | 'flat';

const CODECS = new Map<string, Form>([
  ['httpsig@1.0', 'httpsig'],
  ['structured@1.0', 'httpsig'],
  ['json@1.0', 'typed-json'],
  ['flat@1.0', 'flat'],
]);
/** With these a node answers what it has; so with all that it does not know. */
const ANYTHING = /^(?:\*\/\*|text\/.*|multipart\/form-data)$/;

/**
 * `require-codec` and `accept-codec` name a codec, `accept` media types or `device/<codec>`. Of several in `accept` the
 * one with the highest `q` counts, then the first; types that are unknown are passed over.
 * @param ask the value of a key of the request.
 * @param strict as the node does: it has nothing but `httpsig` and, for texts, `typed-json`, and a list in `accept` is
 * none of its media types.
 * @throws PocketbeamError `unknown-codec` 406, `not-implemented` 501, in strict `node-defect`.
 */
export function negotiate(ask: (key: string) => string | undefined, strict: boolean): Form {
  const codec = ask('require-codec') ?? ask('accept-codec');
  if (codec) return mediaForm(codec, strict) ?? codecForm(codec, strict);
  const accept = ask('accept')?.toLowerCase();
  if (!accept || accept === '*/*') return 'httpsig';
  const types = strict ? [accept] : byPreference(accept);
  for (const type of types) {
    const form = mediaForm(type, strict);
    if (form) return form;
  }
  const device = types.find((type) => type.startsWith('device/'));
  return device === undefined ? 'httpsig' : codecForm(device.slice('device/'.length), strict);
}

/** Nothing for a media type that is not known. */
function mediaForm(type: string, strict: boolean): Form | undefined {
  if (type === 'application/json') return strict ? fails(type) : 'json';
  if (ANYTHING.test(type)) return 'httpsig';
  const [, kind, name = ''] = /^(device|application)\/(.*)$/.exec(type) ?? [];
  if (kind === undefined || !(CODECS.has(name) || /^ans104(?:@1\.0)?$/.test(name))) return undefined;
  return kind === 'application' && strict ? fails(type) : codecForm(name, strict);
}

function codecForm(name: string, strict: boolean): Form {
  const form = CODECS.get(name);
  if (form) return form === 'flat' && strict ? fails(name) : form;
  if (/^ans104(?:@1\.0)?$/.test(name))
    throw new PocketbeamError('not-implemented', 'Answers as ans104@1.0 are not here yet.', {
      next: 'Ask for httpsig@1.0 or json@1.0.',
      status: 501,
      strictStatus: 500,
    });
  throw new PocketbeamError('unknown-codec', `There is no codec ${show(name)} to answer in.`, {
    next: `Ask for one of ${[...CODECS.keys()].join(', ')}, or for application/json.`,
    status: 406,
    strictStatus: 500,
  });
}

function fails(type: string): never {
  throw nodeDefect(
    'accept',
    `An answer was asked for as ${show(type)}.`,
    'Put serialize~json@1.0 at the end of the path instead.',
  );
}

/** The types of an `accept` header, the most wanted first. */
function byPreference(accept: string): string[] {
  return accept
    .split(',')
    .map((range) => {
      const [type = '', ...params] = range.split(';').map((part) => part.trim());
      const q = params.find((param) => /^q\s*=/.test(param));
      return { type, q: q === undefined ? 1 : Number(q.slice(q.indexOf('=') + 1)) };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ type }) => type);
}

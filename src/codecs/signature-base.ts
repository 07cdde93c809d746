/** The text that signatures and ids are made over (RFC 9421 §2.5, with the node's spelling: spec/wire.md §3, §4). */
import { trimBlanks } from '../core/trim-blanks.ts';

/** Names that stand with an `@` in a list of components. */
const DERIVED = new Set('method target-uri authority scheme request-target path query query-param status'.split(' '));

/** A field's name as it stands in a list of components. */
export const componentOf = (name: string): string => (DERIVED.has(name) ? `@${name}` : name);

/** The field that a component names. */
export const fieldOf = (component: string): string => component.replace(/^@/, '');

/**
 * The signature base over `names` in that order. `params` is the text of `@signature-params`.
 * Nothing if a field is missing, as then there is nothing that could have been signed.
 */
export function signatureBase(
  fields: ReadonlyMap<string, string>,
  names: readonly string[],
  params: string,
): string | undefined {
  const lines: string[] = [];
  for (const name of names) {
    const value = fields.get(name);
    if (value === undefined) return undefined;
    lines.push(`"${name}": ${lineOf(value)}`);
  }
  return [...lines, `"@signature-params": ${params}`].join('\n');
}

/** The base of an unsigned id: sorted by component, so that `@authority` comes first. */
export function hmacBase(fields: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  const components = names.map(componentOf).sort();
  const list = components.map((component) => `"${component}"`).join(' ');
  return signatureBase(fields, components.map(fieldOf), `(${list});alg="hmac-sha256";keyid="ao"`);
}

const lineOf = (value: string): string => trimBlanks(value.replace(/\n/g, ' '), '\t\n\v\f\r ');

/**
 * Reads structured fields (RFC 9651) as nodes and their clients write them. Ours rather than a library (those tried are
 * named in structured-field-differences.test.ts), because the text departs from the RFC where a library must refuse:
 *
 * - strings hold any byte, as UTF-8 goes through unescaped; the RFC allows printable ASCII only;
 * - keys hold any character but `= , ; "` and blanks: `%c3`, digits first, `/`, and in `ao-ids` capitals;
 * - integers have any number of digits (up to 500), where the RFC stops at 15;
 * - the text of a member is needed as it came: `@signature-params` is signed in that spelling.
 */
import { PocketbeamError, show } from '../core/errors.ts';
import { ValueCount } from '../core/limits.ts';
import { fromBase64 } from './digest.ts';
import { parseInteger } from './integer-text.ts';

/** A bare item: strings, tokens and byte sequences are byte strings. */
export type BareItem =
  | { kind: 'string' | 'token' | 'bytes'; value: string }
  | { kind: 'integer'; value: number | bigint }
  | { kind: 'decimal'; value: number }
  | { kind: 'boolean'; value: boolean };

/** An item or inner list with its parameters. `raw` is the member's text, parameters included, as it came. */
export interface Member {
  raw: string;
  item: BareItem | BareItem[];
  params: Map<string, BareItem>;
}

/**
 * A dictionary, in the order of first mention; a key's last value wins.
 * @throws PocketbeamError `bad-structured-field`, `too-many-values`
 */
export function parseDictionary(text: string): Map<string, Member> {
  const reader = new Reader(text);
  const members = new Map<string, Member>();
  reader.members(() => {
    const key = reader.key();
    const member = reader.take('=') ? reader.member() : reader.truth();
    members.set(key, member);
  });
  return members;
}

/**
 * A list.
 * @throws PocketbeamError `bad-structured-field`
 */
export function parseList(text: string): Member[] {
  const reader = new Reader(text);
  const members: Member[] = [];
  reader.members(() => members.push(reader.member()));
  return members;
}

/**
 * A single item without parameters, such as the text of an atom.
 * @throws PocketbeamError `bad-structured-field`
 */
export function parseItem(text: string): BareItem {
  const [member, ...more] = parseList(text);
  if (!member || more.length || Array.isArray(member.item)) throw malformed(text, 0);
  return member.item;
}

const KEY = /[^=,;"()\s]+/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;
const TOKEN = /[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/@]*/y;
const BLANKS = /[ \t]*/y;

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly count = new ValueCount();

  constructor(text: string) {
    this.text = text;
  }

  /** Calls `read` for each member of a comma-separated list. */
  members(read: () => void): void {
    this.match(BLANKS);
    if (this.at === this.text.length) return;
    for (;;) {
      this.count.add();
      read();
      this.match(BLANKS);
      if (this.at === this.text.length) return;
      if (!this.take(',')) this.fail();
      this.match(BLANKS);
    }
  }

  /** Empty for the type of a key that is the empty text. */
  key(): string {
    return this.match(KEY) ?? (this.text[this.at] === '=' ? '' : this.fail());
  }

  /** Takes the character `c` if it is next. */
  take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }

  member(): Member {
    const start = this.at;
    const item = this.take('(') ? this.innerList() : this.bareItem();
    const params = this.params();
    return { raw: this.text.slice(start, this.at), item, params };
  }

  /** A key without a value means true. */
  truth(): Member {
    const start = this.at;
    const params = this.params();
    return { raw: `?1${this.text.slice(start, this.at)}`, item: { kind: 'boolean', value: true }, params };
  }

  private innerList(): BareItem[] {
    const items: BareItem[] = [];
    for (;;) {
      this.match(BLANKS);
      if (this.take(')')) return items;
      this.count.add();
      items.push(this.bareItem());
      this.params();
    }
  }

  private params(): Map<string, BareItem> {
    const params = new Map<string, BareItem>();
    while (this.take(';')) {
      this.match(BLANKS);
      const key = this.key();
      this.count.add();
      params.set(key, this.take('=') ? this.bareItem() : { kind: 'boolean', value: true });
    }
    return params;
  }

  private bareItem(): BareItem {
    if (this.take('"')) return { kind: 'string', value: this.string() };
    if (this.take(':')) return { kind: 'bytes', value: this.bytes() };
    if (this.take('?')) return { kind: 'boolean', value: this.take('1') || (!this.take('0') && this.fail()) };
    const number = this.match(NUMBER);
    if (number?.includes('.')) return { kind: 'decimal', value: Number(number) };
    if (number !== undefined) return { kind: 'integer', value: parseInteger(number) ?? this.fail() };
    return { kind: 'token', value: this.match(TOKEN) ?? this.fail() };
  }

  private string(): string {
    const start = this.at;
    let escaped = false;
    for (; this.at < this.text.length; this.at++) {
      const c = this.text[this.at];
      if (c === '"') {
        const value = this.text.slice(start, this.at++);
        return escaped ? value.replace(/\\(["\\])/g, '$1') : value;
      }
      if (c !== '\\') continue;
      escaped = true;
      const next = this.text[++this.at];
      if (next !== '"' && next !== '\\') this.fail();
    }
    return this.fail();
  }

  private bytes(): string {
    const end = this.text.indexOf(':', this.at);
    const bytes = end < 0 ? undefined : fromBase64(this.text.slice(this.at, end));
    if (bytes === undefined) return this.fail();
    this.at = end + 1;
    return bytes;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private fail(): never {
    throw malformed(this.text, this.at);
  }
}

const malformed = (text: string, at: number): PocketbeamError =>
  new PocketbeamError('bad-structured-field', `The structured field ${show(text)} breaks off at character ${at}.`, {
    next: 'Write strings in double quotes, with a backslash before quotes and backslashes (RFC 9651).',
    status: 400,
  });

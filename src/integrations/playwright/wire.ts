/** Values between a page and its test, as JSON: that is what a binding of Playwright carries in all its versions. */

/** @param value plain data; bigint, bytes and undefined keep what they are. */
export function pack(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (item === undefined) return { $pocketbeam: 'undefined' };
    if (typeof item === 'bigint') return { $pocketbeam: 'bigint', of: String(item) };
    return item instanceof Uint8Array ? { $pocketbeam: 'bytes', of: [...item] } : item;
  });
}

/** @param text made by {@link pack} */
export function unpack(text: string): unknown {
  return JSON.parse(text, (_key, item: { $pocketbeam?: string; of?: unknown } | null) => {
    if (item?.$pocketbeam === 'undefined') return undefined;
    if (item?.$pocketbeam === 'bigint') return BigInt(item.of as string);
    return item?.$pocketbeam === 'bytes' ? new Uint8Array(item.of as number[]) : item;
  }) as unknown;
}

import { expectTypeOf, it } from 'vitest';
import type { Plain } from '../core/plain.ts';
import type { createPocketbeam, Pocketbeam } from './pocketbeam.ts';

interface Token {
  balances: Record<string, string>;
  supply: number;
  owner: { name: string };
}

declare const token: Pocketbeam<Token>;
declare const any: Pocketbeam;
declare const process: string;
declare const path: string;

it('reads what the caller says that there is', () => {
  const reads = () => ({
    supply: token.read(`/${process}~process@1.0/now/cache/supply`),
    balances: token.read(`/${process}~process@1.0/compute/cache/balances`),
    balance: token.read(`/${process}~process@1.0/now/cache/balances/${process}`),
    name: token.read(`/${process}~process@1.0/compute&slot=3/cache/owner/name`),
    unknown: token.read(`/${process}~process@1.0/now/cache/other`),
    beyond: token.read(`/${process}~process@1.0/now/cache/supply/more`),
    elsewhere: token.read(`/${process}~process@1.0/slot/current`),
    anyPath: token.read(path),
    untyped: any.read(`/${process}~process@1.0/now/cache/supply`),
  });
  expectTypeOf(reads).returns.toEqualTypeOf<{
    supply: Promise<number | undefined>;
    balances: Promise<Record<string, string> | undefined>;
    balance: Promise<string | undefined>;
    name: Promise<string | undefined>;
    unknown: Promise<Plain | undefined>;
    beyond: Promise<Plain | undefined>;
    elsewhere: Promise<Plain | undefined>;
    anyPath: Promise<Plain | undefined>;
    untyped: Promise<Plain | undefined>;
  }>();
});

it('is what createPocketbeam gives when it is told', () => {
  expectTypeOf<typeof createPocketbeam<Token>>().returns.resolves.toEqualTypeOf<Pocketbeam<Token>>();
});

import { it } from 'vitest';
import { stringLibrary } from './string.ts';
import { tableLibrary } from './table.ts';
import { jsonLibrary } from './json.ts';
import { createBint } from './bint.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';
import { NativeFunction } from '../native.ts';
import { LuaFloat } from '../value.ts';
it('bench', () => {
  const rt = new FakeRuntime();
  (rt as any).heap = { charge() {}, epoch: 0, journal: [], identify: () => 0 };
  const x = (n: number) => 'x'.repeat(n);
  const S = stringLibrary.functions,
    T = tableLibrary.functions,
    J = jsonLibrary.functions;
  const bint = rt.call(createBint(rt), [256])[0];
  const B = (n: string) => (rt.index(bint, n) as NativeFunction).body;
  const a = rt.call(bint, ['123456789012345678901234567890'])[0],
    b = rt.call(bint, ['98765432109876543210'])[0];
  const list = rt.list(...Array.from({ length: 10000 }, (_, i) => (i * 7919) % 10007));
  const strs = rt.list(...Array.from({ length: 10000 }, (_, i) => 'k' + ((i * 7919) % 10007)));
  const cmp = new NativeFunction('c', (_r, p: any) => p[0] > p[1]);
  let msg = rt.newTable();
  for (let i = 0; i < 20; i++) msg.setString('key' + i, i % 2 ? 'value ' + i : i);
  const txt = J.encode!(rt, [msg]) as string;
  const cases: [string, () => void, number][] = [
    [
      'cat .-x12',
      () => {
        const p = new FakeRuntime(1e6);
        try {
          S.find!(p, ['a'.repeat(100), '.-'.repeat(12) + 'b']);
        } catch {}
        rt.gas += 1e6;
      },
      3,
    ],
    [
      'cat a*x20',
      () => {
        const p = new FakeRuntime(1e6);
        try {
          S.find!(p, ['a'.repeat(100000), 'a*'.repeat(20) + 'b']);
        } catch {}
        rt.gas += 1e6;
      },
      3,
    ],
    ['format %d %s', () => S.format!(rt, ['%d %s', 5, 'abc']), 100000],
    ['format %5.2f', () => S.format!(rt, ['%5.2f', 3.14159]), 100000],
    ['format %.14g', () => S.format!(rt, ['%.14g', 0.1 + 0.2]), 100000],
    ['format %.99f', () => S.format!(rt, ['%.99f', new LuaFloat(1e300)]), 1000],
    ['format %.99f small', () => S.format!(rt, ['%.99f', 1e-300]), 1000],
    ['match kv', () => S.match!(rt, ['key = value', '^(%w+)%s*=%s*(%w+)$']), 100000],
    ['find plain', () => S.find!(rt, ['hello world', 'wor', 1, true]), 100000],
    ['find plain long', () => S.find!(rt, [x(1e6), 'y', 1, true]), 10],
    ['find bad plain', () => S.find!(rt, [x(1e6), x(1000) + 'y' + x(1000), 1, true]), 3],
    ['gsub', () => S.gsub!(rt, ['hello world from lua', '%w+', '<%0>']), 30000],
    ['lower', () => S.lower!(rt, ['Hello World']), 100000],
    ['lower long', () => S.lower!(rt, ['xX'.repeat(5e5)]), 3],
    ['rep', () => S.rep!(rt, ['ab', 100]), 100000],
    ['byte', () => S.byte!(rt, ['abc', 2]), 100000],
    ['sub', () => S.sub!(rt, ['abcdefgh', 2, 5]), 100000],
    ['reverse long', () => S.reverse!(rt, [x(1e6)]), 3],
    ['pack', () => S.pack!(rt, ['<i4 d s2', 5, 1.5, 'abc']), 30000],
    ['unpack', () => S.unpack!(rt, ['<i4 i8', 'abcdefghijkl']), 30000],
    [
      'insert',
      () => {
        const t = rt.newTable();
        for (let i = 0; i < 1000; i++) T.insert!(rt, [t, i]);
      },
      100,
    ],
    ['insert front', () => T.insert!(rt, [list, 1, 5]), 20],
    ['concat', () => T.concat!(rt, [list, ',']), 20],
    ['sort num', () => T.sort!(rt, [rt.list(...list.array)]), 5],
    ['sort str', () => T.sort!(rt, [rt.list(...strs.array)]), 5],
    ['sort cmp', () => T.sort!(rt, [rt.list(...list.array), cmp]), 5],
    ['unpack tbl', () => T.unpack!(rt, [rt.list(1, 2, 3)]), 100000],
    ['json enc', () => J.encode!(rt, [msg]), 10000],
    ['json dec', () => J.decode!(rt, [txt]), 10000],
    ['bint add', () => B('__add')(rt, [a, b]), 100000],
    ['bint mul', () => B('__mul')(rt, [a, b]), 100000],
    ['bint idiv', () => B('__idiv')(rt, [a, b]), 100000],
    ['bint lt', () => B('__lt')(rt, [a, b]), 100000],
    ['bint new str', () => rt.call(bint, ['1000000000000']), 50000],
    ['bint tostring', () => B('__tostring')(rt, [a]), 50000],
    ['bint ipow', () => B('ipow')(rt, [3, a]), 200],
  ];
  for (const [name, f, n] of cases) {
    for (let i = 0; i < Math.min(n, 2000); i++) f();
    const g = rt.gas,
      t = performance.now();
    for (let i = 0; i < n; i++) f();
    const ms = performance.now() - t;
    console.log(
      name.padEnd(20),
      ((ms * 1e6) / n).toFixed(0).padStart(10),
      'ns/op',
      ((ms * 1e6) / Math.max(1, rt.gas - g)).toFixed(1).padStart(8),
      'ns/gas',
    );
  }
});

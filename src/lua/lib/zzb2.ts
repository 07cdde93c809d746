import { Matcher } from './string-pattern.ts';
import { FakeRuntime } from './testing/fake-runtime.ts';
for (let i = 0; i < 5; i++) {
  const p = new FakeRuntime(1e6);
  const t = performance.now();
  try { new Matcher(p, 'a'.repeat(100), '.-'.repeat(12) + 'b').search(0); } catch {}
  console.log(((performance.now() - t) * 1e6 / 4e6).toFixed(1), 'ns/step');
}

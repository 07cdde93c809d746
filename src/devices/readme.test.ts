/** src/devices/README.md says what each device can do: what it calls missing or not here must answer so. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createTestNode } from '../../e2e/support/test-node.ts';
import { absentDevices } from './absent.ts';
import { resolver } from './index.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

interface Row {
  device: string;
  state: string;
  missing: string[];
}

const rows: Row[] = readFileSync(path.join(folder, 'README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, device = '', state = '', , missing = ''] = line.split('|').map((cell) => cell.trim());
    return {
      device: device.replaceAll('`', ''),
      state,
      missing: [...missing.matchAll(/`([^`]+)`/g)].flatMap(([, names = '']) => names.split(' ')),
    };
  });
const names = new Set(rows.map(({ device }) => device));
const node = createTestNode();

describe('the table of devices', () => {
  it('has one row for each device', () => {
    const made = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(/\bdevice\('([^']+@[^']+)'/g)])
      .map(([, name]) => name ?? '');
    expect(made.length).toBeGreaterThan(10);
    expect([...made, ...absentDevices].filter((name) => !names.has(name))).toEqual([]);
    expect(names.size).toBe(rows.length);
    expect(rows.filter(({ state }) => !['here', 'partly', 'not'].includes(state))).toEqual([]);
  });
  it.each(rows.filter(({ state }) => state === 'not'))('$device, not here, answers 501', async ({ device }) => {
    for (const key of ['compute', 'anything', 'keys'])
      expect(await node.failure(`/~${device}/${key}`)).toBe('501 not-implemented');
  });
  it.each(rows.filter(({ missing }) => missing.length > 0))('$device lacks $missing', async ({ device, missing }) => {
    for (const name of missing) expect(await node.failure(`/~${device}/${name}`)).toBe('501 not-implemented');
  });
  it.each(rows.filter(({ state, device }) => state !== 'not' && !absentDevices.has(device)))(
    'names all that $device lacks',
    ({ device, state, missing }) => {
      expect([...(resolver.device(device)?.missing ?? [])].sort()).toEqual([...missing].sort());
      if (state === 'here') expect(missing).toEqual([]);
    },
  );
  it('leaves a name that no device has unknown', async () => {
    expect(await node.failure('/~orchard@1.0/apple')).toBe('500 unknown-device');
    expect((await node.fetch('/~orchard@1.0')).status).toBe(200);
  });
});

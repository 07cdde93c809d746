/** The visible scenarios at the level of `handle`: patches per slot, outbox, errors (shared/examples/README.md). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AosResult } from '../../core/ports/engine.ts';
import type { Message } from '../../core/value.ts';
import { pad, patches, plain, tagsOf, TestProcess } from './testing.ts';

interface Scenario {
  start: { timestamp: number; height: number };
  processes: [{ id: string; owner: string; name: string; source: string }];
  steps: { from: string; tags: Record<string, string>; data?: string }[];
  expect: { slot: number; path: string; value: unknown }[];
  outbox: { slot: number; messages: unknown[] }[];
  errors: { slot: number; contains: string }[];
}

const folder = new URL('../../../e2e/fixtures/examples/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
const ENVELOPE = new Set(['data-protocol', 'variant', 'type', 'reference', 'anchor', 'from-process', 'from-module']);

/** A message of the outbox as the scenario writes it. */
function recorded(message: Message): unknown {
  const tags = [...tagsOf(message)].map(([name, value]) => [name.toLowerCase(), plain(value)] as const);
  const shown = tags.filter(([name]) => !ENVELOPE.has(name));
  const data = message.get('Data');
  return {
    target: message.get('Target'),
    ...(data !== undefined && { data }),
    ...(shown.length > 0 && { tags: Object.fromEntries(shown) }),
  };
}

function run(scenario: Scenario): AosResult[] {
  const { id, owner, name, source } = scenario.processes[0];
  const process = new TestProcess(id, owner, { Name: name, Authority: pad('AUTHORITY-mu') });
  const { timestamp, height } = scenario.start;
  return [process.spawn(read(source)), ...scenario.steps.map((step) => process.send({ ...step, timestamp, height }))];
}

/** Maps merge, everything else replaces. */
function merge(into: Record<string, unknown>, patch: unknown): void {
  for (const [key, value] of Object.entries(patch as object)) {
    const old = into[key];
    const both = [old, value].every((side) => typeof side === 'object' && side !== null && !Array.isArray(side));
    if (both) merge(old as Record<string, unknown>, value);
    else into[key] = value;
  }
}

describe.each(['hello', 'points', 'todo'])('%s', (name) => {
  const scenario = JSON.parse(read(`${name}.json`)) as Scenario;
  const results = run(scenario);

  it('patches what was recorded', () => {
    const cache: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    results.forEach((result, slot) => {
      for (const patch of patches(result)) merge(cache, plain(patch));
      for (const entry of scenario.expect)
        if (entry.slot === slot) expected[entry.path.replace('/cache/', '')] = entry.value;
      expect({ slot, ...cache }).toEqual({ slot, ...expected });
    });
  });

  it('sends what was recorded', () => {
    const sent = results.flatMap((result, slot) => {
      const messages = result.messages.filter((message) => tagsOf(message).get('device') !== 'patch@1.0').map(recorded);
      return messages.length > 0 ? [{ slot, messages }] : [];
    });
    expect(sent).toEqual(scenario.outbox.map(({ slot, messages }) => ({ slot, messages })));
  });

  it('fails where it failed', () => {
    const failed = results.flatMap((result, slot) => (result.error ? [{ slot, message: result.error.message }] : []));
    expect(failed.map(({ slot }) => slot)).toEqual(scenario.errors.map(({ slot }) => slot));
    scenario.errors.forEach(({ contains }, i) => expect(failed[i]?.message).toContain(contains));
  });
});

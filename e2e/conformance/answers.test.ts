/**
 * Recorded answers of a real node against ours, in Node (shared/conformance/README.md): once in strict, where every `sane`
 * step must be equal, and once by default, where only what src/devices/differences.md names may differ.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createNodePocketbeam } from '../../src/integrations/node/node-pocketbeam.ts';
import { differences } from './compare.ts';
import { sessions } from './recorded.ts';
import { groupOf, nameOf, play, shown } from './replay.ts';
import { linesOf, rowOf, ROWS } from './rows.ts';

interface Counts {
  sane: number;
  equal: number;
  differing: string[];
  defects: number;
  repeated: number;
  unrepeated: string[];
  artefacts: number;
  same: number;
}

async function playAll(
  strict: boolean,
): Promise<{ groups: Map<string, Counts>; used: Set<string>; masks: Map<string, number> }> {
  const groups = new Map<string, Counts>();
  const used = new Set<string>();
  const masks = new Map<string, number>();
  const [permitted, repeated] = [linesOf('Answers that differ'), linesOf('Defects that strict')];
  for (const { session, steps } of sessions) {
    const group = groupOf(session);
    const none = { sane: 0, equal: 0, defects: 0, repeated: 0, artefacts: 0, same: 0, differing: [], unrepeated: [] };
    const count: Counts = groups.get(group) ?? none;
    groups.set(group, count);
    // A node computes what it is asked for, so what `compute` finds follows from the requests before.
    const { handle, close } = await createNodePocketbeam({ fixtures: true, strict, onDemand: true });
    for await (const { step, got } of play(handle, steps)) {
      const name = nameOf(session, step);
      const wanted = step.response;
      if (!wanted) continue;
      if (step.class === 'sane') {
        count.sane++;
        const found = differences(got, wanted, (kind) => masks.set(kind, (masks.get(kind) ?? 0) + 1));
        const row = strict ? undefined : rowOf(permitted, name);
        if (row) used.add(row);
        if (found.length === 0 || row) count.equal++;
        else count.differing.push(shown(name, found));
      } else if (step.class === 'defect' && strict) {
        count.defects++;
        const isSame = got.status === wanted.status;
        if (isSame) count.repeated++;
        else if (rowOf(repeated, name)) count.unrepeated.push(`${name}: ${got.status} instead of ${wanted.status}`);
      } else if (step.class === 'artefact') {
        count.artefacts++;
        if (got.status === wanted.status) count.same++;
        else if (strict) console.log(`artefact ${name}: ${got.status} instead of ${wanted.status}`);
      }
    }
    await close();
  }
  return { groups, used, masks };
}

describe.each([
  ['by default', false],
  ['in strict', true],
])('answers of a real node, %s', (mode, strict) => {
  it('are ours', { timeout: 180_000 }, async () => {
    const { groups, used, masks } = await playAll(strict);
    for (const [group, count] of groups) {
      const { sane, equal, defects, repeated, artefacts, same } = count;
      const more = strict ? `, ${repeated} of ${defects} defects and ${same} of ${artefacts} artefacts by status` : '';
      console.log(`group ${group} ${mode}: ${equal} of ${sane} sane steps are equal${more}`);
    }
    console.log(`masked values ${mode}: ${[...masks].map(([kind, n]) => `${kind} ${n}`).join(', ')}`);
    for (const [group, { differing, unrepeated }] of groups) {
      expect(differing, `group ${group}`).toEqual([]);
      expect(unrepeated, `defects of group ${group}`).toEqual([]);
    }
    if (!strict)
      expect([...used].sort()).toEqual([...new Set(linesOf('Answers that differ').map(({ row }) => row))].sort());
  });
});

describe('differences.md', () => {
  it('describes every row', () => {
    expect(linesOf('The rows').map(({ row }) => row)).toEqual(Object.keys(ROWS));
  });
  const lines = [...linesOf('Answers that differ'), ...linesOf('Defects that strict')];
  it('holds only rows of the table of permitted differences', () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.map(({ row }) => row).filter((row) => !(row in ROWS))).toEqual([]);
  });
  const spec = new URL('../../../shared/spec/hyperbeam.md', import.meta.url);
  it('knows every row of the table, and no other', ({ task, skip }) => {
    if (!existsSync(spec)) {
      task.meta.skipReason = `there is no ${spec.pathname} to compare with`;
      skip();
    }
    const section = readFileSync(spec, 'utf8').split(/^## /m)[1] ?? '';
    expect(Object.entries(ROWS).filter(([, words]) => !section.includes(words))).toEqual([]);
    // Head, ruler, and one line each; two rows of ours stand below the table, two in it share a code.
    const rows = section.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(1 + Object.keys(ROWS).length - 2 + 1);
  });
});

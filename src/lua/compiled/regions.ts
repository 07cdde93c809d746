/** Writes the blocks of a function in their order, wrapped into loops and labelled blocks for its jumps. */
import type { Proto } from '../interpreter/proto.ts';
import { edges, following, type Graph, type Loop } from './graph.ts';

interface Item {
  readonly start: number;
  readonly end: number;
  readonly isLoop: boolean;
}

export interface Structure {
  readonly proto: Proto;
  readonly graph: Graph;
  readonly out: string[];
  /** What is written: all, or a loop. */
  readonly unit: Pick<Loop, 'start' | 'end'>;
  /** The statement that leaves the unit for the instruction `to`. */
  leave(to: number): string;
  /** Writes the instructions of a block; `end` is what control falls through to. */
  block(start: number, end: number): void;
  /** Writes the test of a `for` loop. */
  test(pc: number): void;
}

/** The statement that continues at `to` from the instruction at `pc`; empty when that is what comes next anyway. */
export function go(structure: Structure, pc: number, to: number): string {
  const { proto, graph, unit } = structure;
  if (to === following(proto.code, pc) && !endsLoop(graph, pc, to)) return '';
  const around = graph.loops.filter((loop) => loop.start <= pc && pc < loop.end);
  if (to <= pc) return `continue ${around.some(({ start, hasInner }) => start === to && hasInner) ? 'W' : 'H'}${to};`;
  const ending = around.find((loop) => loop.end === to);
  if (ending !== undefined) return `break H${ending.start};`;
  return to < unit.end ? `break L${to};` : structure.leave(to);
}

/** Whether falling through from `pc` to `to` leaves a loop. */
function endsLoop({ loops }: Graph, pc: number, to: number): boolean {
  return loops.some((loop) => loop.start <= pc && pc < loop.end && loop.end === to);
}

/** Writes the instructions from `start` to `end`: a function, or the body of a loop. */
export function region(structure: Structure, start: number, end: number, inside: Loop | undefined): void {
  const { out, graph, proto } = structure;
  const items = itemsOf(graph, start, end, inside);
  const opened = labels(proto.code, graph, items, end);
  const entries = items.filter(({ isLoop }) => isLoop);
  entries.forEach(({ start: loop }) => {
    if (loop !== start) opened.set(loop, 0);
  });
  straighten(opened, items);
  const opening = (index: number): number[] =>
    [...opened]
      .filter(([, from]) => from === index)
      .map(([label]) => label)
      .sort((a, b) => b - a);
  items.forEach((item, index) => {
    if (opened.has(item.start)) out.push('}');
    for (const label of opening(index)) out.push(`L${label}:{`);
    if (index === 0 && entries.length > 0) out.push(dispatch(graph, entries, start));
    if (item.isLoop) {
      loop(structure, graph.loops.find(({ start: of }) => of === item.start) as Loop);
    } else structure.block(item.start, item.end);
  });
}

function loop(structure: Structure, of: Loop): void {
  const { start, end, test, hasInner } = of;
  const { out, graph } = structure;
  out.push(`H${start}:for(;;){`);
  if (test !== undefined) {
    const holdsOthers = graph.loops.some((other) => other.start > start && other.start < end);
    out.push('if(e===0){');
    structure.test(test);
    out.push(`}else${holdsOthers ? ` if(e===${start})` : ' '}e=0;`);
  }
  if (hasInner) out.push(`W${start}:for(;;){`);
  region(structure, start, end, of);
  if (hasInner) out.push('}');
  out.push(test === undefined ? 'break}' : '}');
}

function itemsOf({ loops, targets, reachable }: Graph, start: number, end: number, inside: Loop | undefined): Item[] {
  const items: Item[] = [];
  for (let pc = start; pc < end;) {
    const loop = loops.find((candidate) => candidate.start === pc && candidate !== inside);
    let next = loop?.end ?? pc + 1;
    if (loop === undefined) {
      while (next < end && targets[next] === 0 && !loops.some((inner) => inner.start === next)) next++;
    }
    if (reachable[pc] === 1) items.push({ start: pc, end: next, isLoop: loop !== undefined });
    pc = next;
  }
  return items;
}

/** The labels that jumps between `items` need, each with the first item that jumps there. */
function labels(code: Int32Array, { reachable }: Graph, items: readonly Item[], end: number): Map<number, number> {
  const found = new Map<number, number>();
  items.forEach((item, index) => {
    for (let pc = item.start; pc < item.end; pc++) {
      if (reachable[pc] === 0) continue;
      edges(code, pc, (to) => {
        if (to < item.end || to >= end || found.has(to)) return;
        if (to === item.end && (item.isLoop || following(code, pc) === to)) return;
        found.set(to, index);
      });
    }
  });
  return found;
}

/** Labelled blocks nest: one that begins inside another and ends behind it begins with it instead. */
function straighten(opened: Map<number, number>, items: readonly Item[]): void {
  const ends = [...opened.keys()].sort((a, b) => a - b);
  const indexOf = new Map(items.map(({ start }, index) => [start, index]));
  ends.forEach((label, i) => {
    for (const earlier of ends.slice(0, i).reverse()) {
      const from = opened.get(earlier) as number;
      const own = opened.get(label) as number;
      if (from < own && own < (indexOf.get(earlier) as number)) opened.set(label, from);
    }
  });
}

/** At the start of a region: on to the loop in it where the function was entered, if not at its start. */
function dispatch(graph: Graph, loops: readonly Item[], start: number): string {
  const cases = loops.map(({ start: at, end }) => {
    const isFor = graph.loops.some((loop) => loop.start === at && loop.test !== undefined);
    const arrive = isFor ? '' : `if(e===${at})e=0;`;
    return `if(e>=${at}&&e<${end}){${arrive}${at === start ? '' : `break L${at};`}}`;
  });
  return `if(e!==0){${cases.join('else ')}}`;
}

/** Arithmetic, comparisons and other operators. Fast paths are those of run.ts. */
import {
  ADD,
  argA,
  argB,
  argC,
  BNOT,
  EQ,
  jumpTarget,
  LE,
  LEN,
  NOT,
  opcode,
  TEST,
  UNM,
} from '../interpreter/instructions.ts';
import type { Emitter } from './emitter.ts';

/** Fast code by opcode: a statement that sets `x` from `B` and `C` under a condition on them. */
const FAST: Readonly<Record<number, (b: string, c: string, int: string) => string>> = {
  13: (b, c, int) => `if(${int})x=${b}+${c};else x=add(${b},${c});`,
  14: (b, c, int) => `if(${int})x=${b}-${c};else x=subtract(${b},${c});`,
  15: (b, c) => `x=multiply(${b},${c});`,
  16: (b, c, int) => `x=${int}&&${b}>=0&&${c}>0?${b}%${c}:modulo(${b},${c});`,
  18: (b, c) => `x=divide(${b},${c});`,
  19: (b, c, int) => `x=${int}&&${b}>=0&&${c}>0?${b}/${c}|0:undefined;`,
  20: (b, c, int) => `x=${int}?${b}&${c}:undefined;`,
  21: (b, c, int) => `x=${int}?${b}|${c}:undefined;`,
  22: (b, c, int) => `x=${int}?${b}^${c}:undefined;`,
};

/** An operand for code that names it more than once. */
const small = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;

export function writeArithmetic(e: Emitter, pc: number, i: number): void {
  const op = opcode(i);
  const bx = argB(i);
  const cx = op >= UNM ? bx : argC(i);
  const [b, c] = [e.operand(bx), e.operand(cx)];
  const test = (operand: number, code: string): string[] =>
    small(e.known(operand)) ? [] : [`typeof ${code}==="number"`, `(${code}|0)===${code}`];
  const int = [...test(bx, b), ...test(cx, c)].join('&&') || 'true';
  const fast =
    op === UNM ? `x=typeof ${b}==="number"?0-${b}:undefined;` : op === BNOT ? 'x=undefined;' : FAST[op]?.(b, c, int);
  const slow = e.slow(pc, 'x', 'arith', b, c);
  e.put(fast === undefined ? slow : `${fast}if(x===undefined){${slow}}`, `${e.register(argA(i))}=x;`);
}

export function writeUnary(e: Emitter, pc: number, i: number): void {
  const b = e.register(argB(i));
  const a = e.register(argA(i));
  if (opcode(i) === NOT) e.put(`x=${b};${a}=x===undefined||x===false;`);
  else if (opcode(i) === LEN) {
    e.put(`t=${b};if((x=plainLength(t))===undefined){${e.slow(pc, 'x', 'length', 't')}}${a}=x;`);
  }
}

/** `..` of registers B…C: from the right, each text joined to the one before. */
export function writeConcat(e: Emitter, pc: number, i: number): void {
  const first = argB(i);
  const last = argC(i);
  const names = Array.from({ length: last - first + 1 }, (_, j) => e.register(first + j));
  if (names.length <= 3) e.put(e.step(pc, 'x', `concat${names.length}`, ...names));
  else e.put(e.saveRange(first, last), e.step(pc, 'x', 'concatAll'));
  e.put(`${e.register(argA(i))}=x;`);
}

/** A test and the jump behind it, which is taken when `x` is true. */
export function writeTest(e: Emitter, pc: number, i: number): void {
  const op = opcode(i);
  const wanted = argA(i) !== 0;
  if (op <= LE) {
    const bx = argB(i);
    const cx = argC(i);
    const [b, c] = [e.operand(bx), e.operand(cx)];
    const slow = e.slow(pc, 'x', 'compare', b, c);
    if (op === EQ) {
      e.put(`x=${b}${wanted ? '===' : '!=='}${c};`);
      const objects = [bx, cx].filter((operand) => operand < 256 || !isPlain(e.known(operand)));
      const mayEqual =
        objects.length > 0 && ![bx, cx].some((operand) => operand >= 256 && isPlainText(e.known(operand)));
      const tests = objects.map((operand) => `typeof ${e.operand(operand)}==="object"`).join('||');
      if (mayEqual) e.put(`if(${wanted ? '!x' : 'x'}&&(${tests})){${slow}}`);
    } else {
      const sign = op === LE ? '<=' : '<';
      const tests = [bx, cx].filter((operand) => !small(e.known(operand)));
      const numbers = tests.map((operand) => `typeof ${e.operand(operand)}==="number"`).join('&&') || 'true';
      e.put(`if(${numbers})x=${wanted ? `${b}${sign}${c}` : `!(${b}${sign}${c})`};else{${slow}}`);
    }
  } else {
    const value = e.register(op === TEST ? argA(i) : argB(i));
    e.put(argC(i) !== 0 ? `x=${value};x=x!==undefined&&x!==false;` : `x=${value};x=x===undefined||x===false;`);
  }
  const set = op > TEST ? `${e.register(argA(i))}=${e.register(argB(i))};` : '';
  const jump = e.proto.code[pc + 1] as number;
  e.uncounted++;
  e.put(e.count(), `if(x){${set}${writeJump(e, pc, pc + 1, jump)}}else{${e.go(pc, pc + 2)}}`);
}

const isPlain = (value: unknown): boolean => typeof value !== 'object';
/** Nothing but itself equals it: no float is equal to it, no metamethod asked. */
const isPlainText = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'boolean' || value === undefined;

/** The jump at `at`, taken from the instruction at `pc`; all is counted already. */
export function writeJump(e: Emitter, pc: number, at: number, i: number): string {
  const to = jumpTarget(i, at);
  const close = argA(i) === 0 ? '' : `if(co.open.length>0)co.close(${e.place(argA(i) - 1)},heap);`;
  return close + (to <= pc ? e.back(pc, to) : e.go(pc, to));
}

export const isArithmetic = (op: number): boolean => op >= ADD && op <= BNOT;

/** Shapes that cross the border to the generated compiler. */

/** Whether it is an integer, and its value (floats as plain JS numbers). */
export type FengariNumber =
  readonly [isInteger: true, value: number | bigint] | readonly [isInteger: false, value: number];

/** What fengari's lexer and code generator ask of us. */
export interface CompilerHost {
  /** A numeral as the lexer delimits it, undefined when malformed. */
  parse(text: string): FengariNumber | undefined;
  /** `a op b`, `op` as LUA_OPADD … LUA_OPBNOT. */
  fold(op: number, a: FengariNumber, b: FengariNumber): FengariNumber;
  isExactInteger(number: FengariNumber): boolean;
  chunkId(source: string): string;
  syntaxError(message: string): Error;
}

export interface FengariString {
  getstr(): Uint8Array;
}

export interface FengariProto {
  readonly code: readonly { readonly code: number }[];
  readonly k: readonly { readonly type: number; readonly value: unknown }[];
  readonly p: readonly FengariProto[];
  readonly upvalues: readonly {
    readonly name: FengariString;
    readonly instack: boolean | number;
    readonly idx: number;
  }[];
  readonly lineinfo: readonly number[];
  readonly locvars: readonly { readonly varname: FengariString; readonly startpc: number; readonly endpc: number }[];
  readonly linedefined: number;
  readonly lastlinedefined: number;
  readonly numparams: number;
  readonly is_vararg: boolean;
  readonly maxstacksize: number;
}

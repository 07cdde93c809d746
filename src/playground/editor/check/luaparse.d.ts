/** What the checks use of luaparse, which brings no types. */
declare module 'luaparse' {
  export interface Position {
    /** From 1. */
    line: number;
    /** From 0. */
    column: number;
  }

  export interface Node {
    type: string;
    /** Offsets into the text. */
    range: [number, number];
    loc: { start: Position; end: Position };
  }

  export interface Options {
    luaVersion?: '5.1' | '5.2' | '5.3' | 'LuaJIT';
    comments?: boolean;
    locations?: boolean;
    ranges?: boolean;
    onCreateNode?: (node: Node) => void;
  }

  /** Thrown by {@link parse}. */
  export interface ParseError extends SyntaxError, Position {
    index: number;
  }

  export function parse(code: string, options?: Options): Node;

  const luaparse: { parse: typeof parse };
  export default luaparse;
}

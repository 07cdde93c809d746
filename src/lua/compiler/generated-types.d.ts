/** The generated bundle, typed where it is used (compile.ts). */
declare module '*/generated/fengari-compiler.js' {
  export const compileChunk: unknown;
}

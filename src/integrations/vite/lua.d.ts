/** The text of a Lua file, as the Vite plugin gives it. */
declare module '*.lua' {
  const source: string;
  export default source;
}

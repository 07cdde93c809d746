/**
 * Stand-ins for the modules of fengari (lobject, lstring, ltable, ldo, ldebug, lfunc, lvm, luaconf) that its lexer,
 * parser and code generator lean on: only what those three use, without fengari's value model. Bundled with them by
 * generate.mjs. Structure follows fengari and Lua 5.3 (MIT), whose notices stand at the top of the bundle.
 *
 * Numbers are those of our engine: integers are JS numbers or bigints, made and folded by the `host` that the caller
 * of `compileChunk` passes.
 */

/* Type tags, as in fengari's defs.js (constant_types). */
const LUA_TNUMFLT = 3;
const LUA_TNUMINT = 3 | (1 << 4);
const LUA_TLNGSTR = 4 | (1 << 4);
const LUA_TBOOLEAN = 1;
const LUA_TLIGHTUSERDATA = 2;

let host;

/** Sets the number functions: parse(text), fold(op, a, b), toInteger(n); see compile.ts. */
export function setHost(functions) {
  host = functions;
}

const latin1 = (bytes) => {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]);
  return text;
};

const bytesOf = (text) => {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};

/* lobject */
export class TValue {
  constructor(type, value) {
    this.type = type;
    this.value = value;
  }
  ttype() {
    return this.type;
  }
  ttisinteger() {
    return this.type === LUA_TNUMINT;
  }
  ttisfloat() {
    return this.type === LUA_TNUMFLT;
  }
  tsvalue() {
    return this.value;
  }
}

export class LocVar {
  constructor() {
    this.varname = null;
    this.startpc = 0;
    this.endpc = 0;
  }
}

export const UTF8BUFFSZ = 8;

export function luaO_hexavalue(c) {
  return c >= 48 && c <= 57 ? c - 48 : (c & 0xdf) - 55;
}

/** Writes `x` as UTF-8 to the end of `buff` and returns the number of bytes. */
export function luaO_utf8esc(buff, x) {
  if (x < 0x80) {
    buff[UTF8BUFFSZ - 1] = x;
    return 1;
  }
  let n = 1;
  let mfb = 0x3f;
  do {
    buff[UTF8BUFFSZ - n++] = 0x80 | (x & 0x3f);
    x >>= 6;
    mfb >>= 1;
  } while (x > mfb);
  buff[UTF8BUFFSZ - n] = (~mfb << 1) | x;
  return n;
}

/** "Floating point byte" of lobject.c: eeeeexxx. */
export function luaO_int2fb(x) {
  let e = 0;
  if (x < 8) return x;
  while (x >= 8 << 4) {
    x = (x + 0xf) >> 4;
    e += 4;
  }
  while (x >= 8 << 1) {
    x = (x + 1) >> 1;
    e++;
  }
  return ((e + 1) << 3) | (x - 8);
}

function setNumber(tvalue, [isInteger, value]) {
  tvalue.type = isInteger ? LUA_TNUMINT : LUA_TNUMFLT;
  tvalue.value = value;
}

export function luaO_str2num(bytes, tvalue) {
  const number = host.parse(latin1(bytes));
  if (number === undefined) return 0;
  setNumber(tvalue, number);
  return bytes.length + 1;
}

export function luaO_arith(L, op, a, b, result) {
  setNumber(result, host.fold(op, [a.ttisinteger(), a.value], [b.ttisinteger(), b.value]));
}

/** Formats %s, %d and %c; the newest text is the error message if `luaD_throw` follows. */
export function luaO_pushfstring(L, format, ...args) {
  let next = 0;
  const text = latin1(format).replace(/%([sdc%])/g, (_, kind) => {
    if (kind === '%') return '%';
    const value = args[next++];
    if (kind === 'd') return String(value);
    if (kind === 'c') return value >= 32 && value < 127 ? String.fromCharCode(value) : `<\\${value}>`;
    const string = typeof value === 'string' ? value : latin1(value);
    const end = string.indexOf('\0');
    return end < 0 ? string : string.slice(0, end);
  });
  L.message = text;
  return bytesOf(text);
}

/* ldebug */
export function luaG_addinfo(L, message, source, line) {
  L.message = `${host.chunkId(latin1(source.getstr()))}:${line}: ${latin1(message)}`;
  return bytesOf(L.message);
}

/* ldo */
export function luaD_throw(L) {
  throw host.syntaxError(L.message);
}

export function luaD_inctop(L) {
  L.stack[L.top++] = { setclLvalue() {}, sethvalue() {} };
}

/* lfunc */
export const MAXUPVAL = 255;

export class Proto {
  constructor() {
    this.k = [];
    this.p = [];
    this.code = [];
    this.lineinfo = [];
    this.upvalues = [];
    this.numparams = 0;
    this.is_vararg = false;
    this.maxstacksize = 0;
    this.locvars = [];
    this.linedefined = 0;
    this.lastlinedefined = 0;
    this.source = null;
  }
}

export function luaF_newLclosure() {
  return { p: null };
}

/* lstring */
class TString {
  constructor(bytes) {
    this.bytes = bytes;
    this.hash = null;
  }
  getstr() {
    return this.bytes;
  }
}

export function luaS_hash(bytes) {
  return `s${latin1(bytes)}`;
}

export function luaS_hashlongstr(string) {
  if (string.hash === null) string.hash = luaS_hash(string.bytes);
  return string.hash;
}

export function luaS_bless(L, bytes) {
  return new TString(bytes);
}

export function luaS_new(L, bytes) {
  return new TString(Uint8Array.from(bytes));
}

export function luaS_newliteral(L, text) {
  return new TString(bytesOf(text));
}

export function luaS_eqlngstr(a, b) {
  return a === b || luaS_hashlongstr(a) === luaS_hashlongstr(b);
}

/* ltable: the scanner's table of strings and constants */
function hashOf(key) {
  switch (key.type) {
    case LUA_TLNGSTR:
      return luaS_hashlongstr(key.value);
    case LUA_TLIGHTUSERDATA:
      return `i${key.value}`;
    case LUA_TNUMFLT:
      return `f${key.value}`;
    case LUA_TBOOLEAN:
      return `b${key.value}`;
    default:
      return 'nil';
  }
}

const ABSENT = new TValue(0, null);

export function luaH_new() {
  return { strong: new Map() };
}

export function luaH_get(L, table, key) {
  return table.strong.get(hashOf(key))?.value ?? ABSENT;
}

export function luaH_setfrom(L, table, key, value) {
  table.strong.set(hashOf(key), { key, value });
}

/* lvm */
export function tointeger(tvalue) {
  return host.isExactInteger([tvalue.ttisinteger(), tvalue.value]);
}

/* luaconf */
export const LUAI_MAXSTACK = 1000000;

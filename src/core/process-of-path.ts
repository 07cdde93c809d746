/** The process that a HyperPATH begins with, `/<process>~process@1.0/…`; undefined for any other path. */
export const processOfPath = (path: string): string | undefined => /^\/([\w-]{43})(?![\w-])/.exec(path)?.[1];

/** Scenarios, format 1: what a program is sent and what must come of it. src/docs/testing.md says it in full. */
import type { Plain } from '../../core/plain.ts';

export interface ScenarioProcess {
  /** 43 characters. */
  id: string;
  owner: string;
  name: string;
  /** Lua file, relative to the scenario. */
  source: string;
  /** aos2 only: further Lua files, relative to the scenario, that the source may `require`. */
  files?: string[];
  /** hyper only: Lua file with a global `compute`, such as a real hyper-aos bundle. Default: Pocketbeam's own. */
  module?: string;
}

/** A message from outside. */
export interface Step {
  to: string;
  from: string;
  tags: Record<string, string>;
  data?: string;
  /** Milliseconds since 1970; stays in force for the steps after it. */
  timestamp?: number;
  /** Block height; stays in force for the steps after it. */
  height?: number;
  cron?: boolean;
}

/** A message that a process sent: tag names in lower case, without those of the envelope. */
export interface SentMessage {
  target: string;
  data?: Plain;
  tags?: Record<string, Plain>;
}

export interface ExpectedValue {
  process: string;
  slot: number;
  /** `/cache/<key>`: the whole value of a key, at the slots where it changed. Any other path is read at this slot only. */
  path: string;
  value: Plain;
}

export interface ExpectedOutbox {
  process: string;
  slot: number;
  messages: SentMessage[];
}

export interface ExpectedError {
  process: string;
  slot: number;
  contains: string;
}

/** What a run gives, and what a scenario expects of it. */
export interface Recording {
  /** Last slot of each process. */
  slots: Record<string, number>;
  expect: ExpectedValue[];
  outbox: ExpectedOutbox[];
  errors: ExpectedError[];
}

/** The four lists of a recording are absent in a file that was not recorded yet: what is absent is not compared. */
export interface Scenario extends Partial<Recording> {
  name: string;
  description?: string;
  dialect: 'aos2' | 'hyper';
  /** Spawn the processes in strict mode. Default false. */
  strict?: boolean;
  /** Whether slots without an entry must have changed nothing and sent nothing. Default true. */
  complete?: boolean;
  start: { timestamp: number; height: number };
  processes: ScenarioProcess[];
  /** Lua files to store before the first message; in the paths of `expect`, `{file}` stands for the id of one. */
  modules?: string[];
  steps: Step[];
}

/** Text of Lua files by the names that a scenario gives them. */
export type Sources = ReadonlyMap<string, string>;

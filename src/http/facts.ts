/** What is known of a request beside its value. */
import type { Form } from './negotiate.ts';

/** The headers `signature` and `signature-input` of an answer with these fields. */
export type SignAnswer = (fields: ReadonlyMap<string, string>) => Promise<{ signature: string; input: string }>;

export interface Facts {
  /** The HyperPATH, percent-encoded as it came. */
  path: string;
  /** Codes of what a real node would answer differently. */
  diagnostics: Set<string>;
  /** The slot that the answer stands for, where there is one. */
  slot: number | undefined;
  /** In which form the answer is wanted. Default `httpsig`. */
  form: Form;
  /** The code of an error that is answered with a value of its own. */
  code?: string;
  /** Answer as the node does where it has a plain defect. */
  strict: boolean;
  /** Answered by a Service Worker, on the origin of the app; Chromium encodes the bytes of header values a second time there. */
  inPage: boolean;
  /** The browser opens the answer as a document. */
  opened: boolean;
  /** Signs answers, where they are signed. */
  sign?: SignAnswer;
}

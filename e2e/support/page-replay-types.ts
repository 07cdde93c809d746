/** What page-replay.ts, in Node, and page-script.ts, in the page, say to each other. */

export type HeaderList = [name: string, value: string][];

/** Body: one character per byte; none for a method that sends none. */
export interface ReplayRequest {
  method: string;
  path: string;
  headers: HeaderList;
  body?: string;
}

/** What came of a request in a page: the headers that the browser let through, and the answer as far as it shows it. */
export interface InPage {
  sent: HeaderList;
  answer?: { status: number; headers: HeaderList; body: string };
}

export interface PageReplay {
  /** Puts a message into the store: JSON `{ id, message }`, as src/integrations/node/fixtures.ts takes it. */
  store(json: string): Promise<void>;
  send(request: ReplayRequest): Promise<InPage>;
  /** Waits until all that is scheduled is computed. */
  settle(): Promise<void>;
}

declare global {
  interface Window {
    replay?: PageReplay;
  }
}

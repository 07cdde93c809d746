/** A node behind a real HTTP server, for clients as they come from npm. */
import { serveHttp } from '../../src/integrations/node/http-server.ts';
import { createNodePocketbeam, type NodePocketbeamOptions } from '../../src/integrations/node/node-pocketbeam.ts';

export interface ClientNode {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

export async function startClientNode(options: NodePocketbeamOptions = {}): Promise<ClientNode> {
  const beam = await createNodePocketbeam(options);
  const server = await serveHttp(beam.handle, 0);
  return {
    url: server.url,
    async close() {
      await server.close();
      await beam.close();
    },
  };
}

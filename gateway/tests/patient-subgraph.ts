import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const NAMES = ['look', 'glance', 'change', 'again'] as const;
type Name = (typeof NAMES)[number];

/** A subgraph that answers when the test says so, and notices who goes away before. */
export class PatientSubgraph {
  /** The operations that came, in order. */
  readonly came: Name[] = [];
  readonly abandoned: string[] = [];
  private readonly open: { name: string; response: ServerResponse }[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response: ServerResponse) => {
      let body = '';
      request.on('data', (bytes) => (body += String(bytes)));
      request.on('end', () => {
        const name = NAMES.find((one) => body.includes(one))!;
        this.came.push(name);
        this.open.push({ name, response });
        response.once('close', () => {
          if (!response.writableFinished) this.abandoned.push(name);
        });
      });
    });
  }

  static async start(): Promise<PatientSubgraph> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PatientSubgraph(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  answerAll(): void {
    for (const { name, response } of this.open.splice(0)) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: { [name]: 1 } }));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

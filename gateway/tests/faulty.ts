import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a subgraph can do wrong, as seen from the network. */
export type Fault =
  | 'none'
  | 'frozen'
  | 'reset'
  | 'half a body'
  | 'HTML'
  | 'garbage'
  | 'status 500'
  | 'an empty body'
  | 'a list'
  | 'null'
  | 'no data'
  | 'data of the wrong kind'
  | 'errors of the wrong kind'
  | 'an answer without end'
  | { answers: unknown }
  | { sends: string; status?: number; type?: string }
  | { resets: number };

/** A server before a real subgraph that breaks what passes through it, as it is told. */
export class FaultyFront {
  fault: Fault = 'none';
  /** Requests that came, whatever became of them. */
  count = 0;
  /** Requests whose client went away before an answer. */
  abandoned = 0;
  /** Bytes of answers without end. */
  sent = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.serve(request, response));
  }

  static async before(target: string): Promise<FaultyFront> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FaultyFront(server, target);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    this.count++;
    request.once('close', () => {
      if (!response.writableEnded) this.abandoned++;
    });
    const { fault } = this;
    if (typeof fault === 'object' && 'resets' in fault) {
      if (fault.resets-- > 0) request.socket.resetAndDestroy();
      else this.pass(request, response);
      return;
    }
    if (typeof fault === 'object' && 'sends' in fault)
      return void response.writeHead(fault.status ?? 200, { 'content-type': fault.type ?? 'application/json' }).end(fault.sends);
    if (typeof fault === 'object') return void response.writeHead(200, JSON_TYPE).end(JSON.stringify(fault.answers));
    switch (fault) {
      case 'none':
        return this.pass(request, response);
      case 'frozen':
        return;
      case 'reset':
        return void request.socket.resetAndDestroy();
      case 'half a body':
        response.writeHead(200, { ...JSON_TYPE, 'content-length': 1000 });
        response.write('{"data":{"_entities":[{"reviews":');
        return void setTimeout(() => request.socket.destroy(), 20);
      case 'an answer without end':
        response.writeHead(200, JSON_TYPE);
        response.write('{"data":{"_entities":[{"reviews":[');
        return this.sendWithoutEnd(response);
      case 'HTML':
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>nginx at 10.1.2.3:8080</body></html>');
      case 'garbage':
        return void response.writeHead(200, JSON_TYPE).end(Buffer.from([0xff, 0xfe, 0x00, 0x7b, 0x22]));
      case 'status 500':
        return void response
          .writeHead(500, JSON_TYPE)
          .end('{"errors":[{"message":"Error: connect ECONNREFUSED 10.0.0.5:5432\\n    at Socket.connect (/srv/app/db.js:12:3)"}]}');
      case 'an empty body':
        return void response.writeHead(200, JSON_TYPE).end();
      case 'a list':
        return void response.writeHead(200, JSON_TYPE).end('[]');
      case 'null':
        return void response.writeHead(200, JSON_TYPE).end('null');
      case 'no data':
        return void response.writeHead(200, JSON_TYPE).end('{}');
      case 'data of the wrong kind':
        return void response.writeHead(200, JSON_TYPE).end('{"data":[1,2]}');
      case 'errors of the wrong kind':
        return void response.writeHead(200, JSON_TYPE).end('{"data":null,"errors":[null,5]}');
    }
  }

  private sendWithoutEnd(response: ServerResponse): void {
    if (response.destroyed) return;
    this.sent += MANY_STARS.length;
    response.write(MANY_STARS, () => this.sendWithoutEnd(response));
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const onward = forward(this.target, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }
}

const MANY_STARS = '{"stars":5},'.repeat(5_000);
const JSON_TYPE = { 'content-type': 'application/json' };

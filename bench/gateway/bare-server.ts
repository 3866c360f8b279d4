import { createServer } from 'node:http';

/** A gateway's front with nothing to it: reads the operation as JSON and answers bytes. */
export function serveBarely(port: number, answer: (operation: unknown) => Promise<Buffer>): void {
  createServer((request, response) => {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(JSON.parse(Buffer.concat(chunks).toString())).then(
        (bytes) => response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes),
        () => response.writeHead(500).end(),
      );
    });
  }).listen(port, '127.0.0.1');
}

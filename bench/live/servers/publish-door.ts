import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Message } from '../message';

/** POST /publish: how the benchmark hands one message to whoever has to deliver it. Anything else is answered with 404. */
export function publishDoor(publish: (message: Message) => void): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    if (request.method !== 'POST' || request.url !== '/publish') return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      publish(JSON.parse(Buffer.concat(chunks).toString()) as Message);
      response.writeHead(204).end();
    });
  };
}

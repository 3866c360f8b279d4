import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { workerInput } from '../../measure/worker';
import { nextFrame } from '../message';
import { publishDoor } from './publish-door';

/** The base of the ratios: a `ws` server that makes the bytes once and sends them to every socket, as ws's own documentation does. */
const ID = randomUUID();
const server = createServer(
  publishDoor((message) => {
    const bytes = Buffer.from(nextFrame(ID, message));
    for (const socket of sockets.clients) socket.send(bytes, { binary: false });
  }),
);
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
server.listen(workerInput<{ port: number }>().port, '127.0.0.1');

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

/** A socket server that forgets to forget: the control that shows what a leak looks like to a test that looks for one. */
const kept: WebSocket[] = [];
const server = createServer();
new WebSocketServer({ server, handleProtocols: (offered) => [...offered][0] ?? false }).on('connection', (socket) => {
  kept.push(socket);
  socket.on('message', () => socket.send('{"type":"connection_ack"}'));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ msg: 'serving', socketUrl: `ws://127.0.0.1:${port}/graphql` })}\n`);
});
process.once('SIGTERM', () => process.exit(0));

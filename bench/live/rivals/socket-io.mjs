// Socket.IO as its documentation shows it: everybody joins a room, and the room is told.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const server = createServer((request, response) => {
  if (request.method !== 'POST' || request.url !== '/publish') return response.writeHead(404).end();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    io.to('room-1').emit('messageAdded', JSON.parse(Buffer.concat(chunks).toString()));
    response.writeHead(204).end();
  });
});
const io = new Server(server, { transports: ['websocket'] });
io.on('connection', (socket) => socket.join('room-1'));
server.listen(Number(process.env.PORT), '127.0.0.1');

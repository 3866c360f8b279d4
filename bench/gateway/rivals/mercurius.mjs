// Mercurius's gateway under Fastify. It composes for itself, from what the subgraphs say of themselves.
import gateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

const services = Object.entries(JSON.parse(process.env.SUBGRAPHS)).map(([name, url]) => ({ name, url }));
const server = Fastify();
server.register(gateway, { gateway: { services } });
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });

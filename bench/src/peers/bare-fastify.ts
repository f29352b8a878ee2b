/** A fastify with one route: `bare-fastify.ts <port>`. */

import fastify from 'fastify';

const app = fastify();
app.get('/', async () => ({ status: 'ready' }));
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit(0));

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import pg from 'pg';
import { answerQuestions, tell, workerInput } from '../../measure/worker';
import { eventPage, type Ask } from './page';
import { textOf, type Columns } from './page-statements';
import { recordStatements, type RecordQuestion } from './statements';

export interface ByHandInput {
  /** The product's connection limit for each database. */
  readonly poolSize: number;
  readonly urls: Readonly<Record<string, string>>;
  readonly keys: JSONWebKeySet;
  readonly columns: Columns;
}

interface Known {
  readonly viewerId: string;
  readonly expiresAt: number;
}

/** The page behind Node's own HTTP server, with nothing between. Tokens are verified once and remembered, as in the product. */
async function main({ poolSize, urls, keys, columns }: ByHandInput): Promise<void> {
  const recorder = recordStatements();
  const pools = Object.fromEntries(
    Object.entries(urls).map(([name, connectionString]) => [name, new pg.Pool({ connectionString, max: poolSize })]),
  );
  const texts = new Map<string, string>();
  const ask: Ask = async (statement, values) => {
    const { name, database } = statement;
    let text = texts.get(name);
    if (text === undefined) texts.set(name, (text = textOf(statement, columns)));
    return (await pools[database]!.query({ name, text, values })).rows as unknown[];
  };
  const keySet = createLocalJWKSet(keys);
  const known = new Map<string, Known>();

  const viewerOf = async (request: IncomingMessage): Promise<string | null> => {
    const token = request.headers.authorization?.slice('Bearer '.length);
    if (!token) return null;
    let viewer = known.get(token);
    if (!viewer) {
      const { payload } = await jwtVerify(token, keySet, { algorithms: ['EdDSA'], typ: 'at+jwt', issuer: 'marquee', audience: 'marquee' });
      known.set(token, (viewer = { viewerId: payload.sub!, expiresAt: payload.exp! * 1000 }));
    }
    if (viewer.expiresAt <= Date.now()) throw new Error('The token has expired.');
    return viewer.viewerId;
  };
  const answer = async (request: IncomingMessage, body: string): Promise<string> => {
    const { variables } = JSON.parse(body) as { variables: { id: string } };
    return JSON.stringify({ data: await eventPage(ask, variables.id, await viewerOf(request)) });
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(request, Buffer.concat(chunks).toString()).then(
        (text) =>
          response
            .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) })
            .end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  answerQuestions<RecordQuestion>((question) => Promise.resolve(recorder.answer(question)));
  tell({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}

void main(workerInput<ByHandInput>());

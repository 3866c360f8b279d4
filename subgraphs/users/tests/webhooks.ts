import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTests } from '@marquee/platform/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Topics } from '@marquee/schema/topics';
import {
  CreateWebhookDocument,
  UpdateWebhookDocument,
  WebhookLogDocument,
  type CreateWebhookInput,
  type UpdateWebhookInput,
  type WebhookDeliveryStatus,
} from './generated/documents';
import { anEvent, startWorld, succeeded, tellEvent, type Person, type World, type WorldOptions } from './world';

async function serving(listener: RequestListener): Promise<{ server: Server; origin: string }> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterTests(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const bodyOf = async (request: AsyncIterable<Buffer>): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
};

export interface Heard {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: { type: string; timestamp: string; data: Record<string, unknown>; errors?: unknown };
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface Consumer {
  url: string;
  host: string;
  heard: Heard[];
  /** What it answers; null: never. */
  answers: (heard: Heard) => Answer | null;
  /** Called with each that came, before it is answered. */
  holds: (heard: Heard) => Promise<void>;
}

/** A program that hears. */
export async function aConsumer(): Promise<Consumer> {
  const consumer: Consumer = { url: '', host: '', heard: [], answers: () => ({ status: 204 }), holds: () => Promise.resolve() };
  const { origin } = await serving((request, response) => {
    void (async () => {
      const text = await bodyOf(request);
      const heard = { path: request.url!, headers: request.headers, text, body: JSON.parse(text) as Heard['body'] };
      consumer.heard.push(heard);
      await consumer.holds(heard);
      const answer = consumer.answers(heard);
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
    })();
  });
  consumer.url = `${origin}/hooks`;
  consumer.host = new URL(origin).host;
  return consumer;
}

/** As a consumer would check it, written from the Standard Webhooks specification and not from the sender. */
export function isSigned(secret: string, { headers, text }: Heard): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${text}`;
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}

export interface Asked {
  query: string;
  variables: Record<string, string>;
  isDry: boolean;
  claims: ReturnType<typeof decodeJwt>;
  typ: unknown;
}

interface GraphAnswer {
  status?: number;
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

export interface Gateway {
  url: string;
  asked: Asked[];
  answers: (asked: Asked) => GraphAnswer;
}

/** What a gateway answers to programs; the rights are its affair, and are tested where a whole one runs (stack/journeys/webhooks.test.ts). */
export async function aGateway(): Promise<Gateway> {
  const gateway: Gateway = {
    url: '',
    asked: [],
    answers: ({ query, variables, isDry }) => {
      if (query.includes('nonsense'))
        return { status: 400, errors: [{ message: 'Cannot query field "nonsense".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] };
      return { data: isDry ? null : { event: { id: variables['eventId'] } } };
    },
  };
  const { origin } = await serving((request, response) => {
    void (async () => {
      const { query, variables } = JSON.parse(await bodyOf(request)) as Pick<Asked, 'query' | 'variables'>;
      const token = request.headers.authorization!.replace('Bearer ', '');
      const isDry = request.headers['x-cost-dry-run'] !== undefined;
      const asked = { query, variables, isDry, claims: decodeJwt(token), typ: decodeProtectedHeader(token).typ };
      gateway.asked.push(asked);
      const { status = 200, ...answer } = gateway.answers(asked);
      response.writeHead(status, { 'content-type': 'application/graphql-response+json' }).end(JSON.stringify(answer));
    })();
  });
  gateway.url = `${origin}/graphql`;
  return gateway;
}

export const QUERY = 'query ($eventId: ID!) { event(id: $eventId) { id } }';

export interface HookWorld extends World {
  gateway: Gateway;
  consumer: Consumer;
}

/** Users with a gateway and a consumer. */
export async function startHookWorld(options: WorldOptions = {}): Promise<HookWorld> {
  const [gateway, consumer] = [await aGateway(), await aConsumer()];
  const settings = { GATEWAY_URL: gateway.url, WEBHOOKS_INSIDE: `localhost:1,${consumer.host}`, ...options.settings };
  const world = await startWorld({ ...options, settings });
  return Object.assign(world, { gateway, consumer });
}

export const wanted = (world: HookWorld, parts: Partial<CreateWebhookInput> = {}): CreateWebhookInput => ({
  name: 'Calendar',
  url: world.consumer.url,
  scopes: ['EVENTS_READ'],
  topics: [{ topic: 'EVENT_PUBLISHED', query: QUERY }],
  ...parts,
});

export const create = async (world: HookWorld, { viewer }: Person, parts: Partial<CreateWebhookInput> = {}) =>
  (await world.run(viewer, CreateWebhookDocument, { input: wanted(world, parts) })).createWebhook;
export const aWebhook = async (world: HookWorld, person: Person, parts: Partial<CreateWebhookInput> = {}) =>
  succeeded(await create(world, person, parts));
export const update = async (world: HookWorld, { viewer }: Person, input: UpdateWebhookInput) =>
  (await world.run(viewer, UpdateWebhookDocument, { input })).updateWebhook;
export const look = async (world: HookWorld, { viewer }: Person, id: string, status?: WebhookDeliveryStatus) =>
  (await world.run(viewer, WebhookLogDocument, { id, ...(status ? { status } : {}) })).webhook!;
export const send = (world: HookWorld) => world.subgraph.runJob('send-webhooks');

/** An event of this person comes on show. */
export async function publish(world: HookWorld, creator: { id: string }, parts: Partial<Topics['event.changed']> = {}): Promise<string> {
  const event = anEvent({ creatorId: creator.id, ...parts });
  await tellEvent(world, event);
  return event.eventId;
}

/** All of them at one moment of the world's clock: a delivery for each of these events, in this order. */
export const publishAll = async (world: HookWorld, creator: { id: string }, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await publish(world, creator, { eventId: randomUUID() }));
  return ids;
};

import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  Meter,
  PassportOffice,
  serveSubgraph,
  silentLogger,
  SubgraphExecutor,
  visitor,
  type Bus,
  type Caller,
  type LiveStart,
  type Subgraph,
  type SubgraphServer,
} from '@marquee/platform';
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet, type JWTPayload } from 'jose';
import { execute, parse, validate, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { makeSchemaOfAll } from './single-schema';
import { createGateway, type Gateway, type GatewayOptions } from '../src';

/** A subgraph for a test, as small as the test allows. Resolvers get `{ caller }` as context, like the product's own. */
export interface SubgraphPlan {
  name: string;
  sdl: string;
  resolvers?: Record<string, unknown>;
  /** The SDL links to no version of federation, and is not to: Federation 1. */
  bare?: boolean;
}

export interface TestSubgraph extends Subgraph {
  /** Every request it got, in order. */
  readonly received: { query: string; variables: unknown; caller: Caller; live?: LiveStart }[];
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@shareable", "@external", "@provides", "@requires", "@override", "@inaccessible", "@tag", "@interfaceObject", "@composeDirective"
])
`;

const typeDefsOf = ({ sdl, bare }: SubgraphPlan) => parse(bare || sdl.includes('specs.apollo.dev/federation') ? sdl : LINK + sdl);

export function aSubgraph(plan: SubgraphPlan): TestSubgraph {
  const schema = buildSubgraphSchema({ typeDefs: typeDefsOf(plan), resolvers: plan.resolvers as never });
  const executor = new SubgraphExecutor(schema, (caller, live) => ({ caller, live }), silentLogger);
  const received: TestSubgraph['received'] = [];
  return {
    name: plan.name,
    schema,
    received,
    execute(request) {
      received.push({ query: request.query, variables: request.variables, caller: request.caller });
      return executor.execute(request);
    },
    subscribe(request) {
      received.push({ query: request.query, variables: request.variables, caller: request.caller, live: request.live });
      return executor.subscribe(request);
    },
    readiness: async () => ({}),
    drain: async () => {},
    runJob: async () => false,
    metrics: async () => '',
    statements: { count: 0 },
    meter: new Meter(),
    health: async () => ({ status: 'healthy', checks: { database: { ok: true, ms: 1 }, bus: { ok: true }, facts: null } }),
    stop: async () => {},
  };
}

export function compose(plans: readonly SubgraphPlan[], urls: Record<string, string> = {}): string {
  const result = composeServices(
    plans.map((plan) => ({ name: plan.name, url: urls[plan.name] ?? `http://${plan.name}.invalid/graphql`, typeDefs: typeDefsOf(plan) })),
  );
  if (!result.supergraphSdl) throw new Error(result.errors?.map((error) => error.message).join('\n'));
  return result.supergraphSdl;
}

export const SECRET = 'a secret of the tests, long enough to be taken';
export const ISSUER = 'issuer.test';
export const AUDIENCE = 'audience.test';

export interface World {
  readonly gateway: Gateway;
  readonly subgraphs: Record<string, TestSubgraph>;
  readonly servers: Record<string, SubgraphServer>;
  /** Sends an operation as a client would and answers what came back. */
  ask(query: string, options?: AskOptions): Promise<Asked>;
  stop(): Promise<void>;
}

export interface AskOptions {
  variables?: Record<string, unknown>;
  operationName?: string;
  token?: string;
  headers?: Record<string, string>;
}

export interface Asked extends ExecutionResult {
  status: number;
  headers: Headers;
}

export interface WorldOptions extends Partial<Omit<GatewayOptions, 'subgraphs'>> {
  /** How the gateway reaches the subgraphs. */
  over?: 'process' | 'http';
  bus?: Bus;
}

/** Whose plans the tests run, where they do not say: `PLANNER=apollo npx vitest run gateway/tests/federation`. */
const planner = (): 'native' | 'apollo' => (process.env.PLANNER === 'apollo' ? 'apollo' : 'native');

/** Small subgraphs and a gateway before them, reached either way. */
export async function aWorld(plans: readonly SubgraphPlan[], { over = 'process', ...options }: WorldOptions = {}): Promise<World> {
  const subgraphs = Object.fromEntries(plans.map((plan) => [plan.name, aSubgraph(plan)]));
  const servers: Record<string, SubgraphServer> = {};
  const urls: Record<string, string> = {};
  if (over === 'http') {
    for (const subgraph of Object.values(subgraphs)) {
      const server = await serveSubgraph(subgraph, {
        port: 0,
        host: '127.0.0.1',
        passports: new PassportOffice(SECRET),
        logger: silentLogger,
      });
      servers[subgraph.name] = server;
      urls[subgraph.name] = server.url;
    }
  }
  const gateway = await createGateway({
    supergraphSdl: compose(plans, urls),
    subgraphs: over === 'process' ? Object.values(subgraphs) : [],
    passports: new PassportOffice(SECRET),
    logger: silentLogger,
    port: 0,
    host: '127.0.0.1',
    ...options,
    // Tests ask much, all from one address, on machines that are busy; those about rates say so.
    settings: {
      rates: null,
      rateLimitField: false,
      maxLoopLagMs: 0,
      ...options.settings,
      planning: { planner: planner(), ...options.settings?.planning },
    },
  });
  return {
    gateway,
    subgraphs,
    servers,
    ask: (query, options) => ask(gateway.url, query, options),
    async stop() {
      await gateway.stop();
      for (const server of Object.values(servers)) await server.stop();
    },
  };
}

export async function ask(url: string, query: string, { variables, operationName, token, headers }: AskOptions = {}): Promise<Asked> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return { ...((await response.json()) as ExecutionResult), status: response.status, headers: response.headers };
}

/** The same operation on one plain schema with all types and resolvers: what GraphQL itself says the answer is. */
export async function askPlainly(
  plans: readonly SubgraphPlan[],
  query: string,
  variables?: Record<string, unknown>,
): Promise<ExecutionResult> {
  const schema: GraphQLSchema = makeSchemaOfAll(plans);
  const document = parse(query);
  const faults = validate(schema, document);
  if (faults.length) throw new Error(faults.map((fault) => fault.message).join('\n'));
  return plain(await execute({ schema, document, variableValues: variables, contextValue: { caller: visitor() } }));
}

/** As it would look after a journey as JSON. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Somebody who issues access tokens, as the owner of sessions does. */
export async function anIssuer(kid = 'key-1') {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' };
  const claims = { sub: 'person-1', username: 'ada', role: 'user', permissions: [], sessionId: 'session-1' };
  return {
    jwk,
    keys: async (): Promise<JSONWebKeySet> => ({ keys: [jwk] }),
    token(
      given: JWTPayload = {},
      header: { typ?: string; kid?: string; expiresIn?: number; issuer?: string; audience?: string } = {},
    ): Promise<string> {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ ...claims, ...given })
        .setProtectedHeader({ alg: 'EdDSA', typ: header.typ ?? 'at+jwt', kid: header.kid ?? kid })
        .setIssuer(header.issuer ?? ISSUER)
        .setAudience(header.audience ?? AUDIENCE)
        .setIssuedAt(now)
        .setExpirationTime(now + (header.expiresIn ?? 900))
        .sign(privateKey);
    },
  };
}

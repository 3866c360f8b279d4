import { readFileSync } from 'node:fs';
import type { GatewaySettingsInput } from '@marquee/gateway';
import type { GraphQLSchema } from 'graphql';
import { type Stack, SUPERGRAPH_FILE } from '../src/one-process';
import { Client } from './client';
import type { PausableClock } from './clock';
import { Harvest, QUESTIONS } from './harvest';
import { Oracle } from './oracle';
import { StockGateway } from './stock';
import { type Surroundings, VIEWERS } from './surroundings';

/** A running stack, and the two others who are asked the same. */
export interface World {
  readonly clock: PausableClock;
  /** The public schema, as the supergraph tells it. */
  readonly schema: GraphQLSchema;
  readonly client: Client;
  readonly stock: StockGateway;
  readonly oracle: Oracle;
  readonly surroundings: Surroundings;
  /** Waits until the facts that are on their way have arrived. */
  settle(): Promise<void>;
  /** Of the stock gateway alone: the stack belongs to the caller. */
  stop(): Promise<void>;
}

/** Settings of the stack: a world that is filled in seconds, with something of everything. */
export const SMALL_WORLD = { DEMO: 'true', DEMO_PEOPLE: '60', DEMO_EVENTS: '200' };

/**
 * Dear operations are allowed: they stretch the execution most, and what is refused tells nothing of it. Nothing is refused for being one
 * of many, and the gateway has no field of its own, which stock could not know.
 */
export const fuzzedGateway: GatewaySettingsInput = {
  limits: { maxCost: 20_000 },
  rates: null,
  rateLimitField: false,
  maxLoopLagMs: 0,
  // A busy machine is no fault of ours.
  callTimeoutMs: 30_000,
};

export async function worldOf({ gateway, subgraphs }: Stack, clock: PausableClock): Promise<World> {
  const client = new Client(gateway.url);
  // A subgraph gives up waiting after half a minute. What still moves then is no harm: what is different is asked again.
  const settle = async () => void (await Promise.allSettled(subgraphs.map((subgraph) => subgraph.drain())));
  await settle();
  const harvest = new Harvest();
  for (const name of VIEWERS) {
    const asker = await client.as(name);
    for (const query of QUESTIONS) harvest.take((await client.send({ query, variables: {} }, asker)).answer?.data);
  }
  const stock = await StockGateway.start(readFileSync(SUPERGRAPH_FILE, 'utf8'), subgraphs);
  const { schema } = stock;
  return {
    clock,
    schema,
    client,
    stock,
    oracle: new Oracle(schema, subgraphs),
    surroundings: harvest.surroundings(),
    settle,
    stop: () => stock.stop(),
  };
}

import type { FormattedExecutionResult } from 'graphql';
import type { World } from '../kit';
import { aClient, until } from '../socket';
import type { Question } from './oracle';

export const isSubscription = (query: string): boolean => /^\s*subscription\b/.test(query);

/** What the gateway answers; of a subscription, each event. */
export async function answersOf(world: World, question: Question): Promise<FormattedExecutionResult[]> {
  return isSubscription(question.query) ? listen(world, question) : [await world.ask(question.query, question)];
}

async function listen(world: World, { query, variables }: Question): Promise<FormattedExecutionResult[]> {
  const { client, listen: hear } = aClient(world.gateway.socketUrl);
  const { events, state } = hear(query, variables);
  await until(() => state.ended);
  await client.dispose();
  if (Array.isArray(state.error)) return [{ errors: state.error }];
  if (state.error) throw state.error;
  return events;
}

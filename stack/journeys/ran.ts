import type { App, Data } from './client';

/** Runs operations of the clients, and remembers which. */
export function remembering() {
  const ran = new Set<string>();
  const ask = async (app: App, name: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    ran.add(name);
    return app.do(name, variables);
  };
  const succeed = async (app: App, name: string, input: Record<string, unknown>): Promise<Data> => {
    ran.add(name);
    return app.succeed(name, input);
  };
  return { ran, ask, succeed };
}

const FURTHER = [
  'curation/reviews',
  'events/editing',
  'payments/orders',
  'payments/organising',
  'social/groups',
  'social/people',
  'social/rooms',
  'users/account',
  'users/moderation',
];

/** Is this file of schema/operations run by further-operations.test.ts, and not by every-operation.test.ts? */
export const isFurther = (file: string): boolean => FURTHER.some((name) => file === `${name}.graphql`);

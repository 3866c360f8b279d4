import type { Stack } from '../src/one-process';
import { eventually, type App, type Data } from './client';
import { runningStack } from './running-stack';
import { Story } from './story';

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
  'curation/moderation',
  'curation/collections',
  'events/authoring',
  'events/announcing',
  'events/calendars',
  'events/discover',
  'events/door',
  'events/editing',
  'events/guests',
  'events/images',
  'events/interactions',
  'events/sharing',
  'events/venues',
  'events/lottery',
  'events/sources',
  'events/categories',
  'events/exporting',
  'events/saved-searches',
  'events/series',
  'operators/facts',
  'operators/models',
  'operators/notifications',
  'payments/after-sale',
  'payments/box-office',
  'payments/splitting',
  'payments/documents',
  'payments/orders',
  'payments/organising',
  'payments/pages',
  'payments/plans',
  'social/companions',
  'social/crews',
  'social/groups',
  'social/locations',
  'social/group-people',
  'social/people',
  'social/polls',
  'social/posts',
  'social/rooms',
  'social/wish-lists',
  'users/account',
  'users/erasure',
  'users/exports',
  'users/administration',
  'users/contacts',
  'users/keys',
  'users/apps',
  'users/webhooks',
  'users/discovery',
  'users/moderation',
  'users/social-login',
  'users/tracking',
  'users/organization-log',
  'users/standing',
];

/** Is this file of schema/operations run by further-operations.test.ts, and not by every-operation.test.ts? */
export const isFurther = (file: string): boolean => FURTHER.some((name) => file === `${name}.graphql`);

export interface Stage {
  readonly endpoint: string;
  readonly stack: Stack;
  readonly story: Story;
  readonly organiser: { app: App; id: string; username: string };
  readonly member: { app: App; id: string; username: string };
  readonly curator: App;
  /** Published, and begins in ten minutes: its door is open. */
  readonly event: Data;
}

/** A running supergraph with an organiser, a member, a curator and an event; whoever calls it ends the story. */
export async function setStage(details: Record<string, unknown> = {}, settings: Record<string, string> = {}): Promise<Stage> {
  const { world, stack } = await runningStack(settings);
  const story = new Story(world);
  const organiser = await story.person('Odette', 0);
  const member = await story.person('Mo', 0);
  const curator = await story.curator(0);
  const event = await story.draft(organiser.app, {
    startsAt: new Date(Date.now() + 600_000).toISOString(),
    endsAt: new Date(Date.now() + 7_200_000).toISOString(),
    ...details,
  });
  await story.publish(organiser.app, curator, event.id as string);
  await eventually(
    () => story.page(member.app, event.id as string),
    (page) => page?.status === 'PUBLISHED',
    20_000,
    'published',
  );
  return { endpoint: world.endpoints[0], stack, story, organiser, member, curator, event };
}

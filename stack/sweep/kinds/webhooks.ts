import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const EVENT = 'query ($eventId: ID!) { event(id: $eventId) { id title status } }';
const GUEST = 'query ($attendanceId: ID!) { attendance(id: $attendanceId) { id status } }';
const TOPICS = [
  { topic: 'EVENT_PUBLISHED', query: EVENT },
  { topic: 'EVENT_CHANGED', query: EVENT },
  { topic: 'EVENT_CANCELLED', query: EVENT },
  { topic: 'ATTENDANCE_CHANGED', query: GUEST },
  { topic: 'OWN_ATTENDANCE_CHANGED', query: GUEST },
];

/** It leads to nobody: what it is told is read, and tried. */
const createWebhook: Kind = {
  name: 'createWebhook',
  weight: 0.6,
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: {} }),
  send: (operation, city) => {
    const scopes = ['EVENTS_READ', 'ATTENDANCE_READ'];
    const input = { name: `Hook ${operation.index}`, url: 'https://hooks.example.invalid/', scopes, topics: TOPICS };
    return mutate(city, city.known.people[operation.by]!, 'createWebhook', input, 'webhook { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'webhook', index, id: data.webhook.id, by, facts: {} }),
};

const pauseWebhook: Kind = {
  name: 'pauseWebhook',
  weight: 0.4,
  draw: (random, known) => {
    const webhook = some(random, known, 'webhook');
    return webhook && { by: mostly(random, known, webhook), about: [webhook.index], values: { isPaused: random.chance(0.4) } };
  },
  async send(operation, city) {
    const webhook = city.known.made(operation.about[0], 'webhook');
    if (!webhook) return null;
    const input = { id: webhook.id, isPaused: operation.values.isPaused };
    return mine(
      operation.by,
      webhook.by,
      city,
      await mutate(city, city.known.people[operation.by]!, 'updateWebhook', input, 'webhook { id status }', operation),
    );
  },
};

const rotateWebhookSecret: Kind = {
  name: 'rotateWebhookSecret',
  weight: 0.3,
  draw: (random, known) => {
    const webhook = some(random, known, 'webhook');
    return webhook && { by: mostly(random, known, webhook), about: [webhook.index], values: {} };
  },
  async send(operation, city) {
    const webhook = city.known.made(operation.about[0], 'webhook');
    if (!webhook) return null;
    const outcome = await mutate(city, city.known.people[operation.by]!, 'rotateWebhookSecret', { id: webhook.id }, 'secret', operation);
    return mine(operation.by, webhook.by, city, outcome);
  },
};

const deleteWebhook: Kind = {
  name: 'deleteWebhook',
  weight: 0.2,
  draw: (random, known) => {
    const webhook = some(random, known, 'webhook');
    return webhook && { by: mostly(random, known, webhook), about: [webhook.index], values: {} };
  },
  async send(operation, city) {
    const webhook = city.known.made(operation.about[0], 'webhook');
    if (!webhook) return null;
    const outcome = await mutate(city, city.known.people[operation.by]!, 'deleteWebhook', { id: webhook.id }, 'deletedId', operation);
    return mine(operation.by, webhook.by, city, outcome);
  },
};

type Sent = Awaited<ReturnType<Kind['send']>>;

/** A webhook is its person's, whoever says its id. */
function mine(by: number, owner: number, city: Parameters<Kind['send']>[1], outcome: Sent): Sent {
  if (outcome?.success && by !== owner) city.known.faults.push(`walker${by} has changed a webhook of walker${owner}`);
  return outcome;
}

/** Where programs hear of what happens: made, paused, rotated and deleted while it happens. */
export const webhookKinds: readonly Kind[] = [createWebhook, pauseWebhook, rotateWebhookSecret, deleteWebhook];

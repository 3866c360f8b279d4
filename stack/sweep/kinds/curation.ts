import type { City } from '../city';
import type { Kind, Outcome } from '../history';
import type { ThingKind } from '../known';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const decide: Kind = {
  name: 'decideReview',
  weight: 8,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const decision = random.weighted(['APPROVE', 'REJECT', 'REQUEST_CHANGES'], (name) => (name === 'APPROVE' ? 10 : 1));
    return event && { by: -1, about: [event.index], values: { decision } };
  },
  async send(operation, city): Promise<Outcome | null> {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const { curator } = city.known.staff;
    const [workflow] = await city.rows<{ id: string; version: number }>(
      'curation',
      'SELECT id, version FROM workflows WHERE event_id = $1 AND in_queue ORDER BY submission DESC LIMIT 1',
      [event.id],
    );
    if (!workflow) return { code: 'NOT_IN_QUEUE', success: false, data: null };
    const { decision } = operation.values;
    const reason = decision === 'REJECT' ? { reason: 'OTHER' } : {};
    return mutate(
      city,
      curator,
      'decideReview',
      { workflowId: workflow.id, version: workflow.version, decision, notes: 'Looked at in the sweep.', ...reason },
      'workflow { id version }',
      operation,
    );
  },
};

const QUEUED_WITHIN_MS = 3_000;

/** An organiser submits and a curator approves: the way of most events. */
const publish: Kind = {
  name: 'publish',
  weight: 6,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: event.by, about: [event.index], values: {} };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const submitted = await mutate(city, city.known.people[operation.by]!, 'submitEvent', { eventId: event.id }, 'event { id }', operation);
    if (!submitted.success) return submitted;
    const deadline = Date.now() + QUEUED_WITHIN_MS;
    for (;;) {
      const decided = await decide.send({ ...operation, values: { decision: 'APPROVE' } }, city);
      if (decided?.code !== 'NOT_IN_QUEUE' || Date.now() > deadline) return decided;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  },
};

const flag: Kind = {
  name: 'flagEvent',
  weight: 2,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return (
      event && { by: anyone(random, known), about: [event.index], values: { reason: random.pick(['SPAM', 'INACCURATE', 'DANGEROUS']) } }
    );
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    return event
      ? mutate(
          city,
          city.known.people[operation.by]!,
          'flagEvent',
          { eventId: event.id, reason: operation.values.reason },
          'flag { id }',
          operation,
        )
      : null;
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'flag', index, id: data.flag.id, by, facts: {} }),
};

const takeDown: Kind = {
  name: 'takeDownEvent',
  weight: 0.5,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: -1, about: [event.index], values: {} };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const input = { eventId: event?.id, reason: 'OTHER', notes: 'Looked at in the sweep.' };
    return event ? mutate(city, city.known.staff.curator, 'takeDownEvent', input, 'workflow { id }', operation) : null;
  },
};

const restore: Kind = {
  name: 'restoreEvent',
  weight: 0.7,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: -1, about: [event.index], values: {} };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const { curator } = city.known.staff;
    const { data } = await city.post(curator, 'query($id: ID!) { event(id: $id) { version } }', { id: event.id });
    if (!data?.event) return null;
    return mutate(city, curator, 'restoreEvent', { eventId: event.id, eventVersion: data.event.version }, 'workflow { id }', operation);
  },
};

const appeal: Kind = {
  name: 'appealDecision',
  weight: 1,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: mostly(random, known, event, 0.9), about: [event.index], values: {} };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const [workflow] = await city.rows<{ id: string }>(
      'curation',
      'SELECT id FROM workflows WHERE event_id = $1 AND revision_id IS NULL ORDER BY submission DESC LIMIT 1',
      [event?.id],
    );
    const input = { workflowId: workflow?.id, text: 'It was right as it was.' };
    return workflow ? mutate(city, city.known.people[operation.by]!, 'appealDecision', input, 'workflow { id }', operation) : null;
  },
};

const withdrawFlag: Kind = {
  name: 'withdrawFlag',
  weight: 0.6,
  draw: (random, known) => {
    const raised = some(random, known, 'flag');
    return raised && { by: mostly(random, known, raised, 0.9), about: [raised.index], values: {} };
  },
  async send(operation, city) {
    const raised = city.known.made(operation.about[0], 'flag');
    return raised ? mutate(city, city.known.people[operation.by]!, 'withdrawFlag', { flagId: raised.id }, '__typename', operation) : null;
  },
};

const review: Kind = {
  name: 'reviewEvent',
  weight: 3,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: anyone(random, known), about: [event.index], values: { rating: random.whole(1, 5) } };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const input = { eventId: event?.id, rating: operation.values.rating, text: 'It was a fine evening.' };
    return event ? mutate(city, city.known.people[operation.by]!, 'reviewEvent', input, 'review { id }', operation) : null;
  },
  learn: ({ index, by, about }, { data }, known) =>
    known.add({ kind: 'review', index, id: data.review.id, by, facts: { eventIndex: about[0] } }),
};

const deleteReview: Kind = {
  name: 'deleteReview',
  weight: 0.7,
  draw: (random, known) => {
    const written = some(random, known, 'review');
    return written && { by: mostly(random, known, written), about: [written.index], values: {} };
  },
  async send(operation, city) {
    const written = city.known.made(operation.about[0], 'review');
    return written
      ? mutate(city, city.known.people[operation.by]!, 'deleteReview', { reviewId: written.id }, '__typename', operation)
      : null;
  },
};

/** What is known of what can be reported; a message by its room. */
const THINGS: Record<string, ThingKind> = { REVIEW: 'review', MESSAGE: 'room', POST: 'post', GROUP: 'group', ORGANIZATION: 'organization' };

const report: Kind = {
  name: 'report',
  weight: 2,
  draw: (random, known) => {
    const kind = random.pick(['REVIEW', 'MESSAGE', 'PROFILE', 'POST', 'GROUP', 'ORGANIZATION']);
    const thing = kind === 'PROFILE' ? null : some(random, known, THINGS[kind]!);
    return kind !== 'PROFILE' && !thing
      ? null
      : { by: anyone(random, known), about: thing ? [thing.index] : [], values: { kind, whose: anyone(random, known) } };
  },
  async send(operation, city) {
    const { kind, whose } = operation.values;
    const subjectId =
      kind === 'PROFILE'
        ? city.known.people[whose as number]!.id
        : kind === 'MESSAGE'
          ? await newestMessage(city, city.known.made(operation.about[0], 'room')?.id)
          : city.known.made(operation.about[0], THINGS[kind as string]!)?.id;
    const input = { kind, subjectId, reason: 'HARASSMENT' };
    return subjectId ? mutate(city, city.known.people[operation.by]!, 'report', input, 'report { id }', operation) : null;
  },
};

async function newestMessage(city: City, roomId: string | undefined): Promise<string | undefined> {
  if (!roomId) return undefined;
  const newest = 'SELECT id FROM messages WHERE room_id = $1 ORDER BY sequence DESC LIMIT 1';
  return (await city.rows<{ id: string }>('social', newest, [roomId]))[0]?.id;
}

const decideCase: Kind = {
  name: 'decideCase',
  weight: 2,
  draw: (random) => ({ by: -2, about: [], values: { verdict: random.pick(['DISMISS', 'REMOVE']) } }),
  async send(operation, city) {
    const [one] = await city.rows<{ id: string; version: number }>(
      'curation',
      'SELECT id, version FROM cases WHERE in_queue ORDER BY queue_rank DESC LIMIT 1',
      [],
    );
    if (!one) return null;
    const input = { caseId: one.id, version: one.version, verdict: operation.values.verdict, notes: 'Looked at in the sweep.' };
    return mutate(city, city.known.staff.admin, 'decideCase', input, 'case { id }', operation);
  },
};

const claimEntry: Kind = {
  name: 'claimEntry',
  weight: 1.5,
  draw: (random) => ({
    by: -2,
    about: [],
    values: { then: random.weighted(['keep', 'releaseEntry'], (name) => (name === 'keep' ? 1 : 6)) },
  }),
  async send(operation, city) {
    const [one] = await city.rows<{ id: string; version: number }>(
      'curation',
      `SELECT q.id, coalesce(w.version, c.version) AS version FROM queue_entries q
       LEFT JOIN workflows w ON w.id = q.workflow_id LEFT JOIN cases c ON c.id = q.case_id ORDER BY q.place DESC LIMIT 1`,
      [],
    );
    if (!one) return null;
    const { admin } = city.known.staff;
    const claimed = await mutate(city, admin, 'claimEntry', { entryId: one.id, version: one.version }, 'entry { id }', operation);
    if (!claimed.success || operation.values.then === 'keep') return claimed;
    return mutate(city, admin, 'releaseEntry', { entryId: one.id, version: one.version + 1 }, 'entry { id }', operation);
  },
};

/** Judging events, and what guests say of them; and what people report. */
export const curationKinds: readonly Kind[] = [
  decide,
  publish,
  takeDown,
  restore,
  flag,
  withdrawFlag,
  appeal,
  review,
  deleteReview,
  report,
  decideCase,
  claimEntry,
];

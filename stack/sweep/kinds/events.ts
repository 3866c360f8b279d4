import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const HOUR = 3_600_000;
const SUBJECTS = ['Lantern walk', 'Choir evening', 'Print fair', 'Repair café', 'Poetry hour', 'Board games', 'Night market', 'Film club'];

const create: Kind = {
  name: 'createEvent',
  weight: 3,
  draw: (random, known) => {
    const group = random.chance(0.25) ? some(random, known, 'group') : null;
    const house = !group && random.chance(0.3) ? some(random, known, 'organization') : null;
    const owner = group ?? house;
    return {
      by: owner?.by ?? anyone(random, known),
      about: owner ? [owner.index] : [],
      values: {
        subject: random.pick(SUBJECTS),
        inHours: random.whole(1, 72),
        hours: random.whole(1, 5),
        capacity: random.chance(0.7) ? random.whole(1, 6) : null,
        visibility: group ? 'GROUP_ONLY' : random.chance(0.2) ? 'PRIVATE' : 'PUBLIC',
        ofHouse: house !== null,
        requiresApproval: random.chance(0.15),
        invitationOnly: random.chance(0.1),
      },
    };
  },
  async send(operation, city) {
    const { by, about, values, index } = operation;
    const owner = about.length > 0 ? city.known.made(about[0], values.ofHouse ? 'organization' : 'group') : null;
    if (owner === undefined) return null;
    const startsAt = city.now().getTime() + (values.inHours as number) * HOUR;
    const input = {
      title: `${values.subject as string} ${index}`,
      description: `${values.subject as string} number ${index} at the old printing house, with tea and cake from the neighbours. The doors open a little before; everybody who comes is welcome, and step-free access is from the lane.`,
      startsAt: new Date(startsAt).toISOString(),
      endsAt: new Date(startsAt + (values.hours as number) * HOUR).toISOString(),
      timezone: 'America/Toronto',
      categorySlug: 'music',
      capacity: values.capacity,
      visibility: values.visibility,
      requirements: { requiresApproval: values.requiresApproval, invitationOnly: values.invitationOnly },
      ...(owner ? { [values.ofHouse ? 'organizationId' : 'groupId']: owner.id } : {}),
      venue: { name: `Hall ${index}`, address: `${index} Mill Lane`, city: 'Toronto', latitude: 43.65, longitude: -79.38 },
    };
    return mutate(city, city.known.people[by]!, 'createEvent', input, 'event { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'event', index, id: data.event.id, by, facts: {} }),
};

const submit: Kind = {
  name: 'submitEvent',
  weight: 5,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: mostly(random, known, event, 0.95), about: [event.index], values: {} };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    return event ? mutate(city, city.known.people[operation.by]!, 'submitEvent', { eventId: event.id }, 'event { id }', operation) : null;
  },
};

const update: Kind = {
  name: 'updateEvent',
  weight: 4,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    if (!event) return null;
    const change = random.pick(['capacity', 'title', 'spam', 'visibility', 'later']);
    const values = {
      change,
      capacity: random.chance(0.8) ? random.whole(1, 6) : null,
      visibility: random.pick(['PUBLIC', 'PRIVATE']),
      hours: random.whole(1, 48),
    };
    return { by: mostly(random, known, event, 0.9), about: [event.index], values };
  },
  async send(operation, city) {
    const { by, about, values, index } = operation;
    const event = city.known.made(about[0], 'event');
    if (!event) return null;
    const person = city.known.people[by]!;
    const seen = await city.post(person, 'query($id: ID!) { event(id: $id) { version status startsAt endsAt } }', { id: event.id });
    const now = seen.data?.event;
    // Spam is what a published event is turned into: a draft may say anything, and the curators of the sweep do not read.
    if (!now || (values.change === 'spam' && now.status !== 'PUBLISHED')) return null;
    const later = (at: string) => new Date(Date.parse(at) + (values.hours as number) * HOUR).toISOString();
    const changes: Record<string, Record<string, unknown>> = {
      capacity: { capacity: values.capacity },
      title: { title: `A changed evening ${index}` },
      spam: {
        title: 'WIN FREE CASH NOW CLICK HERE',
        description: 'FREE CRYPTO casino bonus http://scam.example click now win cash prize limited offer act now buy cheap pills',
      },
      visibility: { visibility: values.visibility },
      later: { startsAt: later(now.startsAt), endsAt: later(now.endsAt) },
    };
    return mutate(
      city,
      person,
      'updateEvent',
      { eventId: event.id, version: now.version, ...changes[values.change as string] },
      'event { id }',
      operation,
    );
  },
};

const cancel: Kind = {
  name: 'cancelEvent',
  weight: 0.6,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return event && { by: mostly(random, known, event, 0.7), about: [event.index], values: {} };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const person = city.known.people[operation.by]!;
    // What it does to guests is looked at first; who answers meanwhile makes that worth nothing, which is a refusal like others.
    const look = 'query Sweep($id: ID!) { previewCancellation(eventId: $id) { confirmation { token } } }';
    const { data } = await city.post(person, look, { id: event.id });
    const shown = data?.previewCancellation as { confirmation: { token: string } | null } | null | undefined;
    const input = { eventId: event.id, reason: 'The hall is flooded.', confirmation: shown?.confirmation?.token };
    return mutate(city, person, 'cancelEvent', input, 'event { id }', operation);
  },
};

const invite: Kind = {
  name: 'inviteToEvent',
  weight: 2,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return (
      event && {
        by: mostly(random, known, event, 0.9),
        about: [event.index],
        values: { guests: [anyone(random, known), anyone(random, known)] },
      }
    );
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const userIds = [...new Set((operation.values.guests as number[]).map((number) => city.known.people[number]!.id))];
    return mutate(city, city.known.people[operation.by]!, 'inviteToEvent', { eventId: event.id, userIds }, 'event { id }', operation);
  },
};

const swipe: Kind = {
  name: 'swipe',
  weight: 2,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    return (
      event && { by: anyone(random, known), about: [event.index], values: { direction: random.pick(['RIGHT', 'UP', 'DOWN', 'LEFT']) } }
    );
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const input = { eventId: event?.id, direction: operation.values.direction };
    return event ? mutate(city, city.known.people[operation.by]!, 'swipe', input, 'event { id viewerSwipe }', operation) : null;
  },
};

const rsvp: Kind = {
  name: 'rsvp',
  weight: 14,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const status = random.weighted(['GOING', 'GOING', 'GOING', 'INTERESTED', 'MAYBE', 'NOT_GOING'], () => 1);
    return event && { by: anyone(random, known), about: [event.index], values: { status } };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    const input = { eventId: event?.id, status: operation.values.status };
    return event ? mutate(city, city.known.people[operation.by]!, 'rsvp', input, 'attendance { id status }', operation) : null;
  },
};

const admit: Kind = {
  name: 'decideAttendance',
  weight: 2.5,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    const values = { guest: anyone(random, known), decision: random.chance(0.75) ? 'APPROVE' : 'DECLINE' };
    return event && { by: mostly(random, known, event, 0.9), about: [event.index], values };
  },
  async send(operation, city) {
    const event = city.known.made(operation.about[0], 'event');
    if (!event) return null;
    const { guest, decision } = operation.values;
    const [asked] = await city.rows<{ id: string }>(
      'events',
      `SELECT id FROM attendances WHERE event_id = $1 ORDER BY status = 'PENDING_APPROVAL' DESC, user_id = $2 DESC, id LIMIT 1`,
      [event.id, city.known.people[guest as number]!.id],
    );
    const input = { attendanceId: asked?.id, decision };
    return asked ? mutate(city, city.known.people[operation.by]!, 'decideAttendance', input, 'attendance { id }', operation) : null;
  },
};

const checkIn: Kind = {
  name: 'checkIn',
  weight: 6,
  draw: (random, known) => {
    const event = some(random, known, 'event');
    if (!event) return null;
    const orders = known.of('order').filter((order) => order.facts.eventIndex === event.index && order.facts.codes?.length);
    const order = random.chance(0.6) && orders.length > 0 ? random.pick(orders) : null;
    return {
      by: mostly(random, known, event, 0.95),
      about: order ? [event.index, order.index] : [event.index],
      // Few nonces, so that scans meet a used one.
      values: { guest: anyone(random, known), ticket: random.whole(0, 3), nonce: `n${random.whole(0, 200)}` },
    };
  },
  async send(operation, city) {
    const { by, about, values } = operation;
    const event = city.known.made(about[0], 'event');
    const order = about.length > 1 ? city.known.made(about[1], 'order') : null;
    if (!event || order === undefined) return null;
    const codes = (order?.facts.codes ?? []) as string[];
    const whom =
      codes.length > 0
        ? { ticketCode: codes[(values.ticket as number) % codes.length] }
        : { userId: city.known.people[values.guest as number]!.id };
    const input = { eventId: event.id, nonce: values.nonce, ...whom };
    return mutate(city, city.known.people[by]!, 'checkIn', input, 'attendance { id }', { ...operation, twice: false });
  },
};

/** Making and changing events, and coming to them. */
export const eventKinds: readonly Kind[] = [create, submit, update, cancel, invite, swipe, rsvp, admit, checkIn];

import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import { aViewer, meetingOf, watched, withoutLocks, type Data } from '@marquee/platform/testing';
import type { CaseDecided, ReportEvidence } from '@marquee/schema/topics';
import { events } from '../src';
import type { Database } from '../src/db';
import { keep } from '../src/kept';
import {
  EventAtVenueDocument,
  MergeVenuesDocument,
  RollbackEventDocument,
  SetVenueOrganizationDocument,
  UpdateEventDocument,
  UpdateVenueDocument,
  WholeVenueByIdDocument,
} from './generated/documents';
import { sqlOn } from './sql';
import { HOUR, startWorld, type World } from './world';

const admin = aViewer({ role: 'admin' });
let world: World;
let places = 0;

beforeAll(async () => {
  world = await startWorld();
});

const at = (hours = 0, w = world) => new Date(w.clock.now().getTime() + hours * HOUR).toISOString();
const venueOf = async (id: string, viewer: Viewer | null = null, w = world): Promise<Data> =>
  (await w.run(viewer, WholeVenueByIdDocument, { id })).venue as Data;
const update = async (id: string, change: object, viewer: Viewer = admin, w = world): Promise<Data> => {
  const version = (await venueOf(id, null, w)).version as number;
  return (await w.run(viewer, UpdateVenueDocument, { input: { venueId: id, version, ...change } })).updateVenue;
};
/** A shared place with an event that everybody sees. */
async function aPlace(w = world) {
  const n = ++places;
  const venue = { name: `Terrible Hall ${n}`, address: `${n} Main St`, city: 'Toronto', latitude: 40 + n / 10, longitude: -79 };
  const { id: eventId } = await w.anEvent({ venue });
  const venueId = (await w.run(null, EventAtVenueDocument, { id: eventId })).event!.venue!.id;
  await update(venueId, { description: 'Terrible words.', website: 'https://terrible.example/' }, admin, w);
  return { venue, venueId, eventId };
}
const decide = (subjectId: string, parts: Partial<CaseDecided> = {}, w = world) =>
  w.tell('case.decided', subjectId, {
    ...{ caseId: randomUUID(), version: 3, kind: 'VENUE', subjectId, authorId: null, outcome: 'REMOVED', restrictDays: null },
    ...{ curatorId: randomUUID(), notes: 'Not its name.', decidedAt: at(0, w) },
    ...parts,
  } satisfies CaseDecided);
/** The last fact that was told of this thing. */
async function lastFact<Payload>(topic: string, key: string): Promise<Payload> {
  const query = 'SELECT payload FROM outbox WHERE topic = $1 AND key = $2 ORDER BY sequence DESC LIMIT 1';
  return (await sqlOn(world)(query, [topic, key])).rows[0].payload as Payload;
}
const evidence = async (subjectId: string): Promise<ReportEvidence> => {
  const raised = { reportId: randomUUID(), kind: 'VENUE' as const, subjectId, reporterId: randomUUID(), raisedAt: at() };
  await world.tell('report.raised', subjectId, raised);
  return lastFact('report.evidence', subjectId);
};

describe('a reported place (A12)', () => {
  it('is told as it is, with an owner of the organisation whose it is', async () => {
    const { venue, venueId } = await aPlace();
    const { name, address, city } = venue;
    const parts = { name, address, city, description: 'Terrible words.', website: 'https://terrible.example/' };
    expect(await evidence(venueId)).toMatchObject({ authorId: null, evidence: parts });
    const [owner, organizationId] = [aViewer(), randomUUID()];
    await world.employ(owner, organizationId, 'OWNER');
    await world.run(admin, SetVenueOrganizationDocument, { input: { venueId, organizationId } });
    expect(await evidence(venueId)).toMatchObject({ authorId: owner.id, organizationId, evidence: parts });
  });

  it('is told as nothing where it is private, hidden, or another one by now', async () => {
    const [{ venueId }, other] = [await aPlace(), await aPlace()];
    const secret = await world.anEvent({ visibility: 'PRIVATE', venue: { name: 'My kitchen', city: 'Toronto' } });
    const kitchen = (await world.run(world.organiser, EventAtVenueDocument, { id: secret.id })).event!.venue!.id;
    await world.run(admin, MergeVenuesDocument, { input: { keptId: other.venueId, mergedId: venueId } });
    await decide(other.venueId);
    for (const id of [kitchen, venueId, other.venueId, randomUUID()])
      expect(await evidence(id)).toMatchObject({ authorId: null, evidence: null });
  });

  it('that is hidden takes no event back, neither as it is nor in its words', async () => {
    const { venueId, venue } = await aPlace();
    const other = await aPlace();
    const { id } = await world.anEvent({ status: 'DRAFT', venueId });
    const edit = { eventId: id, version: 1, venueId: other.venueId };
    expect((await world.run(world.organiser, UpdateEventDocument, { input: edit })).updateEvent.__typename).toBe('UpdateEventSuccess');
    await decide(venueId);
    const told = async () =>
      (await sqlOn(world)('SELECT count(*)::int AS n FROM venues WHERE name = $1', [venue.name])).rows[0].n as number;
    const before = await told();
    const back = { eventId: id, version: 2, toVersion: 1 };
    const { rollbackEvent } = await world.run(world.organiser, RollbackEventDocument, { input: back });
    expect(rollbackEvent.__typename).toBe('RollbackEventSuccess');
    expect((await world.run(world.organiser, EventAtVenueDocument, { id })).event!.venue).toMatchObject({ id: other.venueId });
    expect(await told()).toBe(before);
  });

  it('that is hidden says nothing, and its events follow; shown again it says what it said', async () => {
    const { venueId, eventId } = await aPlace();
    const before = await venueOf(venueId);
    await decide(venueId);
    await world.subgraph.runJob('follow-venues');
    expect(await venueOf(venueId)).toMatchObject({ hidden: true, name: 'Hidden place', address: null, description: null, website: null });
    const byReference = await world.entity(null, { __typename: 'Venue', id: venueId }, '{ hidden name }');
    expect(byReference.data!._entities).toEqual([{ hidden: true, name: 'Hidden place' }]);
    expect(await lastFact('event.changed', eventId)).toMatchObject({ venue: { id: venueId, name: 'Hidden place', city: 'Toronto' } });
    await decide(venueId, { outcome: 'RESTORED', decidedAt: at(1) });
    await world.subgraph.runJob('follow-venues');
    expect(await venueOf(venueId)).toEqual({ ...before, version: before.version + 2 });
    expect(await lastFact('event.changed', eventId)).toMatchObject({ venue: { name: before.name } });
  });

  it('that is hidden is not found by what it said or says, and takes no new events', async () => {
    const { venue, venueId } = await aPlace();
    const named = async (name: string) => (await world.run(null, `{ venues(name: "${name}") { id } }`)).venues.map(({ id }: Data) => id);
    const suggested = async (text: string) => world.run(null, `{ searchSuggestions(prefix: "${text}") { text venue { id } } }`);
    expect(await named(venue.name)).toEqual([venueId]);
    await decide(venueId);
    for (const name of [venue.name, 'Hidden place']) expect(await named(name)).toEqual([]);
    expect(JSON.stringify(await suggested('Hidden'))).not.toContain(venueId);
    const found = await world.run(null, `{ searchEvents(query: "${venue.name}") { nodes { venue { id name } } } }`);
    expect(JSON.stringify(found)).not.toContain(venueId);
    await expect(world.anEvent({ venueId })).rejects.toThrow(/there is no such venue/);
    // Who tells of the same place again comes to the hidden one.
    const again = await world.anEvent({ venue });
    expect((await world.run(null, EventAtVenueDocument, { id: again.id })).event!.venue).toEqual({ id: venueId, name: 'Hidden place' });
  });

  it('is decided about by the later decision, and is not changed or merged while it is hidden', async () => {
    const [{ venueId }, other] = [await aPlace(), await aPlace()];
    await decide(venueId, { outcome: 'RESTORED', decidedAt: at(2) });
    await decide(venueId, { decidedAt: at(1) });
    expect(await venueOf(venueId)).toMatchObject({ hidden: false });
    await decide(venueId, { decidedAt: at(3) });
    await decide(venueId, { decidedAt: at(3) });
    await decide(venueId, { outcome: 'DISMISSED', decidedAt: at(4) });
    await decide(randomUUID());
    expect(await venueOf(venueId)).toMatchObject({ hidden: true });
    expect(await update(venueId, { description: 'The same again.' })).toMatchObject({ __typename: 'NotAllowed' });
    for (const [keptId, mergedId] of [
      [venueId, other.venueId],
      [other.venueId, venueId],
    ] as const)
      expect((await world.run(admin, MergeVenuesDocument, { input: { keptId, mergedId } })).mergeVenues.__typename).toBe('Conflict');
  });
});

/** Somebody describes a place while it is hidden. Returns whether what it said last is there again afterwards, and nothing meanwhile. */
async function isKept(change: (db: Database) => Database, begin: () => void = () => undefined): Promise<boolean> {
  const w = await startWorld({ module: events.with({ keep: (basics) => keep({ ...basics, db: change(basics.db) }) }) });
  const { venueId } = await aPlace(w);
  const version = (await venueOf(venueId, null, w)).version as number;
  begin();
  const input = { venueId, version, description: 'Other words.' };
  const [described] = await Promise.all([w.run(admin, UpdateVenueDocument, { input }), decide(venueId, {}, w)]);
  const { description, hidden } = await venueOf(venueId, null, w);
  await decide(venueId, { outcome: 'RESTORED', decidedAt: at(1, w) }, w);
  const expected = described.updateVenue.__typename === 'UpdateVenueSuccess' ? 'Other words.' : 'Terrible words.';
  return (hidden as boolean) && description === null && (await venueOf(venueId, null, w)).description === expected;
}

describe('a place that is described while it is hidden', () => {
  it('says nothing, and afterwards what it said last', async () => {
    for (let round = 0; round < 3; round++) expect(await isKept((db) => db)).toBe(true);
  });

  it('control: would say something, or forget it, without the lock of its row', async () => {
    const meet = meetingOf(2);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'venue.findUnique' ? meet() : undefined);
    expect(
      await isKept(
        (db) => withoutLocks(watched(db, { after })),
        () => (racing = true),
      ),
    ).toBe(false);
  });
});

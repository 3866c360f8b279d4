import { randomUUID } from 'node:crypto';
import { aViewer, countStatements } from '@marquee/platform/testing';
import type { EventRevisionChanged } from '@marquee/schema/topics';
import { CompareSubjectsDocument, type ComparedSubjectInput } from './generated/documents';
import { aCurator, startWorld, type World } from './world';

const compare = async (world: World, one: ComparedSubjectInput, other: ComparedSubjectInput, viewer = aCurator()) =>
  (await world.run(viewer, CompareSubjectsDocument, { one, other })).compareSubjects;
const event = (subjectId: string): ComparedSubjectInput => ({ kind: 'EVENT', subjectId });

describe('C20: two things side by side', () => {
  it('an event and what it doubles: part by part, texts word by word, and how likely they are the same', async () => {
    const world = await startWorld();
    const known = await world.published({ title: 'Candlelight quartet in the old church' });
    const { startsAt, endsAt, venue, description } = known;
    const copied = await world.submitted({
      title: 'Candlelight trio in the old church',
      ...{ startsAt, endsAt, venue, description, capacity: 80, tags: ['trio', 'classical'] },
    });
    const { one, other, duplicateRisk, parts } = (await compare(world, event(known.eventId), event(copied.eventId)))!;
    expect([one.event.id, other.event.id, one.approved]).toEqual([known.eventId, copied.eventId, false]);
    const { assessment } = await world.workflowOf(copied.eventId);
    expect(assessment).not.toBeNull();
    expect(duplicateRisk).toBeGreaterThan(0.7);
    const part = (name: string) => parts.find((each) => each.name === name)!;
    expect(parts).toHaveLength(11);
    expect(part('TITLE')).toEqual({
      ...{ name: 'TITLE', one: known.title, other: copied.title, same: false },
      words: [
        { change: 'KEPT', text: 'Candlelight ' },
        { change: 'REMOVED', text: 'quartet ' },
        { change: 'ADDED', text: 'trio ' },
        { change: 'KEPT', text: 'in the old church' },
      ],
    });
    for (const name of ['DESCRIPTION', 'STARTS_AT', 'PLACE', 'PRICE']) expect(part(name)).toMatchObject({ same: true, words: [] });
    expect(part('CAPACITY')).toMatchObject({ one: null, other: '80', same: false, words: [] });
    expect(part('TAGS').words.length).toBeGreaterThan(0);
    expect(part('PLACE').one).toBe('St. Anne, Toronto');
  });

  it('an event and a proposed change of it; and what a person approved last', async () => {
    const world = await startWorld();
    const submitted = await world.submitted({ title: 'As it was approved' });
    const { id: workflowId, version } = await world.workflowOf(submitted.eventId);
    await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' });
    const shown = await world.change(submitted, { status: 'PUBLISHED', change: 'PUBLISHED', title: 'As it is on show' });
    const fact: EventRevisionChanged = {
      ...{ revisionId: randomUUID(), version: 1, eventId: shown.eventId, authorId: shown.creatorId, status: 'PENDING' as const },
      ...{ changed: ['title'], proposed: { ...shown, title: 'As it would be', onlineUrl: null } },
    };
    await world.tell('event.revision_changed', shown.eventId, fact);
    const revision: ComparedSubjectInput = { kind: 'REVISION', subjectId: fact.revisionId };
    const proposed = (await compare(world, event(shown.eventId), revision))!;
    expect(proposed).toMatchObject({
      duplicateRisk: null,
      one: { kind: 'EVENT' },
      other: { kind: 'REVISION', event: { id: shown.eventId } },
    });
    expect(proposed.parts.filter(({ same }) => !same).map(({ name, one, other }) => [name, one, other])).toEqual([
      ['TITLE', 'As it is on show', 'As it would be'],
    ]);
    const approved = (await compare(world, { ...event(shown.eventId), approved: true }, event(shown.eventId)))!;
    expect(approved.one.approved).toBe(true);
    expect(approved.parts.map(({ name }) => name)).toEqual(['TITLE', 'DESCRIPTION', 'CATEGORY', 'TAGS', 'PICTURE']);
    expect(approved.parts[0]).toMatchObject({ one: 'As it was approved', other: 'As it is on show' });
    // A change that is over leaves nothing to compare.
    await world.tell('event.revision_changed', shown.eventId, { ...fact, version: 2, status: 'WITHDRAWN', proposed: null });
    await world.tell('user.erased', shown.creatorId, { userId: shown.creatorId });
    expect(await compare(world, event(shown.eventId), revision)).toBeNull();
  });

  it('is for those who judge; what is not there is null, and another kind is refused', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    const variables = { one: event(eventId), other: event(eventId) };
    expect(await world.errorOf(null, CompareSubjectsDocument, variables)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await world.errorOf(aViewer(), CompareSubjectsDocument, variables)).toMatchObject({ code: 'FORBIDDEN' });
    for (const subjectId of [randomUUID(), 'nonsense']) expect(await compare(world, event(eventId), event(subjectId))).toBeNull();
    expect(await compare(world, event(eventId), { ...event(eventId), approved: true })).toBeNull();
    for (const other of [
      { kind: 'REVIEW' as const, subjectId: eventId },
      { kind: 'REVISION' as const, subjectId: eventId, approved: true },
    ])
      expect(await world.errorOf(aCurator(), CompareSubjectsDocument, { one: event(eventId), other })).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
  });

  it('reads both in one statement', async () => {
    const world = await startWorld();
    const [one, other] = [await world.published(), await world.published()];
    const { statements } = await countStatements(world.subgraph, () => compare(world, event(one.eventId), event(other.eventId)));
    expect(statements).toBe(1);
  });
});

import { silentLogger, type Viewer } from '@marquee/platform';
import { afterTests, aViewer, meetingOf, type Data } from '@marquee/platform/testing';
import { openDatabase, type Database } from '../src/db';
import {
  CreateEventFromTemplateDocument,
  CreateEventTemplateDocument,
  DeleteEventTemplateDocument,
  DuplicateEventDocument,
  EventTemplatesDocument,
  MyEventsFilteredDocument,
  SetEventRegistrationDocument,
  UpdateEventTemplateDocument,
  type CreateEventFromTemplateInput,
  type CreateEventTemplateInput,
  type DuplicateEventInput,
  type EventTemplateContentInput,
  type MyEventsFilter,
} from './generated/documents';
import { aReplica, locklessAfter } from './replicas';
import { DAY, HOUR, startWorld, type World } from './world';

let world: World;
let db: Database;
beforeAll(async () => {
  world = await startWorld();
  db = openDatabase(world.databaseUrl, silentLogger);
  afterTests(() => db.close());
});

const later = (ms: number) => new Date(world.clock.now().getTime() + ms).toISOString();
const anOrganisation = async (owner: Viewer): Promise<string> => {
  const organizationId = crypto.randomUUID();
  await world.know([owner]);
  await world.employ(owner, organizationId, 'OWNER');
  return organizationId;
};

describe('my events (E26)', () => {
  const anna = aViewer();
  let organizationId: string;
  const list = async (filter: MyEventsFilter | null, viewer = anna, page: object = {}): Promise<Data> =>
    (await world.run(viewer, MyEventsFilteredDocument, { filter, ...page })).myEvents;
  const titles = async (filter: MyEventsFilter | null, viewer = anna) => (await list(filter, viewer)).nodes.map(({ title }: Data) => title);

  beforeAll(async () => {
    organizationId = await anOrganisation(anna);
    await world.anEvent({ by: anna, title: 'Draft 100%', status: 'DRAFT', startsAt: later(5 * DAY), endsAt: later(6 * DAY) });
    await world.anEvent({ by: anna, title: 'Waiting', status: 'PENDING_REVIEW', startsAt: later(10 * DAY), endsAt: later(11 * DAY) });
    await world.anEvent({ by: anna, title: 'Shown', organizationId, startsAt: later(20 * DAY), endsAt: later(21 * DAY) });
    await world.anEvent({ title: 'Somebody else’s' });
  });

  test.each<[string, MyEventsFilter | null, string[]]>([
    ['all, latest start first', null, ['Shown', 'Waiting', 'Draft 100%']],
    ['drafts', { status: 'DRAFT' }, ['Draft 100%']],
    ['published ones', { status: 'PUBLISHED' }, ['Shown']],
    ['by a part of the title', { text: 'wAIT' }, ['Waiting']],
    ['by a part of the title that is no pattern', { text: '0%' }, ['Draft 100%']],
    ['by nothing that is there', { text: '_' }, []],
  ])('%s', async (_what, filter, found) => {
    expect(await titles(filter)).toEqual(found);
    expect((await list(filter)).totalCount).toBe(found.length);
  });

  test('of an organisation, and of a time', async () => {
    expect(await titles({ organizationId })).toEqual(['Shown']);
    expect(await titles({ organizationId: crypto.randomUUID() })).toEqual([]);
    expect(await titles({ from: later(6 * DAY + HOUR), to: later(20 * DAY) })).toEqual(['Waiting']);
    expect(await titles({ organizationId }, aViewer())).toEqual([]);
  });

  test('in pages, whose cursors are of one filter', async () => {
    const first = await list({ from: later(0) }, anna, { first: 2 });
    const next = await list({ from: later(0) }, anna, { first: 2, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...next.nodes].map(({ title }: Data) => title)).toEqual(['Shown', 'Waiting', 'Draft 100%']);
    const refused = await world.execute(anna, 'query($after: String) { myEvents(filter: { text: "a" }, after: $after) { totalCount } }', {
      after: first.pageInfo.endCursor,
    });
    expect(refused.errors?.[0]?.message).toContain('after');
    const backwards = await world.execute(anna, `{ myEvents(filter: { from: "${later(DAY)}", to: "${later(0)}" }) { totalCount } }`);
    expect(backwards.errors?.[0]?.message).toContain('filter.to');
  });
});

describe('another event like one (E29)', () => {
  const duplicate = async (input: DuplicateEventInput, viewer = world.organiser): Promise<Data> =>
    (await world.run(viewer, DuplicateEventDocument, { input })).duplicateEvent;

  test('is a draft with all that its organiser wrote, on the same weekday at the same time', async () => {
    const { id } = await world.anEvent({
      ...{ title: 'Jazz', tags: ['jazz'], capacity: 12, venue: { name: 'The Rex', city: 'Toronto' }, requirements: { minPoints: 5 } },
      ...{ minAge: 18, metadata: [{ key: 'stage', number: 2 }], price: { type: 'PAID', min: { amountMinor: 500, currency: 'CAD' } } },
    });
    await world.rsvp(aViewer(), id);
    const { event } = await duplicate({ eventId: id });
    expect(event).toMatchObject({
      ...{
        title: 'Jazz',
        tags: ['jazz'],
        status: 'DRAFT',
        version: 1,
        minAge: 18,
        requirements: { minPoints: 5 },
        venue: { name: 'The Rex' },
      },
      ...{ metadata: [{ key: 'stage', number: 2 }], price: { type: 'PAID', min: { amountMinor: 500 } } },
      ...{ startsAt: later(37 * DAY), endsAt: later(37 * DAY + 2 * HOUR), creator: { id: world.organiser.id } },
      attendanceCounts: { going: 0, capacity: 12 },
    });
    expect(event.id).not.toBe(id);
  });

  test('has another title and time where they are told', async () => {
    const { id } = await world.anEvent();
    const { event } = await duplicate({ eventId: id, title: 'Again', startsAt: later(3 * DAY) });
    expect(event).toMatchObject({ title: 'Again', startsAt: later(3 * DAY), endsAt: later(3 * DAY + 2 * HOUR) });
    expect(await duplicate({ eventId: id, startsAt: later(-3 * DAY) })).toMatchObject({ __typename: 'InvalidInput', field: 'endsAt' });
  });

  test('asks its guests the same questions', async () => {
    const { id } = await world.anEvent();
    const question = { kind: 'CHOICE' as const, prompt: 'Which meal?', choices: ['Soup', 'Pie'], required: true };
    await world.run(world.organiser, SetEventRegistrationDocument, { input: { eventId: id, maxCompanions: 2, questions: [question] } });
    const { event } = await duplicate({ eventId: id });
    const { rows } = await db.pool.query(
      `SELECT r.max_companions, q.kind, q.prompt, q.choices, q.required FROM event_registrations r JOIN registration_questions q USING (event_id)
       WHERE event_id = $1`,
      [event.id],
    );
    expect(rows).toEqual([{ max_companions: 2, kind: 'CHOICE', prompt: 'Which meal?', choices: ['Soup', 'Pie'], required: true }]);
  });

  test('belongs to its editor, who tells a private place anew', async () => {
    const { id } = await world.anEvent({ visibility: 'PRIVATE', venue: { name: 'My home', city: 'Toronto' } });
    const editor = aViewer();
    await world.join(id, editor, 'EDITOR');
    const { event } = await duplicate({ eventId: id }, editor);
    expect(event).toMatchObject({ creator: { id: editor.id }, venue: { name: 'My home' }, visibility: 'PRIVATE' });
    const { rows } = await db.pool.query('SELECT scope FROM venues WHERE id = $1', [event.venue.id]);
    expect(rows).toEqual([{ scope: editor.id }]);
  });

  test('belongs to the organisation, and takes a role that makes events for it', async () => {
    const owner = aViewer();
    const organizationId = await anOrganisation(owner);
    const { id } = await world.anEvent({ by: owner, organizationId });
    expect((await duplicate({ eventId: id }, owner)).event).toMatchObject({ organization: { id: organizationId } });
    const stranger = aViewer();
    expect(await duplicate({ eventId: id }, stranger)).toMatchObject({ __typename: 'NotAllowed' });
    const secret = await world.anEvent({ status: 'DRAFT' });
    expect(await duplicate({ eventId: secret.id }, stranger)).toMatchObject({ __typename: 'NotFound' });
  });

  test('is made once with one key', async () => {
    const { id } = await world.anEvent();
    const input = { eventId: id, idempotencyKey: 'again' };
    expect((await duplicate(input)).event.id).toBe((await duplicate(input)).event.id);
    expect(await duplicate({ ...input, title: 'Other' })).toMatchObject({ __typename: 'KeyReused' });
  });
});

describe('templates (E30)', () => {
  const CONTENT: EventTemplateContentInput = {
    ...{
      title: 'Choir',
      description: 'We sing.',
      timezone: 'America/Toronto',
      categorySlug: 'music',
      durationMinutes: 90,
      tags: ['choir'],
    },
    ...{ capacity: 30, languages: ['fr'] },
  };
  const create = async (input: CreateEventTemplateInput, viewer: Viewer): Promise<Data> =>
    (await world.run(viewer, CreateEventTemplateDocument, { input })).createEventTemplate;
  const use = async (input: CreateEventFromTemplateInput, viewer: Viewer): Promise<Data> =>
    (await world.run(viewer, CreateEventFromTemplateDocument, { input })).createEventFromTemplate;
  const list = async (viewer: Viewer, args: object = {}): Promise<Data> =>
    (await world.run(viewer, EventTemplatesDocument, args)).eventTemplates;

  test('are kept as told, and events are made from them', async () => {
    const anna = aViewer();
    const { template } = await create({ name: 'Thursdays', content: CONTENT }, anna);
    expect(template).toMatchObject({
      name: 'Thursdays',
      version: 1,
      organization: null,
      durationMinutes: 90,
      title: 'Choir',
      capacity: 30,
    });
    const { event } = await use({ templateId: template.id, startsAt: later(DAY) }, anna);
    expect(event).toMatchObject({
      ...{ title: 'Choir', tags: ['choir'], languages: ['fr'], status: 'DRAFT', startsAt: later(DAY), endsAt: later(DAY + 1.5 * HOUR) },
      attendanceCounts: { capacity: 30 },
    });
    const other = await use({ templateId: template.id, startsAt: later(DAY), endsAt: later(DAY + HOUR), title: 'Late choir' }, anna);
    expect(other.event).toMatchObject({ title: 'Late choir', endsAt: later(DAY + HOUR) });
  });

  test('are kept like an event that the person edits', async () => {
    const { id } = await world.anEvent({ title: 'Jazz', venue: { name: 'The Rex', city: 'Toronto' }, minAge: 18 });
    const { template } = await create({ name: 'Like jazz', eventId: id }, world.organiser);
    expect(template).toMatchObject({ title: 'Jazz', durationMinutes: 120 });
    const { event } = await use({ templateId: template.id, startsAt: later(DAY) }, world.organiser);
    expect(event).toMatchObject({ title: 'Jazz', venue: { name: 'The Rex' }, minAge: 18 });
    expect(await create({ name: 'Stolen', eventId: id }, aViewer())).toMatchObject({ __typename: 'NotAllowed' });
  });

  test('are changed by who has read them, and deleted', async () => {
    const anna = aViewer();
    const { template } = await create({ name: 'A', content: CONTENT }, anna);
    const update = async (input: object, viewer = anna): Promise<Data> =>
      (await world.run(viewer, UpdateEventTemplateDocument, { input: { templateId: template.id, version: 1, ...input } }))
        .updateEventTemplate;
    expect((await update({ name: 'B' })).template).toMatchObject({ name: 'B', version: 2, title: 'Choir' });
    expect(await update({ name: 'C' })).toMatchObject({ __typename: 'Conflict' });
    const content = { ...CONTENT, title: 'Band', durationMinutes: 60 };
    expect((await update({ version: 2, content })).template).toMatchObject({ name: 'B', title: 'Band', durationMinutes: 60 });
    expect(await update({ version: 3, content: { ...content, categorySlug: 'nothing' } })).toMatchObject({ __typename: 'InvalidInput' });
    expect(await update({ name: 'D' }, aViewer())).toMatchObject({ __typename: 'NotFound' });
    const remove = async (viewer: Viewer): Promise<Data> =>
      (await world.run(viewer, DeleteEventTemplateDocument, { input: { templateId: template.id } })).deleteEventTemplate;
    expect(await remove(aViewer())).toMatchObject({ __typename: 'NotFound' });
    expect(await remove(anna)).toMatchObject({ deletedId: template.id });
    expect(await remove(anna)).toMatchObject({ __typename: 'NotFound' });
  });

  test('of an organisation are its owners’ and managers’', async () => {
    const [owner, manager, staff] = [aViewer(), aViewer(), aViewer()];
    const organizationId = await anOrganisation(owner);
    await world.know([manager, staff]);
    await world.employ(manager, organizationId, 'MANAGER');
    await world.employ(staff, organizationId, 'STAFF');
    const input = { name: 'House', content: CONTENT, organizationId };
    const { template } = await create(input, owner);
    expect(template.organization).toEqual({ id: organizationId });
    expect((await use({ templateId: template.id, startsAt: later(DAY) }, manager)).event.organization).toEqual({ id: organizationId });
    expect((await list(manager, { organizationId })).totalCount).toBe(1);
    expect((await list(owner)).totalCount).toBe(0);
    expect(await create(input, staff)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await use({ templateId: template.id, startsAt: later(DAY) }, staff)).toMatchObject({ __typename: 'NotAllowed' });
    expect(await create(input, aViewer())).toMatchObject({ __typename: 'NotFound' });
    expect(await use({ templateId: template.id, startsAt: later(DAY) }, aViewer())).toMatchObject({ __typename: 'NotFound' });
    for (const viewer of [staff, aViewer()]) expect((await list(viewer, { organizationId })).totalCount).toBe(0);
    await world.employ(manager, organizationId, null, 2);
    expect(await use({ templateId: template.id, startsAt: later(DAY) }, manager)).toMatchObject({ __typename: 'NotFound' });
  });

  test('are listed by name, in pages, and at most a hundred', async () => {
    const anna = aViewer();
    for (const name of ['b', 'a', 'a']) await create({ name, content: CONTENT }, anna);
    const first = await list(anna, { first: 2 });
    const next = await list(anna, { first: 2, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...next.nodes].map(({ name }: Data) => name)).toEqual(['a', 'a', 'b']);
    expect((await list(anna, { last: 1, before: next.pageInfo.startCursor })).nodes[0].id).toBe(first.nodes[1].id);
    await db.pool.query(
      `INSERT INTO event_templates (id, owner_id, name, duration_minutes, content, created_at, updated_at)
       SELECT gen_random_uuid(), $1, 'x', 1, '{}', now(), now() FROM generate_series(1, 97)`,
      [anna.id],
    );
    expect(await create({ name: 'One more', content: CONTENT }, anna)).toMatchObject({ __typename: 'NotAllowed' });
  });

  /** Two keep the last one that there is room for. */
  const keptAtOnce = async (module?: Parameters<typeof aReplica>[1]): Promise<number> => {
    const anna = aViewer();
    await db.pool.query(
      `INSERT INTO event_templates (id, owner_id, name, duration_minutes, content, created_at, updated_at)
       SELECT gen_random_uuid(), $1, 'x', 1, '{}', now(), now() FROM generate_series(1, 99)`,
      [anna.id],
    );
    const replicas = [await aReplica(world, module), await aReplica(world, module)];
    await Promise.all(
      replicas.map(({ execute }) => execute(anna, CreateEventTemplateDocument, { input: { name: 'Last', content: CONTENT } })),
    );
    return db.prisma.eventTemplate.count({ where: { ownerId: anna.id } });
  };

  test('are a hundred, also when two are kept at once', async () => {
    expect(await keptAtOnce()).toBe(100);
  });

  test('control: without the lock they are more', async () => {
    const meet = meetingOf(2);
    expect(await keptAtOnce(locklessAfter((statement) => (statement === 'eventTemplate.count' ? meet() : undefined)))).toBe(101);
  });

  test('name what is wrong, and go with their owner', async () => {
    const anna = aViewer();
    const { id } = await world.anEvent({ by: anna });
    expect(await create({ name: 'Both', content: CONTENT, eventId: id }, anna)).toMatchObject({
      __typename: 'InvalidInput',
      field: 'content',
    });
    expect(await create({ name: 'Neither' }, anna)).toMatchObject({ __typename: 'InvalidInput', field: 'content' });
    expect(await create({ name: 'x', content: { ...CONTENT, durationMinutes: 0 } }, anna)).toMatchObject({
      field: 'content.durationMinutes',
    });
    const input = { name: 'Kept', content: CONTENT, idempotencyKey: 'k' };
    expect((await create(input, anna)).template.id).toBe((await create(input, anna)).template.id);
    await world.tell('user.erased', anna.id, { userId: anna.id });
    expect(await db.prisma.eventTemplate.count({ where: { ownerId: anna.id } })).toBe(0);
  });
});

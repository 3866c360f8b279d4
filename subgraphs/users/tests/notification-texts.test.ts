import { randomUUID } from 'node:crypto';
import { countStatements } from '@marquee/platform/testing';
import {
  MyPreferencesDocument,
  NotificationLinksDocument,
  UpdatePreferencesDocument,
  type UpdatePreferencesInput,
} from './generated/documents';
import { anOrganization, invite } from './organizations';
import {
  anAttendance,
  anEvent,
  connect,
  signUp,
  startWorld,
  succeeded,
  tellAttendance,
  tellEvent,
  updateProfile,
  type Person,
  type World,
} from './world';

/** X59, X60, X61, U66, and D1 of the audit: what is stored are the parts of a text, and it is made when it is read. */
describe('the text of a notification', () => {
  let world: World;
  let ada: Person;
  let bob: Person;
  const list = async (person: Person) => (await world.run(person.viewer, NotificationLinksDocument, {})).notifications.nodes;
  const titles = async (person: Person) => (await list(person)).map(({ title }) => title);
  const prefer = async (person: Person, input: UpdatePreferencesInput) =>
    (await world.run(person.viewer, UpdatePreferencesDocument, { input })).updatePreferences;
  const invited = async (parts: Partial<ReturnType<typeof anEvent>> = {}) => {
    const event = anEvent(parts);
    await tellEvent(world, event);
    await world.tell('event.invitation_changed', event.eventId, {
      ...{ eventId: event.eventId, version: 1, userId: bob.id, invitedBy: ada.id, invited: true },
    });
    return event;
  };

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    [ada, bob] = [await signUp(world), await signUp(world)];
    await updateProfile(world, ada, { displayName: 'Ada' });
  });

  it('is in the language that its reader has chosen, also of what was told before (X61, X60)', async () => {
    const event = await invited({ creatorId: ada.id });
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: bob.id }));
    world.clock.advance(1000);
    await tellEvent(world, { ...event, version: 2, change: 'CANCELLED', status: 'CANCELLED', cancelReason: 'Es regnet.' });
    expect(await titles(bob)).toEqual(['Jazz Night is cancelled', 'Ada invites you to Jazz Night']);
    succeeded(await prefer(bob, { language: 'DE' }));
    expect((await list(bob)).map(({ title, body }) => [title, body])).toEqual([
      ['Abgesagt: Jazz Night', 'Geplanter Beginn: 30. November 2026 um 19:30 (America/Toronto). Der Veranstalter schreibt: Es regnet.'],
      ['Ada lädt dich ein: Jazz Night', 'Sag, ob du kommst.'],
    ]);
    succeeded(await prefer(bob, { language: 'FR' }));
    expect((await titles(bob))[0]).toBe('Annulation : Jazz Night');
    succeeded(await prefer(bob, { language: 'ES' }));
    expect((await titles(bob))[0]).toBe('Cancelado: Jazz Night');
    // Each their own.
    await connect(world, bob, ada, { status: 'PENDING', version: 1 });
    const called = bob.username.toUpperCase();
    expect(await titles(ada)).toEqual([`${called} would like to connect`, `${called} goes to Jazz Night`]);
  });

  it('calls people, organisations and public events as they are called now', async () => {
    await invited();
    const event = await invited();
    const organizationId = await anOrganization(world, ada);
    succeeded(await invite(world, ada, organizationId, bob, 'STAFF'));
    await updateProfile(world, ada, { displayName: 'Ada Lovelace' });
    await world.db.prisma.organization.update({ where: { id: organizationId }, data: { name: 'New House' } });
    await tellEvent(world, { ...event, version: 2, change: 'UPDATED', title: 'Jazz Gala' });
    expect((await titles(bob)).sort()).toEqual([
      'Ada Lovelace invites you to Jazz Gala',
      'Ada Lovelace invites you to Jazz Night',
      'Ada Lovelace invites you to work for New House',
    ]);
  });

  it('does not give away the new title of an event that is not public', async () => {
    const event = await invited();
    await tellEvent(world, { ...event, version: 2, change: 'UPDATED', visibility: 'PRIVATE', title: 'Surprise for Bob' });
    expect(await titles(bob)).toEqual(['Ada invites you to Jazz Night']);
  });

  it('names nobody who is suspended or erased', async () => {
    await invited();
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { suspendedAt: world.clock.now() } });
    expect(await titles(bob)).toEqual(['Somebody invites you to Jazz Night']);
    await connect(world, ada, bob, { status: 'PENDING', version: 1 });
    expect(await titles(bob)).toHaveLength(1);
    const rows = await world.db.pool.query<{ all: string }>('SELECT string_agg(n::text, $1) AS all FROM notifications n', [' ']);
    expect(rows.rows[0]!.all).not.toMatch(/Ada/);
    await world.tell('user.erased', ada.id, { userId: ada.id });
    expect(await titles(bob)).toEqual([]);
  });

  it('comes with what presses, where it leads, and data for programs (X55, X59)', async () => {
    const event = await invited();
    const [told] = await list(bob);
    expect(told).toMatchObject({ priority: 'NORMAL', url: `http://localhost:4000/events/${event.eventId}` });
    expect(told!.data).toEqual([
      { name: 'notificationId', value: expect.any(String) as string },
      { name: 'type', value: 'EVENT_INVITED' },
      { name: 'timestamp', value: world.clock.now().toISOString() },
      { name: 'eventId', value: event.eventId },
    ]);
  });

  it('costs a page 3 statements, however many people and events are on it', async () => {
    const statements = async () => (await countStatements(world.subgraph, () => list(bob))).statements;
    await invited();
    expect(await statements()).toBe(3);
    for (let n = 0; n < 5; n++) await invited();
    for (let n = 0; n < 5; n++) await connect(world, await signUp(world), bob, { status: 'PENDING', version: 1 });
    expect(await list(bob)).toHaveLength(11);
    expect(await statements()).toBe(3);
  });

  describe('preferences (U66)', () => {
    const mine = async () => (await world.run(bob.viewer, MyPreferencesDocument, {})).me!.preferences;

    it('are none at first, stay where they are not named, and are forgotten by null', async () => {
      expect(await mine()).toEqual({ language: null, timeZone: null, theme: 'SYSTEM', quietHours: null, digest: 'IMMEDIATE' });
      succeeded(await prefer(bob, { language: 'DE', timeZone: 'europe/berlin' }));
      expect(succeeded(await prefer(bob, { theme: 'DARK' })).preferences).toEqual({
        language: 'DE',
        timeZone: 'Europe/Berlin',
        theme: 'DARK',
        quietHours: null,
        digest: 'IMMEDIATE',
      });
      succeeded(await prefer(bob, { language: null, theme: null }));
      expect(await mine()).toMatchObject({ language: null, timeZone: 'Europe/Berlin', theme: 'SYSTEM' });
    });

    it('have hours of rest, and how mails are gathered', async () => {
      const quietHours = { from: '22:30', until: '07:00' };
      expect(succeeded(await prefer(bob, { quietHours, digest: 'DAILY' })).preferences).toMatchObject({ quietHours, digest: 'DAILY' });
      expect(succeeded(await prefer(bob, { quietHours: null, digest: null })).preferences).toMatchObject({
        quietHours: null,
        digest: 'IMMEDIATE',
      });
      for (const [from, field] of [
        ['24:00', 'quietHours.from'],
        ['7:00', 'quietHours.from'],
        ['07:00', 'quietHours'],
      ])
        expect(await prefer(bob, { quietHours: { from: from!, until: '07:00' } })).toMatchObject({ __typename: 'InvalidInput', field });
    });

    it('refuse a zone that is none', async () => {
      for (const timeZone of ['Mars/Olympus', '+02:00', ''])
        expect(await prefer(bob, { timeZone })).toMatchObject({ __typename: 'InvalidInput', field: 'timeZone' });
    });

    it('are refused to a visitor; a key is not taken for another change', async () => {
      const answer = await world.execute(null, 'mutation { updatePreferences(input: {}) { __typename } }');
      expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
      const idempotencyKey = randomUUID();
      succeeded(await prefer(bob, { language: 'DE', idempotencyKey }));
      expect(await prefer(bob, { language: 'FR', idempotencyKey })).toMatchObject({ __typename: 'KeyReused' });
      expect((await mine()).language).toBe('DE');
    });

    it("are told to no other subgraph: a person's version stays", async () => {
      const before = await world.facts('user.updated');
      succeeded(await prefer(bob, { language: 'DE' }));
      expect(await world.facts('user.updated')).toEqual(before);
    });
  });
});

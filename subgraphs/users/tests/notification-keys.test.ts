import {
  MarkAllNotificationsReadDocument,
  MarkNotificationsReadDocument,
  NotificationsDocument,
  UpdateNotificationPreferencesDocument,
  type NotificationType,
} from './generated/documents';
import { connect, signUp, startWorld, succeeded, type Person, type World } from './world';

describe('users F8: an idempotency key of a change to notifications stands for one request', () => {
  let world: World;
  let person: Person;
  const requested = async () => {
    const asker = await signUp(world);
    await connect(world, asker, person, { status: 'PENDING', version: 1 });
  };
  const ids = async () => (await world.run(person.viewer, NotificationsDocument, {})).notifications.nodes.map(({ id }) => id);
  const mark = async (wanted: string[], idempotencyKey: string) =>
    (await world.run(person.viewer, MarkNotificationsReadDocument, { input: { ids: wanted, idempotencyKey } })).markNotificationsRead;
  const markAll = async (idempotencyKey: string) =>
    (await world.run(person.viewer, MarkAllNotificationsReadDocument, { input: { idempotencyKey } })).markAllNotificationsRead;
  const prefer = async (type: NotificationType, enabled: boolean, idempotencyKey: string) =>
    (await world.run(person.viewer, UpdateNotificationPreferencesDocument, { input: { preferences: [{ type, enabled }], idempotencyKey } }))
      .updateNotificationPreferences;

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    person = await signUp(world);
    await requested();
    await requested();
  });

  it('of some that are read', async () => {
    const [first, second] = (await ids()) as [string, string];
    succeeded(await mark([first], 'k'));
    expect(succeeded(await mark([first], 'k')).unreadNotificationCount).toBe(1);
    expect(await mark([second], 'k')).toMatchObject({ __typename: 'KeyReused', nextStep: 'USE_NEW_KEY' });
    expect(succeeded(await mark([second], 'l')).unreadNotificationCount).toBe(0);
  });

  it('of all that are read: a repeat tells the first count, and reads nothing that came later', async () => {
    expect(succeeded(await markAll('k')).markedCount).toBe(2);
    await requested();
    expect(succeeded(await markAll('k'))).toMatchObject({ markedCount: 2, unreadNotificationCount: 1 });
  });

  it('of preferences', async () => {
    const offOf = (result: Awaited<ReturnType<typeof prefer>>) =>
      succeeded(result)
        .preferences.filter(({ enabled }) => !enabled)
        .map(({ type }) => type);
    expect(offOf(await prefer('ORDER_PAID', false, 'k'))).toEqual(['ORDER_PAID']);
    expect(await prefer('EVENT_INVITED', false, 'k')).toMatchObject({ __typename: 'KeyReused' });
    await prefer('ORDER_PAID', true, 'l');
    // The repeat changes nothing more, and shows what is so now.
    expect(offOf(await prefer('ORDER_PAID', false, 'k'))).toEqual([]);
  });
});

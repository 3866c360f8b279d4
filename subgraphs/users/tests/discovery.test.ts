import { print } from 'graphql';
import { DiscoveryDocument, UpdateDiscoveryPreferencesDocument, type UpdateDiscoveryPreferencesInput } from './generated/documents';
import {
  anAttendance,
  anEvent,
  connect,
  signUp,
  startWorld,
  tellAttendance,
  tellEvent,
  updateProfile,
  type Person,
  type World,
} from './world';

const DAY = 86_400_000;
const NOTHING = { eventTypes: [], maxDistanceKm: null, priceRange: null, times: [], priceSensitivity: 0.5, socialPreference: 0.5 };

describe('what somebody looks for (U60, U65, U68)', () => {
  let world: World;
  let ada: Person;
  const update = async (input: UpdateDiscoveryPreferencesInput, by = ada) =>
    (await world.run(by.viewer, UpdateDiscoveryPreferencesDocument, { input })).updateDiscoveryPreferences;
  const own = async (by = ada) => (await world.run(by.viewer, DiscoveryDocument, {})).me!;
  const told = async () => (await world.facts('discovery.changed')).filter(({ userId }) => userId === ada.id);

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    ada = await signUp(world);
  });

  it('is nothing to begin with, is changed in parts, and told to what recommends', async () => {
    expect((await own()).preferences.discovery).toEqual(NOTHING);
    expect(await told()).toEqual([]);
    const priceRange = { minMinor: 0, maxMinor: 3000, currency: 'CAD' };
    const first = { eventTypes: ['music', 'comedy', 'music'], maxDistanceKm: 12.5, priceRange, times: ['EVENING', 'NIGHT'] as const };
    const wanted = { ...NOTHING, ...first, eventTypes: ['music', 'comedy'] };
    expect(await update({ ...first, times: [...first.times] })).toMatchObject({ discovery: wanted });
    expect(await update({ socialPreference: 0.9, maxDistanceKm: null })).toMatchObject({
      discovery: { ...wanted, socialPreference: 0.9, maxDistanceKm: null },
    });
    expect(await update({ eventTypes: null, priceRange: null, times: null, socialPreference: null })).toMatchObject({ discovery: NOTHING });
    expect((await told()).map(({ version, eventTypes, price, times }) => ({ version, eventTypes, price, times }))).toEqual([
      { version: 1, eventTypes: ['music', 'comedy'], price: priceRange, times: ['EVENING', 'NIGHT'] },
      { version: 2, eventTypes: ['music', 'comedy'], price: priceRange, times: ['EVENING', 'NIGHT'] },
      { version: 3, eventTypes: [], price: null, times: [] },
    ]);
  });

  it.each([
    [{ maxDistanceKm: 0 }, 'maxDistanceKm'],
    [{ priceRange: { minMinor: 5, maxMinor: 4, currency: 'CAD' } }, 'priceRange.maxMinor'],
    [{ priceRange: { minMinor: 0, maxMinor: 4, currency: 'XXX' } }, 'priceRange.currency'],
    [{ socialPreference: 1.1 }, 'socialPreference'],
    [{ eventTypes: ['No Slug'] }, 'eventTypes.0'],
    [{ eventTypes: Array.from({ length: 21 }, (_, n) => `c${n}`) }, 'eventTypes'],
  ])('refuses %j', async (input, field) => {
    expect(await update(input)).toMatchObject({ __typename: 'InvalidInput', field });
    expect(await told()).toEqual([]);
  });

  it('is changed once for one key, whatever it is sent again for', async () => {
    const input = { eventTypes: ['music'], idempotencyKey: 'k' };
    await update(input);
    expect((await update(input)).__typename).toBe('UpdateDiscoveryPreferencesSuccess');
    expect((await update({ ...input, eventTypes: [] })).__typename).toBe('KeyReused');
    expect(await told()).toHaveLength(1);
    const { errors } = await world.execute(null, print(UpdateDiscoveryPreferencesDocument), { input });
    expect(errors![0]!.extensions!['code']).toBe('UNAUTHENTICATED');
  });

  it('takes changes of one person at the same time one after the other', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => update({ maxDistanceKm: n + 1 })));
    expect((await told()).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await told()).at(-1)!.maxDistanceKm).toBe((await own()).preferences.discovery.maxDistanceKm);
  });
});

describe('more of a profile (U4, U5)', () => {
  it('is shown to whom its person chose, or to nobody', async () => {
    const world = await startWorld();
    const [ada, friend, stranger] = [await signUp(world), await signUp(world), await signUp(world)];
    await connect(world, ada, friend);
    await updateProfile(world, ada, { studyFocus: 'Marine biology', city: 'Halifax', neighbourhood: 'North End' });
    await updateProfile(world, ada, { privacy: { interests: 'FRIENDS', location: 'FRIENDS' } });
    const seen = async (by: Person) => (await world.run(by.viewer, '{ user(id: "' + ada.id + '") { studyFocus city } }')).user;
    expect(await seen(friend)).toEqual({ studyFocus: 'Marine biology', city: 'Halifax' });
    expect(await seen(stranger)).toEqual({ studyFocus: null, city: null });
    expect((await world.run(ada.viewer, DiscoveryDocument, {})).me!.neighbourhood).toBe('North End');
    await updateProfile(world, ada, { studyFocus: null, city: null, neighbourhood: null });
    expect(await seen(friend)).toEqual({ studyFocus: null, city: null });
  });
});

describe('how active somebody is (U14)', () => {
  let world: World;
  const level = async (person: Person) => (await world.run(person.viewer, DiscoveryDocument, {})).me!.activityLevel;
  const attend = async (person: Person, startsAt: Date) => {
    const event = anEvent({ startsAt: startsAt.toISOString() });
    await tellEvent(world, event);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: person.id, checkedInAt: event.startsAt }));
    await tellEvent(world, { ...event, version: 2, change: 'COMPLETED', status: 'COMPLETED' });
  };

  beforeEach(async () => {
    world = await startWorld();
  });

  it('is what they said, until they have been somewhere; then it is counted each week, and told', async () => {
    const [ada, ben] = [await signUp(world), await signUp(world)];
    for (const person of [ada, ben]) await updateProfile(world, person, { activityLevel: 9 });
    for (let n = 1; n <= 4; n++) await attend(ada, new Date(world.clock.now().getTime() - n * 7 * DAY));
    expect(await level(ada)).toBe(9);
    await world.subgraph.runJob('count-activity');
    expect([await level(ada), await level(ben)]).toEqual([5, 9]);
    const facts = async () => (await world.facts('user.updated')).filter(({ userId }) => userId === ada.id);
    expect((await facts()).at(-1)!.activityLevel).toBe(5);
    const before = (await facts()).length;
    await attend(ada, world.clock.now());
    await world.subgraph.runJob('count-activity');
    expect(await level(ada)).toBe(5);
    expect((await facts()).length).toBe(before + 1);
    world.clock.advance(7 * DAY);
    await world.subgraph.runJob('count-activity');
    expect(await level(ada)).toBe(5.8);
    world.clock.advance(100 * DAY);
    await world.subgraph.runJob('count-activity');
    expect(await level(ada)).toBe(0);
  });

  it('is counted together with reliability, of which a year is over (A24)', async () => {
    const ada = await signUp(world);
    const event = anEvent({ startsAt: new Date(world.clock.now().getTime() - DAY).toISOString() });
    await tellEvent(world, event);
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: (await signUp(world)).id, checkedInAt: event.startsAt }));
    await tellAttendance(world, anAttendance({ eventId: event.eventId, userId: ada.id }));
    await tellEvent(world, { ...event, version: 2, change: 'COMPLETED', status: 'COMPLETED' });
    const reliability = async () => (await world.run(ada.viewer, '{ me { reliability } }')).me.reliability;
    expect(await reliability()).toBe(0.75);
    world.clock.advance(300 * DAY);
    await world.subgraph.runJob('count-activity');
    expect(await reliability()).toBe(0.75);
    world.clock.advance(70 * DAY);
    await world.subgraph.runJob('count-activity');
    expect((await world.facts('user.updated')).filter(({ userId }) => userId === ada.id).at(-1)!.reliability).toBe(1);
  });

  it('is counted of more people than one transaction takes, each once', async () => {
    const people = Array.from({ length: 450 }, (_, n) => ({
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      ...{ email: `m${n}@x.test`, emailKey: `m${n}@x.test`, username: `many_${n}`, usernameKey: `many_${n}`, displayName: 'Many' },
      ...{ createdAt: world.clock.now(), updatedAt: world.clock.now(), reliability: 0.9 },
    }));
    await world.db.prisma.user.createMany({ data: people });
    await world.subgraph.runJob('count-activity');
    expect(await world.db.prisma.user.count({ where: { activityCountedAt: null, username: { startsWith: 'many_' } } })).toBe(0);
    expect(new Set((await world.facts('user.updated')).map(({ userId }) => userId)).size).toBe(450);
  });
});

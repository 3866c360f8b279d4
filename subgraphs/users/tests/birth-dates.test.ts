import { print } from 'graphql';
import { RegisterDocument, SetBirthDateDocument } from './generated/documents';
import { PASSWORD, personOf, signUp, signUpAs, startWorld, type Person, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const own = async (by: Person) => (await world.run(by.viewer, '{ me { birthDate } }')).me.birthDate as string | null;
const set = async (by: Person, birthDate: string, idempotencyKey?: string) =>
  (await world.run(by.viewer, SetBirthDateDocument, { input: { birthDate, idempotencyKey } })).setBirthDate;

describe('a day of birth (U5, U11)', () => {
  it('is given once, at registration or later, and read by its person alone (U5)', async () => {
    const ada = await signUp(world);
    expect(await own(ada)).toBeNull();
    expect(await set(ada, '1990-05-01', 'k')).toEqual({ __typename: 'SetBirthDateSuccess', viewer: { birthDate: '1990-05-01' } });
    expect((await set(ada, '1990-05-01', 'k')).__typename).toBe('SetBirthDateSuccess');
    expect((await set(ada, '1991-05-01', 'k')).__typename).toBe('KeyReused');
    expect((await set(ada, '1991-05-01')).__typename).toBe('NotAllowed');
    expect(await own(ada)).toBe('1990-05-01');
    const input = { email: 'ben@people.test', username: 'ben_b', password: PASSWORD, displayName: 'Ben', birthDate: '2000-02-29' };
    const ben = personOf((await world.run(null, RegisterDocument, { input })).register);
    expect(await own(ben)).toBe('2000-02-29');
    expect((await set(ben, '2000-03-01')).__typename).toBe('NotAllowed');
    const { errors } = await world.execute(null, print(SetBirthDateDocument), { input: { birthDate: '1990-05-01' } });
    expect(errors![0]!.extensions!['code']).toBe('UNAUTHENTICATED');
    // No field of anybody else leads there, of staff neither.
    const admin = await signUpAs(world, 'admin');
    const { errors: none } = await world.execute(admin.viewer, `{ user(id: "${ada.id}") { birthDate } }`);
    expect(none![0]!.message).toContain('Cannot query field "birthDate" on type "User"');
  });

  it.each(['2008-11-22', '1890-01-01', '2007-02-29', 'yesterday'])('is refused as %s (U11)', async (birthDate) => {
    expect((await set(await signUp(world), birthDate)).__typename).toBe('InvalidInput');
  });

  it('is given once by two at the same moment (U5)', async () => {
    const ada = await signUp(world);
    const outcomes = await Promise.all(['1990-05-01', '1991-05-01', '1992-05-01'].map((day) => set(ada, day)));
    expect(outcomes.filter(({ __typename }) => __typename === 'SetBirthDateSuccess')).toHaveLength(1);
  });
});

describe('an account (U1 to U5)', () => {
  it('has all that the designs of a user name, each for whom it is (U1, U2, U3, U4, U5)', async () => {
    const ada = await signUp(world);
    const everything = `{ me {
      email emailVerified role permissions neighbourhood activityLevel birthDate phone secondFactorOn
      linkedAccounts { provider } devices { id } security { lastSignInAt passwordChangedAt }
      privacy { bio location interests friends attendance suggestible ranked }
      preferences { language timeZone theme digest quietHours { from }
        discovery { eventTypes maxDistanceKm priceRange { minMinor } times priceSensitivity socialPreference } }
      notificationPreferences { type enabled channels { channel enabled } }
      user { id username displayName avatarUrl bio interests traits verified studyFocus city location { latitude longitude }
        reputation { score reviewsGiven eventsAttended communityContributions } gamification { points level badges achievements { badge earnedAt } } }
    } }`;
    const { me } = await world.run(ada.viewer, everything);
    expect(me).toMatchObject({
      ...{ email: `${ada.username}@people.test`, role: 'USER', secondFactorOn: false, linkedAccounts: [], devices: [] },
      preferences: { theme: 'SYSTEM', digest: 'IMMEDIATE', discovery: { eventTypes: [] } },
      user: { username: ada.username, verified: false, gamification: { points: 0, level: 1 }, reputation: { eventsAttended: 0 } },
    });
  });
});

describe('a registration that is repeated', () => {
  it('of an account that is suspended by now is refused in words, and not by a fault of the engine (users F11)', async () => {
    const input = { email: 'eve@people.test', username: 'eve_e', password: PASSWORD, displayName: 'Eve', idempotencyKey: 'k' };
    const eve = personOf((await world.run(null, RegisterDocument, { input })).register);
    await world.db.prisma.user.update({ where: { id: eve.id }, data: { suspendedAt: world.clock.now() } });
    const { data, errors } = await world.execute(null, print(RegisterDocument), { input });
    expect(errors).toBeUndefined();
    expect((data as { register: { __typename: string } }).register.__typename).not.toBe('RegisterSuccess');
  });
});

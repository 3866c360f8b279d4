import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { print } from 'graphql';
import type { Database } from '../src/db';
import type { IdentityProvider, ProviderName } from '../src/ports/identity-provider';
import { AddPhoneDocument, BeginSocialLoginDocument, RequestPasswordResetDocument } from './generated/documents';
import { signUp, startWorld, type World } from './world';

/** What is counted and then decided, by those who come at the same moment: each kind of it that no row of a person orders. */
interface Limit {
  /** Those who come at the same moment. */
  crowd: number;
  settings?: Record<string, string>;
  /** Uses the limit up, but for one. */
  prepare?(world: World): Promise<void>;
  ask(world: World, n: number): Promise<string>;
  /** What is read to count, where all of them meet in the control; how often each of them reads so, if more than once. */
  counting: string;
  looks?: number;
}

const NETWORK = '10.9.8.0/24';
const IP = '10.9.8.7';

/** A provider that is never asked. */
const provider: IdentityProvider = {
  label: 'Test',
  authorizationUrl: () => Promise.resolve('https://provider.test/'),
  redeem: () => Promise.reject(new Error('never')),
  verify: () => Promise.reject(new Error('never')),
};

const LIMITS: Record<string, Limit> = {
  'attempts to sign in by another provider, of one network': {
    crowd: 3,
    counting: 'socialLogin.findFirst',
    async prepare(world) {
      (world.kept.providers as Map<ProviderName, IdentityProvider>).set('OIDC', provider);
      const now = world.clock.now();
      await world.db.prisma.socialLogin.createMany({
        data: Array.from({ length: 99 }, () => ({
          ...{ id: crypto.randomUUID(), stateHash: new Uint8Array(crypto.getRandomValues(new Uint8Array(32))), provider: 'OIDC' as const },
          ...{ redirectUri: null, network: NETWORK, createdAt: now, expiresAt: now },
        })),
      });
    },
    ask: async (world) => (await world.from(IP, BeginSocialLoginDocument, { input: { provider: 'OIDC' } })).beginSocialLogin.__typename,
  },
  'new passwords that one network asks for, of different addresses': {
    crowd: 3,
    counting: 'passwordRequest.findMany',
    // Of the address, and of the network.
    looks: 2,
    async prepare(world) {
      await world.db.prisma.passwordRequest.createMany({
        data: Array.from({ length: 19 }, (_, n) => ({
          id: crypto.randomUUID(),
          emailKey: `k${n}`,
          network: NETWORK,
          createdAt: world.clock.now(),
        })),
      });
    },
    ask: async (world, n) =>
      (await world.from(IP, RequestPasswordResetDocument, { input: { email: `crowd${n}@people.test` } })).requestPasswordReset.__typename,
  },
  'short messages of all together, to different people, numbers and networks': {
    crowd: 3,
    settings: { SMS_AN_HOUR: '1' },
    counting: 'smsCode.findFirst',
    // Six budgets of a person, a number and a network, and that of all.
    looks: 7,
    async ask(world, n) {
      const { viewer } = await signUp(world);
      const caller = { viewer, correlationId: 'test', ip: `10.1.${n}.1` };
      const variables = { input: { number: `+1416555012${n}` } };
      const { data } = await world.subgraph.execute({ query: print(AddPhoneDocument), variables, caller });
      return (data as { addPhone: { __typename: string } }).addPhone.__typename;
    },
  },
};

describe.each(Object.entries(LIMITS))('%s', (_name, { crowd, settings, prepare, ask, counting, looks = 1 }) => {
  const race = async (db?: (own: Database) => Database) => {
    const world = await startWorld({ ...(settings ? { settings } : {}), ...(db ? { db } : {}) });
    await prepare?.(world);
    const answers = await Promise.all(Array.from({ length: crowd }, (_, n) => ask(world, n)));
    return answers.filter((name) => name.endsWith('Success')).length;
  };

  it('leave one for those who come at the same moment', async () => {
    expect(await race()).toBe(1);
  });

  it('control: without the lock each has counted before any is written down', async () => {
    const meetings = Array.from({ length: looks }, () => meetingOf(crowd));
    let come = 0;
    const meet = () => meetings[Math.min(Math.floor(come++ / crowd), looks - 1)]!();
    const db = (own: Database) => watched(withoutLocks(own), { after: (statement) => (statement === counting ? meet() : undefined) });
    expect(await race(db)).toBeGreaterThan(1);
  });
});

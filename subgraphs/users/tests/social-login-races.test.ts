import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database, Tx } from '../src/db';
import type { Identity, IdentityProvider, ProviderName } from '../src/ports/identity-provider';
import { UnlinkAccountDocument } from './generated/documents';
import { begin, link, register, socialLogin } from './identities';
import { verifiedPerson } from './second-factors';
import { personOf, startWorld, succeeded, type Person, type World } from './world';

/** A provider that shows whoever the code names. */
const provider: IdentityProvider = {
  label: 'Test',
  authorizationUrl: ({ state }) => Promise.resolve(`https://provider.test/?state=${state}`),
  redeem: (code) => Promise.resolve(shown(code)),
  verify: (idToken) => Promise.resolve(shown(idToken)),
};
const shown = (subject: string): Identity => ({ subject, email: `${subject}@elsewhere.test`, emailVerified: true, name: null });

interface Broken {
  db?: (own: Database) => Database;
  /** An index that is not there. */
  without?: string;
}

async function worldWith({ db, without }: Broken): Promise<World> {
  const world = await startWorld({ db });
  const providers = world.kept.providers as Map<ProviderName, IdentityProvider>;
  for (const name of ['OIDC', 'GOOGLE'] as const) providers.set(name, provider);
  if (without) await world.db.pool.query(`DROP INDEX ${without}`);
  return world;
}

const proof = async (world: World, code: string, viewer: Person['viewer'] | null = null, name: ProviderName = 'OIDC') => {
  const { state } = succeeded(await begin(world, viewer, { provider: name, redirectUri: `${world.kept.settings.WEB_URL}/signed-in` }));
  return { state, code };
};
const names = (answers: { __typename: string }[]) => answers.map(({ __typename }) => __typename).sort();

async function ticketOf(world: World, subject: string): Promise<string> {
  const unknown = await socialLogin(world, await proof(world, subject));
  return unknown.__typename === 'SocialAccountUnknown' ? unknown.registrationToken : '';
}

describe('a state that comes twice at the same moment', () => {
  const race = async (broken: Broken) => {
    const world = await worldWith(broken);
    succeeded(await register(world, await ticketOf(world, 'ada')));
    const one = await proof(world, 'ada');
    return names(await Promise.all([socialLogin(world, one), socialLogin(world, one)]));
  };

  it('signs in once', async () => {
    expect(await race({})).toEqual(['InvalidSocialLogin', 'SocialLoginSuccess']);
  });

  it('control: without the condition it does twice', async () => {
    const over = (tx: Tx): Tx =>
      new Proxy(tx, {
        get(target, name) {
          const model = Reflect.get(target, name) as object;
          if (name !== 'socialLogin') return model;
          const updateMany = ({ where: { id }, data }: { where: { id: string }; data: object }) =>
            target.socialLogin.updateMany({ where: { id }, data });
          return new Proxy(model, { get: (of, method) => (method === 'updateMany' ? updateMany : (Reflect.get(of, method) as unknown)) });
        },
      });
    const db = (own: Database): Database => ({
      ...own,
      transaction: (work, options) => own.transaction((tx, after) => work(over(tx), after), options),
    });
    expect(await race({ db })).toEqual(['SocialLoginSuccess', 'SocialLoginSuccess']);
  });
});

describe('one account of a provider that two want to link at the same moment', () => {
  const race = async (without?: string) => {
    const meet = meetingOf(2);
    const db = (own: Database) => watched(own, { before: (statement) => (statement === 'linkedAccount.createMany' ? meet() : undefined) });
    const world = await worldWith({ db, without });
    const [ada, bob] = [await verifiedPerson(world), await verifiedPerson(world)];
    const proofs = [await proof(world, 'same', ada.viewer), await proof(world, 'same', bob.viewer)];
    return names(await Promise.all([link(world, ada.viewer, proofs[0]!), link(world, bob.viewer, proofs[1]!)]));
  };

  it('signs in to one', async () => {
    expect(await race()).toEqual(['AlreadyLinked', 'LinkAccountSuccess']);
  });

  it('control: without the index it signs in to both', async () => {
    expect(await race('linked_accounts_provider_subject_key')).toEqual(['LinkAccountSuccess', 'LinkAccountSuccess']);
  });
});

describe('somebody who was shown once and registers twice at the same moment', () => {
  const race = async (without?: string) => {
    const meet = meetingOf(2);
    const db = (own: Database) => watched(own, { before: (statement) => (statement === 'linkedAccount.createMany' ? meet() : undefined) });
    const world = await worldWith({ db, without });
    const ticket = await ticketOf(world, 'same');
    const answers = await Promise.all([1, 2].map((n) => register(world, ticket, { email: `typed${n}@elsewhere.test` })));
    return { answers: names(answers), people: await world.db.prisma.user.count() };
  };

  it('has one account', async () => {
    expect(await race()).toEqual({ answers: ['AlreadyLinked', 'CompleteSocialRegistrationSuccess'], people: 1 });
  });

  it('control: without the index there are two', async () => {
    expect((await race('linked_accounts_provider_subject_key')).people).toBe(2);
  });
});

describe('both ways into an account, given up at the same moment', () => {
  const race = async (broken: (own: Database) => Database) => {
    const world = await worldWith({ db: broken });
    const made = succeeded(await register(world, await ticketOf(world, 'ada')));
    const { viewer } = personOf(made as never);
    succeeded(await link(world, viewer, await proof(world, 'other', viewer, 'GOOGLE')));
    const unlink = (name: 'OIDC' | 'GOOGLE') => world.run(viewer, UnlinkAccountDocument, { input: { provider: name } });
    const answers = await Promise.all([unlink('OIDC'), unlink('GOOGLE')]);
    return names(answers.map(({ unlinkAccount }) => unlinkAccount));
  };

  it('leave one', async () => {
    expect(await race((own) => own)).toEqual(['LastWayIn', 'UnlinkAccountSuccess']);
  });

  it('control: without the lock nothing is left', async () => {
    const meet = meetingOf(2);
    const db = (own: Database) =>
      watched(withoutLocks(own), { before: (statement) => (statement === 'linkedAccount.deleteMany' ? meet() : undefined) });
    expect(await race(db)).toEqual(['UnlinkAccountSuccess', 'UnlinkAccountSuccess']);
  });
});

describe('a link that ends while it signs somebody in', () => {
  /** It ends after it was read, and before the sign-in locks the person's row. */
  const race = async (isSecondFactorOn: boolean, broken: (own: Database) => Database = (own) => own) => {
    let end: (() => Promise<unknown>) | null = null;
    const before = async (statement: string) => {
      if (!end || !/FOR (NO KEY )?UPDATE/.test(statement)) return;
      const work = end;
      end = null;
      await work();
    };
    const world = await worldWith({ db: (own) => watched(broken(own), { before }) });
    const ada = await verifiedPerson(world);
    succeeded(await link(world, ada.viewer, await proof(world, 'ada', ada.viewer)));
    if (isSecondFactorOn) await world.db.prisma.user.update({ where: { id: ada.id }, data: { codesByMail: true } });
    const one = await proof(world, 'ada');
    (world.kept.providers as Map<ProviderName, IdentityProvider>).set('OIDC', {
      ...provider,
      redeem(code) {
        end = async () => succeeded((await world.run(ada.viewer, UnlinkAccountDocument, { input: { provider: 'OIDC' } })).unlinkAccount);
        return Promise.resolve(shown(code));
      },
    });
    const { __typename: answer } = await socialLogin(world, one);
    const where = { userId: ada.id };
    expect(await world.db.prisma.linkedAccount.count({ where })).toBe(0);
    const [sessions, challenges] = [await world.db.prisma.session.count({ where }), await world.db.prisma.loginChallenge.count({ where })];
    return { answer, opened: sessions - 1, challenges };
  };
  /** What is asked again under the lock is answered as it was. */
  const unasked = (own: Database): Database => {
    const over = (tx: Tx): Tx =>
      new Proxy(tx, {
        get(target, name) {
          const model = Reflect.get(target, name) as object;
          if (name !== 'linkedAccount') return model;
          const count = () => Promise.resolve(1);
          return new Proxy(model, { get: (of, method) => (method === 'count' ? count : (Reflect.get(of, method) as unknown)) });
        },
      });
    return { ...own, transaction: (work, options) => own.transaction((tx, after) => work(over(tx), after), options) };
  };

  it('signs nobody in', async () => {
    expect(await race(false)).toEqual({ answer: 'InvalidSocialLogin', opened: 0, challenges: 0 });
  });

  it('begins no sign-in that waits for a code', async () => {
    expect(await race(true)).toEqual({ answer: 'InvalidSocialLogin', opened: 0, challenges: 0 });
  });

  it('control: where it is not asked again, it does', async () => {
    expect(await race(false, unasked)).toEqual({ answer: 'SocialLoginSuccess', opened: 1, challenges: 0 });
    expect(await race(true, unasked)).toEqual({ answer: 'SecondFactorRequired', opened: 0, challenges: 1 });
  });
});

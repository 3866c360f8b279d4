import { randomUUID } from 'node:crypto';
import type { CaseDecided } from '@marquee/schema/topics';
import { LoginSuspendedDocument } from './generated/documents';
import { PASSWORD, signUp, signUpAs, startWorld, updateProfile, type Person, type World } from './world';

describe('a reported profile', () => {
  let world: World;
  let ada: Person;
  let moderator: Person;

  beforeAll(async () => {
    world = await startWorld();
    moderator = await signUpAs(world, 'moderator');
  });
  beforeEach(async () => {
    ada = await signUp(world);
    await updateProfile(world, ada, { displayName: 'Ada the Great', bio: 'Buy my coins.' });
  });

  const notes = async (person: Person) =>
    world.db.prisma.notification.findMany({ where: { userId: person.id }, select: { type: true, parameters: true } });
  const evidenceOf = async (reportId: string) => (await world.facts('report.evidence')).find((told) => told.reportId === reportId)!;
  const raised = async (subjectId: string) => {
    const reportId = randomUUID();
    const report = { reportId, kind: 'PROFILE' as const, subjectId, reporterId: randomUUID(), raisedAt: world.clock.now().toISOString() };
    await world.tell('report.raised', subjectId, report);
    return evidenceOf(reportId);
  };
  const profile = () => world.db.prisma.user.findUniqueOrThrow({ where: { id: ada.id }, select: { displayName: true, bio: true } });
  const caseId = () => randomUUID();
  const decided = (parts: Partial<CaseDecided>) =>
    world.tell('case.decided', ada.id, {
      ...{ caseId: caseId(), version: 3, kind: 'PROFILE', subjectId: ada.id, authorId: ada.id, outcome: 'REMOVED', restrictDays: null },
      ...{ curatorId: moderator.id, notes: 'No advertising.', decidedAt: world.clock.now().toISOString() },
      ...parts,
    } satisfies CaseDecided);

  it('is told as it is when it is reported; nobody’s is told as nothing', async () => {
    expect(await raised(ada.id)).toMatchObject({
      authorId: ada.id,
      evidence: { username: ada.username, displayName: 'Ada the Great', bio: 'Buy my coins.' },
    });
    expect(await raised(randomUUID())).toMatchObject({ authorId: null, evidence: null });
  });

  it('that is removed is empty, and its person hears of it; put back, it says what it said', async () => {
    const id = caseId();
    await decided({ caseId: id });
    expect(await profile()).toMatchObject({ displayName: ada.username, bio: null });
    await decided({ caseId: id, version: 4, outcome: 'RESTORED' });
    expect(await profile()).toMatchObject({ displayName: 'Ada the Great', bio: 'Buy my coins.' });
    // An earlier decision that comes late takes nothing away.
    await decided({ caseId: id, version: 3 });
    expect(await profile()).toMatchObject({ bio: 'Buy my coins.' });
    const told = (await notes(ada)).filter(({ type }) => type === 'CONTENT_REMOVED');
    expect(told.map(({ parameters }) => parameters)).toEqual([{ what: 'PROFILE', state: 'RESTORED', notes: 'No advertising.' }]);
  });

  it('restored leaves the words that its person has written since', async () => {
    const id = caseId();
    await decided({ caseId: id });
    await updateProfile(world, ada, { bio: 'I like chess.' });
    await decided({ caseId: id, version: 4, outcome: 'RESTORED' });
    expect(await profile()).toMatchObject({ displayName: 'Ada the Great', bio: 'I like chess.' });
  });

  it('may suspend its person for some days, but nobody with a role', async () => {
    await decided({ restrictDays: 7 });
    const input = { emailOrUsername: ada.username, password: PASSWORD };
    expect((await world.run(null, LoginSuspendedDocument, { input })).login).toMatchObject({
      __typename: 'AccountSuspended',
      statement: 'No advertising.',
      until: new Date(world.clock.now().getTime() + 7 * 86_400_000).toISOString(),
    });
    await decided({ subjectId: moderator.id, authorId: moderator.id, restrictDays: 7 });
    expect(await world.db.prisma.suspension.count({ where: { userId: moderator.id } })).toBe(0);
  });

  it('put back lifts the suspension that followed of its removal, and no other', async () => {
    const id = caseId();
    const open = () => world.db.prisma.suspension.count({ where: { userId: ada.id, endedAt: null } });
    const suspendedAt = async () => (await world.db.prisma.user.findUniqueOrThrow({ where: { id: ada.id } })).suspendedAt;
    await decided({ caseId: id, restrictDays: 7 });
    const other = caseId();
    await decided({ caseId: other, restrictDays: 30 });
    await decided({ caseId: other, version: 4, outcome: 'RESTORED' });
    expect(await open()).toBe(1);
    expect(await suspendedAt()).not.toBeNull();
    await decided({ caseId: id, version: 4, outcome: 'RESTORED' });
    expect(await open()).toBe(0);
    expect(await suspendedAt()).toBeNull();
    expect(await world.db.prisma.suspension.findMany({ where: { userId: ada.id } })).toMatchObject([
      { end: 'REINSTATED', endedById: moderator.id },
    ]);
  });

  it('lets its reporter hear what came of it, once, and not of what they took back', async () => {
    const reportId = randomUUID();
    const settled = (version: number, outcome: string) =>
      world.tell('report.settled', ada.id, {
        ...{ reportId, version, kind: 'MESSAGE', subjectId: randomUUID(), reporterId: ada.id, outcome },
        settledAt: world.clock.now().toISOString(),
      });
    await settled(3, 'WITHDRAWN');
    expect((await notes(ada)).filter(({ type }) => type === 'REPORT_SETTLED')).toEqual([]);
    await settled(3, 'UPHELD');
    await settled(4, 'DISMISSED');
    const told = (await notes(ada)).filter(({ type }) => type === 'REPORT_SETTLED');
    expect(told).toEqual([{ type: 'REPORT_SETTLED', parameters: { what: 'MESSAGE', outcome: 'DISMISSED' } }]);
  });
});

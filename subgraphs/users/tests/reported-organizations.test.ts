import { randomUUID } from 'node:crypto';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { CaseDecided } from '@marquee/schema/topics';
import type { Database } from '../src/db';
import { OrganizationLogDocument, UpdateOrganizationDocument, VerifyOrganizationDocument } from './generated/documents';
import { anOrganization, employ } from './organizations';
import { signUp, signUpAs, startWorld, succeeded, type Person, type World } from './world';

const HOUR_MS = 3_600_000;
const at = (world: World, hours = 0) => new Date(world.clock.now().getTime() + hours * HOUR_MS).toISOString();
const read = async (world: World, id: string, viewer: Person | null = null) =>
  (await world.run(viewer?.viewer ?? null, `{ organization(id: "${id}") { version hidden name slug websiteUrl verified } }`)).organization;
const update = async (world: World, by: Person, organizationId: string, change: object) =>
  (await world.run(by.viewer, UpdateOrganizationDocument, { input: { organizationId, ...change } })).updateOrganization;
const decide = async (world: World, subjectId: string, parts: Partial<CaseDecided> = {}) =>
  world.tell('case.decided', subjectId, {
    ...{ caseId: randomUUID(), version: 3, kind: 'ORGANIZATION', subjectId, authorId: null, outcome: 'REMOVED', restrictDays: null },
    ...{ curatorId: randomUUID(), notes: 'It claims to be another house.', decidedAt: at(world) },
    ...parts,
  } satisfies CaseDecided);

describe('a reported organisation (A12)', () => {
  let world: World;
  let owner: Person;
  let id: string;

  beforeAll(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    owner = await signUp(world);
    id = await anOrganization(world, owner);
    succeeded(await update(world, owner, id, { websiteUrl: 'https://house.example' }));
  });

  const evidence = async (subjectId: string) => {
    const reportId = randomUUID();
    const raised = { reportId, kind: 'ORGANIZATION' as const, subjectId, reporterId: randomUUID(), raisedAt: at(world) };
    await world.tell('report.raised', subjectId, raised);
    return (await world.facts('report.evidence')).find((told) => told.reportId === reportId)!;
  };
  const told = async (person: Person) =>
    (await world.db.prisma.notification.findMany({ where: { userId: person.id }, select: { type: true, parameters: true } })).filter(
      ({ type }) => type === 'CONTENT_REMOVED' || type === 'CONTENT_APPEAL_UPHELD',
    );

  it('is told as it is, with its owner who is there longest; nobody’s, and a hidden one, as nothing', async () => {
    await employ(world, owner, id, await signUp(world), 'MANAGER');
    const { name, slug } = await read(world, id);
    expect(await evidence(id)).toMatchObject({ authorId: owner.id, evidence: { name, slug, website: 'https://house.example' } });
    expect(await evidence(randomUUID())).toMatchObject({ authorId: null, evidence: null });
    await decide(world, id);
    expect(await evidence(id)).toMatchObject({ authorId: null, evidence: null });
  });

  it('that is hidden says nothing, to nobody; shown again it says what it said', async () => {
    const before = await read(world, id);
    await decide(world, id);
    for (const viewer of [null, owner]) {
      const hidden = await read(world, id, viewer);
      expect(hidden).toMatchObject({ hidden: true, name: 'Hidden organisation', websiteUrl: null, verified: false });
      expect(hidden.slug).toMatch(/^hidden-/);
    }
    const byReference = await world.entity(null, { __typename: 'Organization', id }, '{ hidden name }');
    expect(byReference.data!._entities).toEqual([{ hidden: true, name: 'Hidden organisation' }]);
    // Copies of others follow.
    const copies = (await world.facts('organization.changed')).filter(({ organizationId }) => organizationId === id);
    expect(copies.at(-1)).toMatchObject({ name: 'Hidden organisation' });
    await decide(world, id, { outcome: 'RESTORED', decidedAt: at(world, 1) });
    expect(await read(world, id)).toEqual({ ...before, version: before.version + 2 });
  });

  it('is decided about by the later decision, however often and in whatever order they come', async () => {
    await decide(world, id, { outcome: 'RESTORED', decidedAt: at(world, 2) });
    await decide(world, id, { decidedAt: at(world, 1) });
    expect(await read(world, id)).toMatchObject({ hidden: false });
    await decide(world, id, { decidedAt: at(world, 3) });
    const { slug, version } = await read(world, id);
    await decide(world, id, { decidedAt: at(world, 3) });
    await decide(world, id, { decidedAt: at(world, 4) });
    expect(await read(world, id)).toMatchObject({ hidden: true, slug, version });
    await decide(world, id, { outcome: 'DISMISSED', decidedAt: at(world, 5) });
    await decide(world, randomUUID());
    expect(await read(world, id)).toMatchObject({ hidden: true, version });
  });

  it('is told to those who run it, and stands in its log without a name', async () => {
    const [manager, staff] = [await signUp(world), await signUp(world)];
    await employ(world, owner, id, manager, 'MANAGER');
    await employ(world, owner, id, staff, 'STAFF');
    await decide(world, id);
    const parameters = { what: 'ORGANIZATION', state: 'REMOVED', notes: 'It claims to be another house.' };
    for (const person of [owner, manager]) expect(await told(person)).toEqual([{ type: 'CONTENT_REMOVED', parameters }]);
    expect(await told(staff)).toEqual([]);
    const { auditLog } = (await world.run(owner.viewer, OrganizationLogDocument, { id })).organization!;
    expect(auditLog!.nodes.find(({ kind }) => kind === 'HIDDEN')).toMatchObject({ actor: null });
    const { caseId, version } = { caseId: randomUUID(), version: 5 };
    const upheld = { caseId, version, kind: 'ORGANIZATION' as const, subjectId: id, authorId: null, outcome: 'UPHELD' as const };
    await world.tell('case.appeal_decided', id, { ...upheld, curatorId: randomUUID(), notes: null, decidedAt: at(world, 1) });
    expect((await told(manager)).map(({ type }) => type).sort()).toEqual(['CONTENT_APPEAL_UPHELD', 'CONTENT_REMOVED']);
  });

  it('all who run it hear of what is decided about a place of theirs, whoever of them is named, and read it in their language', async () => {
    const manager = await signUp(world);
    await employ(world, owner, id, manager, 'MANAGER');
    const noteTexts = { en: 'Not its name.', de: 'So heißt es nicht.' };
    const place = { kind: 'VENUE' as const, organizationId: id, notes: noteTexts.en, noteTexts };
    await decide(world, randomUUID(), { ...place, authorId: owner.id });
    const parameters = { what: 'VENUE', state: 'REMOVED', notes: noteTexts.en, noteTexts: { EN: noteTexts.en, DE: noteTexts.de } };
    for (const person of [owner, manager]) expect(await told(person)).toEqual([{ type: 'CONTENT_REMOVED', parameters }]);
    await decide(world, randomUUID(), { ...place, authorId: null });
    expect(await told(manager)).toHaveLength(2);
    expect(await read(world, id)).toMatchObject({ hidden: false });
    const upheld = {
      caseId: randomUUID(),
      version: 5,
      kind: 'VENUE' as const,
      subjectId: randomUUID(),
      authorId: null,
      outcome: 'UPHELD' as const,
    };
    await world.tell('case.appeal_decided', upheld.subjectId, {
      ...{ ...upheld, organizationId: id, curatorId: randomUUID(), notes: null, decidedAt: at(world, 1) },
    });
    expect((await told(manager)).map(({ type }) => type).sort()).toEqual(['CONTENT_APPEAL_UPHELD', 'CONTENT_REMOVED', 'CONTENT_REMOVED']);
  });

  it('is not changed or verified while it is hidden', async () => {
    const moderator = await signUpAs(world, 'moderator');
    await decide(world, id);
    expect(await update(world, owner, id, { name: 'The same again' })).toMatchObject({ __typename: 'NotAllowed' });
    const input = { organizationId: id, verified: true };
    expect((await world.run(moderator.viewer, VerifyOrganizationDocument, { input })).verifyOrganization.__typename).toBe('NotAllowed');
    await decide(world, id, { outcome: 'RESTORED', decidedAt: at(world, 1) });
    succeeded(await update(world, owner, id, { name: 'Another name' }));
  });

  it('keeps a slug without words where another one has taken its own meanwhile', async () => {
    const { slug, name } = await read(world, id);
    await decide(world, id);
    const other = await signUp(world);
    const taker = await anOrganization(world, other);
    succeeded(await update(world, other, taker, { slug }));
    await decide(world, id, { outcome: 'RESTORED', decidedAt: at(world, 1) });
    expect(await read(world, id)).toMatchObject({ hidden: false, name, slug: expect.stringMatching(/^hidden-/) });
  });
});

/**
 * Its owner renames it while it is hidden. Returns whether that was kept: a name that was given counts, is not shown while it is hidden, and is
 * there again afterwards.
 */
async function isKept(change: (db: Database) => Database, begin: () => void = () => undefined): Promise<boolean> {
  const world = await startWorld({ db: change });
  const owner = await signUp(world);
  const id = await anOrganization(world, owner);
  const { name } = await read(world, id);
  begin();
  const [renamed] = await Promise.all([update(world, owner, id, { name: 'Another name' }), decide(world, id)]);
  const hidden = await read(world, id);
  await decide(world, id, { outcome: 'RESTORED', decidedAt: at(world, 1) });
  const shown = (await read(world, id)).name;
  const expected = renamed.__typename === 'UpdateOrganizationSuccess' ? 'Another name' : name;
  return hidden.hidden && hidden.name === 'Hidden organisation' && shown === expected;
}

describe('an organisation that is renamed while it is hidden', () => {
  it('says nothing, and afterwards what it said last', async () => {
    for (let round = 0; round < 3; round++) expect(await isKept((db) => db)).toBe(true);
  });

  it('control: would say something, or forget it, without the lock of its row', async () => {
    const meet = meetingOf(2);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'organization.findUnique' ? meet() : undefined);
    expect(
      await isKept(
        (db) => withoutLocks(watched(db, { after })),
        () => (racing = true),
      ),
    ).toBe(false);
  });
});

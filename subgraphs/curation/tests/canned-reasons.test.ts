import { randomUUID } from 'node:crypto';
import { silentLogger, type Viewer } from '@marquee/platform';
import { aViewer, countStatements, meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { curation } from '../src';
import { openDatabase } from '../src/db';
import { keep } from '../src/kept';
import { aModerator, caseOf, decideCase, reported } from './cases';
import {
  ArchiveCannedReasonDocument,
  CannedReasonsDocument,
  CaseHistoryDocument,
  CreateCannedReasonDocument,
  DecideReviewsDocument,
  DecisionHistoryDocument,
  EditCannedReasonDocument,
  MyDecisionNotesDocument,
  type CannedReasonsQueryVariables,
  type CreateCannedReasonInput,
} from './generated/documents';
import { aCurator, startWorld, succeeded, type World } from './world';

const TEXTS = [
  { language: 'EN', text: 'Say when it begins.' },
  { language: 'de', text: 'Sag, wann es beginnt.' },
  { language: 'fr', text: 'Dites quand cela commence.' },
];

const create = async (world: World, input: Partial<CreateCannedReasonInput> = {}, viewer: Viewer = aModerator()) =>
  (
    await world.run(viewer, CreateCannedReasonDocument, {
      input: { code: `begin-${randomUUID()}`, texts: TEXTS, decisions: ['REQUEST_CHANGES', 'REJECT', 'REMOVE'], ...input },
    })
  ).createCannedReason;
const created = async (world: World, input: Partial<CreateCannedReasonInput> = {}) => succeeded(await create(world, input)).cannedReason;
const list = async (world: World, variables: CannedReasonsQueryVariables = {}, viewer: Viewer = aCurator()) =>
  (await world.run(viewer, CannedReasonsDocument, variables)).cannedReasons;
const archive = async (world: World, cannedReasonId: string, version: number, archived = true) =>
  (await world.run(aModerator(), ArchiveCannedReasonDocument, { input: { cannedReasonId, version, archived } })).archiveCannedReason;
const edit = async (world: World, cannedReasonId: string, version: number, input: Partial<CreateCannedReasonInput> = {}) =>
  (
    await world.run(aModerator(), EditCannedReasonDocument, {
      input: { cannedReasonId, version, texts: TEXTS, decisions: ['REJECT'], ...input },
    })
  ).editCannedReason;

async function waiting(world: World) {
  const event = await world.submitted();
  const { id: workflowId, version } = await world.workflowOf(event.eventId);
  return { event, workflowId, version };
}
const historyOf = async (world: World, id: string, language: string | null = null, viewer: Viewer = aCurator()) =>
  (await world.run(viewer, DecisionHistoryDocument, { id, language })).curationWorkflow!;

describe('canned reasons', () => {
  it('are kept by moderators in the order that they give, put away and never deleted', async () => {
    const world = await startWorld();
    const last = await created(world, { code: 'no-time', position: 5 });
    const first = await created(world, { code: 'too-short', position: 1, kinds: ['EVENT'], fallback: 'de' });
    expect(first).toMatchObject({
      ...{ version: 1, code: 'too-short', fallback: 'de', kinds: ['EVENT'], useCount: 0, archivedAt: null },
      texts: [{ language: 'de' }, { language: 'en', text: 'Say when it begins.' }, { language: 'fr' }],
    });
    expect((await list(world)).map(({ code }) => code)).toEqual(['too-short', 'no-time']);
    expect((await list(world, { kind: 'MESSAGE' })).map(({ code }) => code)).toEqual(['no-time']);
    expect(await list(world, { decision: 'APPROVE' })).toEqual([]);
    expect(succeeded(await edit(world, last.id, 1, { reason: 'INACCURATE' })).cannedReason).toMatchObject({
      ...{ version: 2, code: 'no-time', reason: 'INACCURATE', position: 0, decisions: ['REJECT'] },
    });
    expect((await edit(world, last.id, 1)).__typename).toBe('Conflict');
    expect((await edit(world, randomUUID(), 1)).__typename).toBe('NotFound');
    expect(succeeded(await archive(world, last.id, 2)).cannedReason.archivedAt).toBe(world.clock.now().toISOString());
    expect((await list(world)).map(({ code }) => code)).toEqual(['too-short']);
    expect((await list(world, { archived: true })).map(({ code }) => code)).toEqual(['no-time']);
    expect(succeeded(await archive(world, last.id, 3, false)).cannedReason).toMatchObject({ version: 4, archivedAt: null });
  });

  it('are for those who answer for curators; what is wrong is refused', async () => {
    const world = await startWorld();
    const input = { code: 'x-y', texts: TEXTS, decisions: ['REJECT' as const] };
    for (const [viewer, code] of [
      [null, 'UNAUTHENTICATED'],
      [aViewer(), 'FORBIDDEN'],
      [aCurator(), 'FORBIDDEN'],
    ] as const)
      expect(await world.errorOf(viewer, CreateCannedReasonDocument, { input })).toMatchObject({ code });
    expect(await world.errorOf(aViewer(), CannedReasonsDocument, {})).toMatchObject({ code: 'FORBIDDEN' });
    const wrong: [Partial<CreateCannedReasonInput>, string][] = [
      [{ code: 'Too Short' }, 'code'],
      [{ texts: [] }, 'texts'],
      [{ texts: [TEXTS[0]!, { language: 'en', text: 'Again.' }] }, 'texts'],
      [{ fallback: 'it' }, 'fallback'],
      [{ decisions: [] }, 'decisions'],
      [{ position: -1 }, 'position'],
    ];
    for (const [parts, path] of wrong) {
      const refused = await create(world, parts);
      expect(refused.__typename === 'InvalidInput' ? refused.fields.map((field) => field.path) : refused).toContain(path);
    }
    await created(world, { code: 'taken' });
    expect(await create(world, { code: 'taken' })).toMatchObject({ __typename: 'InvalidInput', fields: [{ path: 'code' }] });
  });

  it('are made once for a key', async () => {
    const world = await startWorld();
    const [moderator, key] = [aModerator(), { code: 'once', idempotencyKey: 'k' }];
    const first = succeeded(await create(world, key, moderator));
    expect(succeeded(await create(world, key, moderator))).toEqual(first);
    expect((await create(world, { ...key, position: 3 }, moderator)).__typename).toBe('KeyReused');
    expect(await list(world)).toHaveLength(1);
  });
});

describe('a decision that names a canned reason', () => {
  it('is read by its creator in their language, with what the curator adds, and is told in all', async () => {
    const world = await startWorld();
    const { event, workflowId, version } = await waiting(world);
    const { id: cannedReasonId, code } = await created(world, { reason: 'INACCURATE' });
    succeeded(await world.decide(aCurator(), { workflowId, version, decision: 'REJECT', cannedReasonId, notes: 'And where.' }));
    const creator = aViewer({ id: event.creatorId });
    const read = async (language: string | null) => (await historyOf(world, workflowId, language, creator)).notes;
    expect(await read('DE')).toBe('Sag, wann es beginnt.\n\nAnd where.');
    expect(await read('fr')).toBe('Dites quand cela commence.\n\nAnd where.');
    for (const language of [null, 'it']) expect(await read(language)).toBe('Say when it begins.\n\nAnd where.');
    const { history } = await historyOf(world, workflowId, 'de');
    expect(history).toMatchObject([
      { reason: 'INACCURATE', notes: 'Sag, wann es beginnt.\n\nAnd where.', cannedReason: { code }, checklist: null },
    ]);
    const shown = await world.entity(creator, { __typename: 'Event', id: event.eventId }, '{ curation { notes(language: "de") } }');
    expect(shown.data!._entities[0].curation.notes).toBe('Sag, wann es beginnt.\n\nAnd where.');
    expect((await world.decided()).at(-1)).toMatchObject({
      notes: 'Say when it begins.\n\nAnd where.',
      noteTexts: { en: 'Say when it begins.\n\nAnd where.', de: 'Sag, wann es beginnt.\n\nAnd where.' },
    });
    expect(await list(world)).toMatchObject([{ useCount: 1 }]);
  });

  it('keeps the words that it had; a later decision has its own', async () => {
    const world = await startWorld();
    const { event, workflowId, version } = await waiting(world);
    const { id: cannedReasonId } = await created(world);
    succeeded(await world.decide(aCurator(), { workflowId, version, decision: 'REQUEST_CHANGES', cannedReasonId }));
    succeeded(await edit(world, cannedReasonId, 1, { texts: [{ language: 'en', text: 'Other words.' }] }));
    expect((await historyOf(world, workflowId, 'de')).notes).toBe('Sag, wann es beginnt.');
    await world.change(event, { title: 'Another title', status: 'NEEDS_REVISION' });
    const again = { ...event, title: 'Another title', version: 3, status: 'PENDING_REVIEW' as const, change: 'SUBMITTED' as const };
    await world.tell('event.submitted', event.eventId, again);
    const next = await world.workflowOf(event.eventId);
    succeeded(await world.decide(aCurator(), { workflowId: next.id, version: next.version, decision: 'REJECT', notes: 'No.' }));
    expect((await historyOf(world, next.id, 'de')).notes).toBe('No.');
  });

  it('of a case is read by its author, and told', async () => {
    const world = await startWorld();
    const author = aViewer();
    const { subjectId } = await reported(world, { authorId: author.id });
    const { id: caseId, version } = await caseOf(world, subjectId);
    const { id: cannedReasonId, code } = await created(world, { kinds: ['MESSAGE'] });
    succeeded(await decideCase(world, aModerator(), { caseId, version, verdict: 'REMOVE', cannedReasonId }));
    const { nodes } = (await world.run(author, MyDecisionNotesDocument, { language: 'de' })).myContentDecisions;
    expect(nodes).toEqual([{ id: caseId, notes: 'Sag, wann es beginnt.' }]);
    const { acts } = (await world.run(aModerator(), CaseHistoryDocument, { id: caseId, language: 'fr' })).moderationCase!;
    expect(acts.at(-1)).toEqual({ kind: 'REMOVED', text: 'Dites quand cela commence.', cannedReason: { code }, checklist: null });
    expect((await world.casesDecided()).at(-1)).toMatchObject({
      notes: 'Say when it begins.',
      noteTexts: { fr: 'Dites quand cela commence.' },
    });
  });

  it('names one that fits and is not put away; of many decisions each by itself', async () => {
    const world = await startWorld();
    const { workflowId, version } = await waiting(world);
    const other = await waiting(world);
    const forMessages = await created(world, { kinds: ['MESSAGE'] });
    const forApproval = await created(world, { decisions: ['APPROVE'] });
    const away = await created(world);
    succeeded(await archive(world, away.id, 1));
    const input = { workflowId, version, decision: 'REJECT' as const };
    for (const cannedReasonId of [forMessages.id, forApproval.id, away.id, randomUUID()])
      expect(await world.decide(aCurator(), { ...input, cannedReasonId })).toMatchObject({ __typename: 'InvalidInput' });
    expect((await world.decide(aCurator(), input)).__typename).toBe('InvalidInput');
    const fitting = await created(world);
    const decisions = [
      { ...input, cannedReasonId: away.id },
      { ...input, workflowId: other.workflowId, version: other.version, cannedReasonId: fitting.id },
    ];
    const { decideReviews } = await world.run(aCurator(), DecideReviewsDocument, { input: { decisions } });
    expect(succeeded(decideReviews).outcomes.map(({ refusal }) => refusal)).toEqual(['BAD_USER_INPUT', null]);
  });

  it('costs one statement for all that a history names', async () => {
    const world = await startWorld();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      const { workflowId, version } = await waiting(world);
      const { id: cannedReasonId } = await created(world);
      succeeded(await world.decide(aCurator(), { workflowId, version, decision: 'REJECT', cannedReasonId }));
      ids.push(workflowId);
    }
    const query = `query($ids: [_Any!]!) { _entities(representations: $ids) { ... on CurationWorkflow { history { cannedReason { useCount } } } } }`;
    for (const size of [1, 3]) {
      const representations = ids.slice(0, size).map((id) => ({ __typename: 'CurationWorkflow', id }));
      const { statements } = await countStatements(world.subgraph, () => world.run(aCurator(), query, { ids: representations }));
      // Workflows, decisions, reasons, their uses.
      expect(statements).toBe(4);
    }
  });
});

/** So many reasons are there, and two more are made at once. Returns how many there are then. */
async function race(world: World, present: number, begin: () => unknown = () => undefined): Promise<number> {
  const db = openDatabase(world.databaseUrl, silentLogger);
  try {
    const [createdAt, updatedAt] = [world.clock.now(), world.clock.now()];
    const base = { texts: { en: 'So.' }, fallback: 'en', kinds: [], decisions: ['REJECT' as const], position: 0, createdAt, updatedAt };
    const rows = Array.from({ length: present }, (_, n) => ({ id: randomUUID(), code: `reason-${n}`, ...base }));
    await db.prisma.cannedReason.createMany({ data: rows });
    begin();
    await Promise.all([create(world), create(world)]);
    return await db.prisma.cannedReason.count();
  } finally {
    await db.close();
  }
}

describe('of canned reasons there are at most 200', () => {
  it('also where two are made at once', async () => {
    expect(await race(await startWorld(), 199)).toBe(200);
  });

  it('control: without the lock there would be one more', async () => {
    const meet = meetingOf(2);
    let racing = false;
    const after = (statement: string) => (racing && statement === 'cannedReason.count' ? meet() : undefined);
    const subgraph = curation.with({ keep: (basics) => keep({ ...basics, db: withoutLocks(watched(basics.db, { after })) }) });
    expect(await race(await startWorld({ subgraph }), 199, () => (racing = true))).toBe(201);
  });
});

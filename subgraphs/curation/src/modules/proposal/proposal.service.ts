import { randomUUID } from 'node:crypto';
import { conflict, invalidInput, notAllowed, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import { Prisma, type Case, type Collection } from '../../generated/prisma/client';
import { requireFitting } from '../canned-reason/canned-reason.store';
import { saidOf } from '../canned-reason/note-texts';
import type { CaseService } from '../case/case.service';
import { requireAnswers } from '../checklist/checklist.store';
import type { CollectionService } from '../collection/collection.service';
import { changeCollection, isSeenBy, lockCollection, roleIn } from '../collection/collection.store';
import { collectionSlug } from '../collection/collection-slug';
import { storedWords, wordColumns } from '../collection/collection-words';
import type { ArrangeCollection, CollectionRead, CreateCollection, DecideCollection, EditCollection } from './proposal.input';
import { arrangeEntries } from './proposal-entries.store';
import { decideProposal, propose, proposeAnew, takeBackProposal } from './proposal.store';

const MOST_OWN = 50;

/** How a collection is made, proposed and decided about. */
export class ProposalService {
  constructor(
    private readonly ctx: Context,
    private readonly collections: CollectionService,
    private readonly cases: CaseService,
  ) {}

  async create(input: CreateCollection): Promise<Collection> {
    const { id: ownerId } = this.ctx.viewer;
    const made = await this.ctx.change('createCollection', input, async ({ tx, now }) => {
      // Two at once must count each other.
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`collections of ${ownerId}`}, 0))::text`;
      if ((await tx.collection.count({ where: { ownerId, status: { not: 'ARCHIVED' } } })) >= MOST_OWN)
        throw notAllowed(`You have ${MOST_OWN} collections. Put one away first.`);
      const id = randomUUID();
      await tx.collection.create({ data: { id, slug: collectionSlug(input.title, id), ownerId, createdAt: now, ...wordColumns(input) } });
      return id;
    });
    return this.collections.require(made);
  }

  edit(input: EditCollection): Promise<Collection> {
    return this.change('editCollection', input, async (step, one) => {
      const { id: actorId } = this.ctx.viewer;
      if (one.status !== 'PUBLISHED') return proposeAnew(step, await changeCollection(step, one, wordColumns(input)), actorId);
      return propose(step, await changeCollection(step, one, { proposed: storedWords(input) }), actorId);
    });
  }

  arrange(input: ArrangeCollection): Promise<Collection> {
    return this.change('arrangeCollection', input, async (step, one) => {
      const { id: actorId } = this.ctx.viewer;
      await arrangeEntries(step, one, input.entries, actorId);
      await proposeAnew(step, await changeCollection(step, one), actorId);
    });
  }

  propose(input: CollectionRead): Promise<Collection> {
    return this.change('proposeCollection', input, async (step, one) => {
      if (one.status !== 'DRAFT' && one.status !== 'NEEDS_CHANGES') throw notAllowed('It waits for a decision, or is published.');
      const entries = await step.tx.collectionEntry.count({ where: { collectionId: one.id, removedAt: null } });
      if (entries === 0) throw invalidInput('collectionId', 'must be a collection with at least one event');
      await propose(step, await changeCollection(step, one, { status: 'IN_REVIEW' }), this.ctx.viewer.id);
    });
  }

  async archive(input: CollectionRead): Promise<Collection> {
    const { viewer } = this.ctx;
    await this.ctx.change('archiveCollection', input, async (step) => {
      const one = await this.requireSeen(step, input);
      const mayAny = viewer.role === 'moderator' || viewer.role === 'admin';
      if (one.ownerId !== viewer.id && !mayAny) throw notAllowed('Only its owner may put it away.');
      // What was taken down, or refused for good, stays what it is.
      if (one.status === 'REMOVED' || one.status === 'REJECTED') throw notAllowed('It was taken down, or refused.');
      await changeCollection(step, one, { status: 'ARCHIVED', proposed: Prisma.DbNull });
      await takeBackProposal(step, one, viewer.id);
      return one.id;
    });
    return this.collections.require(input.collectionId);
  }

  async decide(input: DecideCollection): Promise<{ collection: Collection; case: Case }> {
    const collectionId = await this.ctx.change('decideCollection', input, async (step) => {
      const one = await this.cases.requireOpen(step, input, { deciding: true });
      if (one.status === 'APPEALED') throw notAllowed('An appeal is decided by `decideCaseAppeal`.');
      if (!one.proposal) throw notAllowed('Nothing is proposed: what was reported is decided by `decideCase`.');
      const { verdict } = input;
      const fits = { kind: one.kind, decision: verdict };
      const said = saidOf(await requireFitting(step, input.cannedReasonId, fits), input.notes);
      const answers = await requireAnswers(step, input.checklist, fits);
      await decideProposal(step, one, { verdict, said, ...answers, curatorId: this.ctx.viewer.id });
      return one.subjectId;
    });
    return { collection: await this.collections.require(collectionId), case: await this.cases.require(input.caseId) };
  }

  /** A change by somebody who looks after the collection, of the version that they have read. */
  private async change(
    operation: string,
    input: CollectionRead,
    work: (step: Step, one: Collection) => Promise<void>,
  ): Promise<Collection> {
    await this.ctx.change(operation, input, async (step) => {
      const one = await this.requireSeen(step, input);
      const role = await roleIn(step, one, this.ctx.viewer.id);
      if (role !== 'OWNER' && role !== 'CO_CURATOR') throw notAllowed('Only those who look after a collection may change it.');
      if (one.status === 'REJECTED' || one.status === 'REMOVED' || one.status === 'ARCHIVED')
        throw notAllowed('It was refused, taken down or put away.');
      await work(step, one);
      return one.id;
    });
    return this.collections.require(input.collectionId);
  }

  /** Locked, in the version that was read. */
  private async requireSeen(step: Step, { collectionId, version }: CollectionRead): Promise<Collection> {
    const { viewer } = this.ctx;
    const one = await lockCollection(step, collectionId);
    if (!isSeenBy(one, await roleIn(step, one, viewer.id), viewer)) throw notFound('This collection');
    if (one.version !== version) throw conflict('The collection has another version by now. Read it again, then decide.');
    return one;
  }
}

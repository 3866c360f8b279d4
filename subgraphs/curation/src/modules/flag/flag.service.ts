import { isId, notAllowed, notFound, once, parseInput, Refusal, type After, type Caller, type Clock } from '@marquee/platform';
import { randomUUID } from 'node:crypto';
import type { Database, Tx } from '../../db';
import type { Settings } from '../../env';
import type { Flag, Workflow } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { uncertaintyOf } from '../assessment/recommendation';
import { lockEvents } from '../event/event.copies';
import { isCurator, maySeeEvent } from '../event/event.visibility';
import { ratingPrior } from '../review/review.facts';
import { queueRank, queueWeights } from '../workflow/queue.priority';
import type { Advance } from '../workflow/workflow.advance';
import type { StatusAnnouncer } from '../workflow/workflow.announcer';
import { statusAfter } from '../workflow/workflow.status';
import { tellDecided } from '../workflow/workflow.verdict';
import { flagEventInput } from './flag.input';
import { flagWeight, hidesEvent } from './flag.weight';

interface Deps {
  db: Database;
  loaders: Loaders;
  clock: Clock;
  settings: Settings;
  caller: Caller;
  announcer: StatusAnnouncer;
  advance: Advance;
}

export class FlagService {
  constructor(private readonly deps: Deps) {}

  /** For the person who raised it and for curators. */
  async visible(flagId: string): Promise<Flag | null> {
    const flag = isId(flagId) ? await this.deps.loaders.flagById.load(flagId) : null;
    return flag && (this.seesAll || (flag.flaggerId !== null && flag.flaggerId === this.deps.caller.viewer?.id)) ? flag : null;
  }

  /** What only curators may know of a flag. */
  get seesAll(): boolean {
    return isCurator(this.deps.caller.viewer);
  }

  async raise(input: unknown): Promise<Flag> {
    const { idempotencyKey, ...args } = parseInput(flagEventInput, input);
    const { db, caller } = this.deps;
    const viewer = caller.viewer!;
    const flagId = await db.transaction((tx, after) =>
      once(tx, { principal: viewer.id, operation: 'flagEvent', key: idempotencyKey, args }, async () => {
        // Three people at once must count each other.
        await lockEvents(tx, [args.eventId]);
        // Asked first: the flag may be what hid the event from the person since.
        const known = await tx.flag.findUnique({ where: { eventId_flaggerId: { eventId: args.eventId, flaggerId: viewer.id } } });
        if (known) throw new Refusal('AlreadyFlagged', 'CONFLICT', 'You have flagged this event before.', { flag: known });
        const workflow = await this.mustBeFlaggable(tx, args.eventId);
        const flag = await tx.flag.create({
          data: {
            id: randomUUID(),
            eventId: args.eventId,
            workflowId: workflow.id,
            flaggerId: viewer.id,
            reason: args.reason,
            details: args.details || null,
            weight: await this.weightOf(tx, viewer.id),
            createdAt: this.deps.clock.now(),
          },
        });
        await this.hideIfEnough(tx, after, workflow);
        return flag.id;
      }),
    );
    return db.prisma.flag.findUniqueOrThrow({ where: { id: flagId } });
  }

  /** The workflow of a published event of somebody else that the viewer may see. */
  private async mustBeFlaggable(tx: Tx, eventId: string): Promise<Workflow> {
    const viewer = this.deps.caller.viewer!;
    const event = await tx.eventCopy.findUnique({ where: { eventId }, omit: { signature: true } });
    const attendance = await tx.attendanceCopy.findUnique({ where: { eventId_userId: { eventId, userId: viewer.id } } });
    if (!event || !maySeeEvent(event, viewer, attendance)) throw notFound('This event');
    if (event.creatorId === viewer.id) throw notAllowed('You cannot flag your own event.');
    const workflow = await tx.workflow.findFirst({ where: { eventId }, orderBy: { submission: 'desc' } });
    // The fact that made the event public makes its workflow, too.
    if (!workflow) throw notFound('This event');
    return workflow;
  }

  private async weightOf(tx: Tx, flaggerId: string): Promise<number> {
    const outcomes = await tx.flag.groupBy({ by: ['status'], where: { flaggerId }, _count: true });
    const count = (status: Flag['status']) => outcomes.find((outcome) => outcome.status === status)?._count ?? 0;
    return flagWeight({ upheld: count('UPHELD'), dismissed: count('DISMISSED') });
  }

  private async hideIfEnough(tx: Tx, after: After, workflow: Workflow): Promise<void> {
    const { settings, clock, caller, advance, announcer } = this.deps;
    const status = statusAfter(workflow.status, 'FLAG');
    if (!status) return;
    const open = await tx.flag.findMany({ where: { workflowId: workflow.id, status: 'OPEN' }, select: { weight: true } });
    const rule = { threshold: settings.CURATION_FLAG_THRESHOLD, people: settings.CURATION_FLAG_PEOPLE };
    if (
      !hidesEvent(
        open.map((flag) => flag.weight),
        rule,
      )
    )
      return;

    const now = clock.now();
    const assessment = workflow.assessmentId ? await tx.assessment.findUnique({ where: { id: workflow.assessmentId } }) : null;
    const event = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: workflow.eventId }, select: { startsAt: true } });
    const person = await tx.personCopy.findUnique({ where: { userId: workflow.creatorId }, select: { reputation: true } });
    const rank = queueRank(
      {
        queuedAt: now,
        startsAt: event.startsAt,
        status,
        uncertainty: assessment ? uncertaintyOf(assessment) : 1,
        reputation: person?.reputation ?? 0,
        recommendation: assessment?.recommendation ?? null,
      },
      queueWeights(settings),
    );
    const flagged = await advance(tx, workflow, {
      status,
      inQueue: true,
      queuedAt: now,
      queueRank: rank,
      curatorId: null,
      claimedUntil: null,
    });
    // A curator decided in this very moment, having seen the flags: that stands, and the next flag counts again.
    if (!flagged) return;
    await tellDecided(tx, flagged, assessment, { curatorId: null, correlationId: caller.correlationId, prior: ratingPrior(settings), now });
    after(() => announcer.soon(flagged));
  }
}

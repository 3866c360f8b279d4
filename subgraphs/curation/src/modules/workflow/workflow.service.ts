import {
  isId,
  liveStream,
  notAllowed,
  notFound,
  once,
  parseInput,
  Refusal,
  toConnection,
  type Bus,
  type Caller,
  type Clock,
  type Connection,
  type PageArguments,
} from '@marquee/platform';
import type { CurationStatus } from '@marquee/schema/topics';
import type { Database, Tx } from '../../db';
import type { Settings } from '../../env';
import type { Workflow } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { isCurator } from '../event/event.visibility';
import { ratingPrior } from '../review/review.facts';
import { priorityAt, queueWeights } from './queue.priority';
import type { Advance } from './workflow.advance';
import { statusChannel, type StatusAnnouncer, type StatusPush } from './workflow.announcer';
import { claimReviewInput, decideReviewInput } from './workflow.input';
import { parseQueuePage, queueLength, queuePage } from './workflow.queue';
import { stagesOf } from './workflow.stages';
import { statusAfter, type WorkflowAction } from './workflow.status';
import { recordVerdict, tellDecided } from './workflow.verdict';

export interface WorkflowDeps {
  db: Database;
  loaders: Loaders;
  bus: Bus;
  clock: Clock;
  settings: Settings;
  caller: Caller;
  announcer: StatusAnnouncer;
  /** How a workflow changes; a parameter so that a test can show what happens without its condition. */
  advance: Advance;
}

export class WorkflowService {
  constructor(private readonly deps: WorkflowDeps) {}

  async queue(args: PageArguments, statuses: readonly CurationStatus[] | null): Promise<Connection<Workflow>> {
    const page = parseQueuePage(args);
    const rows = await queuePage(this.deps.db, page, statuses);
    return toConnection(rows, page, (row) => [row.queueRank, row.id], { totalCount: () => queueLength(this.deps.db, statuses) });
  }

  /** For curators and the creator of its event; null for everybody else. */
  async visible(workflowId: string): Promise<Workflow | null> {
    const workflow = isId(workflowId) ? await this.deps.loaders.workflowById.load(workflowId) : null;
    return workflow && this.maySee(workflow) ? workflow : null;
  }

  priority(workflow: Workflow): number {
    return priorityAt(workflow.queueRank, this.deps.clock.now(), queueWeights(this.deps.settings));
  }

  async stages(workflow: Workflow) {
    const { assessmentById, decisionsByWorkflowId, flagsByWorkflowId } = this.deps.loaders;
    const [assessment, decisions, flags] = await Promise.all([
      workflow.assessmentId ? assessmentById.load(workflow.assessmentId) : null,
      decisionsByWorkflowId.load(workflow.id),
      flagsByWorkflowId.load(workflow.id),
    ]);
    return stagesOf({ workflow, assessment, decision: decisions.filter((one) => !one.automatic).at(-1) ?? null, flags });
  }

  async claim(input: unknown): Promise<Workflow> {
    const { workflowId, version, idempotencyKey } = parseInput(claimReviewInput, input);
    await this.deps.db.transaction((tx, after) =>
      this.once(tx, 'claimReview', idempotencyKey, { workflowId, version }, async () => {
        const { settings, clock, announcer } = this.deps;
        const { workflow, status } = await this.open(tx, workflowId, version, 'CLAIM');
        const claimedUntil = new Date(clock.now().getTime() + settings.CURATION_CLAIM_MINUTES * 60_000);
        const claimed = await this.change(tx, workflow, { status, curatorId: this.viewer.id, claimedUntil });
        if (claimed.status !== workflow.status) after(() => announcer.now(claimed));
        return workflowId;
      }),
    );
    return this.reload(workflowId);
  }

  async decide(input: unknown): Promise<Workflow> {
    const { idempotencyKey, ...args } = parseInput(decideReviewInput, input);
    const { workflowId, version, decision } = args;
    await this.deps.db.transaction((tx, after) =>
      this.once(tx, 'decideReview', idempotencyKey, args, async () => {
        const { settings, clock, caller, announcer } = this.deps;
        const now = clock.now();
        const [notes, qualityScore] = [args.notes || null, args.qualityScore ?? null];
        const { workflow, status } = await this.open(tx, workflowId, version, decision);
        const decided = await this.change(tx, workflow, {
          status,
          inQueue: false,
          curatorId: this.viewer.id,
          claimedUntil: null,
          notes,
          decidedAt: now,
          ...(qualityScore !== null && { qualityScore, curatorScore: qualityScore }),
        });
        await recordVerdict(
          tx,
          decided,
          { decision, reason: args.reason ?? null, notes, qualityScore, onVersion: version, curatorId: this.viewer.id },
          now,
        );
        const assessment = decided.assessmentId ? await tx.assessment.findUnique({ where: { id: decided.assessmentId } }) : null;
        await tellDecided(tx, decided, assessment, {
          curatorId: this.viewer.id,
          correlationId: caller.correlationId,
          prior: ratingPrior(settings),
          now,
        });
        after(() => announcer.soon(decided));
        return workflowId;
      }),
    );
    return this.reload(workflowId);
  }

  /** The workflow of an event whenever its status changes, for as long as the viewer may see it. */
  async statusChanges(eventId: string): Promise<AsyncIterableIterator<Workflow>> {
    const { db, bus } = this.deps;
    // Read anew each time: the loaders of the request that opened the stream are older than what the stream is about.
    const latest = () => db.prisma.workflow.findFirst({ where: { eventId }, orderBy: { submission: 'desc' } });
    const event = isId(eventId)
      ? await db.prisma.eventCopy.findUnique({ where: { eventId }, select: { creatorId: true, deleted: true } })
      : null;
    if (!event || event.deleted || !this.maySee(event)) throw notFound('This event');
    let told: { id: string; version: number; settled: boolean } | null = null;
    return liveStream<StatusPush, Workflow>({
      bus,
      channel: statusChannel(eventId),
      rights: { allowed: () => this.stillAllowed() },
      async load(push) {
        const workflow = await latest();
        if (!workflow) return null;
        const known = told?.id === workflow.id && told.version === workflow.version && (told.settled || !push.settled);
        if (known) return null;
        told = { id: workflow.id, version: workflow.version, settled: push.settled };
        return workflow;
      },
      onGap: async () => [await latest()].filter((workflow) => workflow !== null),
    });
  }

  /** Checks all that must hold before an action; answers the workflow as read and the status that follows. */
  private async open(
    tx: Tx,
    workflowId: string,
    version: number,
    action: WorkflowAction,
  ): Promise<{ workflow: Workflow; status: CurationStatus }> {
    const workflow = await tx.workflow.findUnique({ where: { id: workflowId } });
    if (!workflow) throw notFound('This workflow');
    if (workflow.creatorId === this.viewer.id) throw notAllowed('Somebody else must review your own event.');
    const status = statusAfter(workflow.status, action);
    if (workflow.version !== version || !workflow.inQueue || !status)
      throw reviewConflict(workflow, 'It was changed or decided meanwhile. Read it again.');
    const claimedByOther =
      workflow.curatorId !== null &&
      workflow.curatorId !== this.viewer.id &&
      workflow.claimedUntil !== null &&
      workflow.claimedUntil > this.deps.clock.now();
    if (claimedByOther) throw reviewConflict(workflow, 'Another curator has claimed it.');
    return { workflow, status };
  }

  private async change(tx: Tx, workflow: Workflow, changes: Parameters<Advance>[2]): Promise<Workflow> {
    const changed = await this.deps.advance(tx, workflow, changes);
    if (changed) return changed;
    throw reviewConflict(await tx.workflow.findUniqueOrThrow({ where: { id: workflow.id } }), 'Somebody else was faster. Read it again.');
  }

  /** The role in the token is as old as the token; the copy of the person is newer. */
  private async stillAllowed(): Promise<boolean> {
    const person = await this.deps.db.prisma.personCopy.findUnique({ where: { userId: this.viewer.id } });
    return !person || (person.active && person.erasedAt === null && (!isCurator(this.viewer) || person.role !== 'user'));
  }

  private maySee({ creatorId }: { creatorId: string }): boolean {
    const { viewer } = this.deps.caller;
    return isCurator(viewer) || creatorId === viewer?.id;
  }

  private once(tx: Tx, operation: string, key: string | null | undefined, args: object, work: () => Promise<string>): Promise<string> {
    return once(tx, { principal: this.viewer.id, operation, key, args }, work);
  }

  private reload(workflowId: string): Promise<Workflow> {
    return this.deps.db.prisma.workflow.findUniqueOrThrow({ where: { id: workflowId } });
  }

  private get viewer() {
    return this.deps.caller.viewer!;
  }
}

const reviewConflict = (workflow: Workflow, message: string) => new Refusal('ReviewConflict', 'CONFLICT', message, { workflow }, { retryable: true });

import type { After } from '@marquee/platform';
import type { EventChanged } from '@marquee/schema/topics';
import { randomUUID } from 'node:crypto';
import type { SubgraphRuntime } from '../../context';
import type { Tx } from '../../db';
import type { EventCopy, Workflow } from '../../generated/prisma/client';
import type { Findings } from '../assessment/screening';
import { Screening } from '../assessment/screening';
import { uncertaintyOf } from '../assessment/recommendation';
import { isAlive, lockEvents, takeInEvent } from '../event/event.copies';
import { ratingPrior } from '../review/review.facts';
import { queueRank, queueWeights } from './queue.priority';
import { advance } from './workflow.advance';
import { isOpen } from './workflow.status';
import { isTrusted, TRUST_WINDOW_DAYS } from './workflow.trust';
import { recordVerdict, tellDecided } from './workflow.verdict';

/** The transaction of one fact, or of one turn of a job. */
export interface Step {
  tx: Tx;
  after: After;
  correlationId: string;
}

type NewWorkflow = Pick<Workflow, 'eventId' | 'submission' | 'creatorId' | 'status' | 'eventVersion'>;

/**
 * How events come into curation: what the events subgraph tells begins workflows, restarts them, takes them out of the queue. Each fact
 * causes a bounded amount of work: an event that somebody submitted is screened at once, imported ones by the job, a few at a time.
 */
export class Intake {
  private readonly screening: Screening;

  constructor(private readonly runtime: SubgraphRuntime) {
    this.screening = new Screening(runtime.spam);
  }

  /** Its creator asked for review. Late, repeated and outdated submissions change nothing. */
  async submitted(step: Step, event: EventChanged): Promise<void> {
    const { tx } = step;
    await lockEvents(tx, [event.eventId]);
    await takeInEvent(tx, event);
    const copy = await tx.eventCopy.findUniqueOrThrow({ where: { eventId: event.eventId } });
    if (copy.deleted || (copy.version > event.version && copy.status !== 'PENDING_REVIEW')) return;
    const current = await this.currentWorkflow(tx, event.eventId);
    if (current && current.eventVersion >= event.version) return;
    if (current && isOpen(current.status)) await this.screenAgain(step, current, copy);
    else await this.begin(step, copy, (current?.submission ?? 0) + 1);
  }

  /** Whatever else happened to an event. */
  async changed(step: Step, event: EventChanged): Promise<void> {
    const { tx, after } = step;
    await lockEvents(tx, [event.eventId]);
    const change = await takeInEvent(tx, event);
    if (!change) return;
    const { previous, current: copy } = change;
    // Every workflow begins with a copy: where there was none, there is none.
    const workflow = previous && (await this.currentWorkflow(tx, event.eventId));
    if (!workflow) {
      if (copy.status === 'PUBLISHED' && !copy.deleted) await this.beginApproved(tx, copy);
      return;
    }
    if (!isAlive(copy)) {
      if (workflow.inQueue || workflow.screeningDue) {
        await advance(tx, workflow, { inQueue: false, screeningDue: false, curatorId: null, claimedUntil: null });
      }
    } else if (isOpen(workflow.status) || (workflow.status === 'APPROVED' && copy.status === 'PUBLISHED')) {
      await this.follow(step, workflow, copy, previous?.contentHash !== copy.contentHash);
    }
    // The events subgraph has taken a decision in: readers who waited for it may look now.
    if (previous?.status !== copy.status) after(() => this.runtime.announcer.now(workflow));
  }

  /** Screens what is due, oldest first, each in a transaction of its own. Answers how many there were. */
  async screenDue(limit: number): Promise<number> {
    const { db } = this.runtime;
    const due = await db.query<{ id: string; eventId: string }>({
      name: 'screening_due',
      text: 'SELECT id, event_id AS "eventId" FROM workflows WHERE screening_due ORDER BY created_at LIMIT $1',
      values: [limit],
    });
    for (const { id, eventId } of due) {
      await db.transaction(async (tx, after) => {
        await lockEvents(tx, [eventId]);
        const workflow = await tx.workflow.findUnique({ where: { id } });
        const copy = await tx.eventCopy.findUnique({ where: { eventId } });
        if (workflow?.screeningDue && copy) await this.secondLook({ tx, after, correlationId: `screening:${id}` }, workflow, copy);
      });
    }
    return due.length;
  }

  /** A first submission, or one after a workflow that is closed. */
  private async begin(step: Step, copy: EventCopy, submission: number): Promise<void> {
    const { tx, after } = step;
    const findings = await this.screening.screen(tx, copy);
    const { rank, trusted } = await this.standing(tx, copy, findings, 'PENDING');
    const base = { eventId: copy.eventId, submission, creatorId: copy.creatorId, eventVersion: copy.version, status: 'PENDING' as const };
    const workflow = await this.create(
      tx,
      base,
      { inQueue: true, queueRank: rank, screeningDue: false, qualityScore: findings.overall },
      findings,
    );
    if (trusted && findings.recommendation === 'PASS') await this.approveByItself(step, workflow, findings);
    else after(() => this.runtime.announcer.now(workflow));
  }

  /** It was published without us: imported, or before we were there. Screened soon, by the job. */
  private async beginApproved(tx: Tx, copy: EventCopy): Promise<void> {
    const base = {
      eventId: copy.eventId,
      submission: 1,
      creatorId: copy.creatorId,
      eventVersion: copy.version,
      status: 'APPROVED' as const,
    };
    await this.create(tx, base, { inQueue: false, queueRank: 0, screeningDue: true, qualityScore: null }, null);
  }

  private async create(
    tx: Tx,
    base: NewWorkflow,
    state: Pick<Workflow, 'inQueue' | 'queueRank' | 'screeningDue' | 'qualityScore'>,
    findings: Findings | null,
  ): Promise<Workflow> {
    const now = this.runtime.clock.now();
    const assessmentId = findings && randomUUID();
    const workflow = await tx.workflow.create({
      data: { id: randomUUID(), ...base, ...state, assessmentId, queuedAt: now, createdAt: now },
    });
    if (findings && assessmentId) await this.keep(tx, workflow.id, assessmentId, findings);
    return workflow;
  }

  /** A workflow is about the event's present version; what it has to be asked anew depends on what changed. */
  private async follow(step: Step, workflow: Workflow, copy: EventCopy, contentChanged: boolean): Promise<void> {
    if (!contentChanged) {
      // To a curator it is the same event, so the workflow keeps its version; but a decision must name the event's present one.
      await step.tx.workflow.update({ where: { id: workflow.id }, data: { eventVersion: copy.version } });
    } else if (isOpen(workflow.status)) {
      await this.screenAgain(step, workflow, copy);
    } else {
      // A curator approved another text. The job looks at this one.
      await advance(step.tx, workflow, { screeningDue: true, curatorScore: null, eventVersion: copy.version });
    }
  }

  /** While it waits the event was changed: its new text is screened, and a decision about the old one will meet another version. */
  private async screenAgain({ tx }: Step, workflow: Workflow, copy: EventCopy): Promise<void> {
    const findings = await this.screening.screen(tx, copy);
    const { rank } = await this.standing(tx, copy, findings, workflow.status, workflow.queuedAt);
    const assessmentId = randomUUID();
    await this.keep(tx, workflow.id, assessmentId, findings);
    const changes = {
      assessmentId,
      qualityScore: findings.overall,
      curatorScore: null,
      eventVersion: copy.version,
      queueRank: rank,
      inQueue: true,
      screeningDue: false,
    };
    await advance(tx, workflow, changes);
  }

  /**
   * Screening of what is published already. The machine alone hides nothing: what fails comes before a curator and stays as it is until
   * then. The new score and badges are told for search.
   */
  private async secondLook({ tx, correlationId }: Step, workflow: Workflow, copy: EventCopy): Promise<void> {
    const now = this.runtime.clock.now();
    const findings = await this.screening.screen(tx, copy);
    const fails = findings.recommendation === 'FAIL';
    const { rank } = await this.standing(tx, copy, findings, workflow.status, now);
    const assessmentId = randomUUID();
    await this.keep(tx, workflow.id, assessmentId, findings);
    const queue = fails && !workflow.inQueue ? { inQueue: true, queuedAt: now, queueRank: rank } : {};
    const qualityScore = workflow.curatorScore ?? findings.overall;
    const screened = await advance(tx, workflow, { assessmentId, qualityScore, eventVersion: copy.version, screeningDue: false, ...queue });
    if (screened)
      await tellDecided(tx, screened, findings, {
        curatorId: null,
        correlationId,
        prior: ratingPrior(this.runtime.settings),
        now,
        rescored: true,
      });
  }

  private async approveByItself({ tx, after, correlationId }: Step, workflow: Workflow, findings: Findings): Promise<void> {
    const now = this.runtime.clock.now();
    const approved = await advance(tx, workflow, { status: 'APPROVED', inQueue: false, decidedAt: now });
    if (!approved) return;
    await recordVerdict(
      tx,
      approved,
      { decision: 'APPROVE', reason: null, notes: null, qualityScore: null, onVersion: workflow.version, curatorId: null },
      now,
    );
    await tellDecided(tx, approved, findings, { curatorId: null, correlationId, prior: ratingPrior(this.runtime.settings), now });
    after(() => this.runtime.announcer.soon(approved));
  }

  /** Where it stands in the queue, and whether its creator is trusted. */
  private async standing(tx: Tx, copy: EventCopy, findings: Findings, status: Workflow['status'], queuedAt = this.runtime.clock.now()) {
    const { settings } = this.runtime;
    const person = await tx.personCopy.findUnique({ where: { userId: copy.creatorId }, select: { reputation: true, active: true } });
    const reputation = person?.reputation ?? 0;
    const facts = {
      queuedAt,
      startsAt: copy.startsAt,
      status,
      uncertainty: uncertaintyOf(findings),
      reputation,
      recommendation: findings.recommendation,
    };
    const mayTrust = settings.CURATION_AUTO_APPROVE && findings.recommendation === 'PASS' && person?.active === true;
    return { rank: queueRank(facts, queueWeights(settings)), trusted: mayTrust && (await this.isTrusted(tx, copy.creatorId, reputation)) };
  }

  private async isTrusted(tx: Tx, creatorId: string, reputation: number): Promise<boolean> {
    const { settings, clock } = this.runtime;
    const since = new Date(clock.now().getTime() - TRUST_WINDOW_DAYS * 86_400_000);
    const approvals = await tx.decision.count({ where: { creatorId, decision: 'APPROVE', automatic: false } });
    const rejections = await tx.decision.count({ where: { creatorId, decision: 'REJECT', createdAt: { gte: since } } });
    return isTrusted(
      { reputation, approvals, rejections },
      { reputation: settings.CURATION_TRUSTED_REPUTATION, approvals: settings.CURATION_TRUSTED_APPROVALS },
    );
  }

  private keep(tx: Tx, workflowId: string, id: string, findings: Findings): Promise<unknown> {
    return tx.assessment.create({ data: { id, workflowId, ...findings, createdAt: this.runtime.clock.now() } });
  }

  private currentWorkflow(tx: Tx, eventId: string): Promise<Workflow | null> {
    return tx.workflow.findFirst({ where: { eventId }, orderBy: { submission: 'desc' } });
  }
}

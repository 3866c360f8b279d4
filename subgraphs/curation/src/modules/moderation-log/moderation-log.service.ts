import { invalidInput, isId, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { ModerationVerb, RejectionReason, SubjectKind } from '../../generated/prisma/enums';
import { kindsFor } from '../subject/subject-rights';
import { moderationActs, newestActsFirst, type ActRow, type ActSelection } from './moderation-log.sql';

export interface ActFilter {
  kinds?: readonly SubjectKind[] | null | undefined;
  verbs?: readonly ModerationVerb[] | null | undefined;
  actorId?: string | null | undefined;
  subjectId?: string | null | undefined;
  from?: Date | string | null | undefined;
  until?: Date | string | null | undefined;
}

/** What a search for decisions asks beside. */
export interface DecisionFilter extends ActFilter {
  category?: string | null | undefined;
  reason?: RejectionReason | null | undefined;
  cannedReasonId?: string | null | undefined;
}

/** No person's id. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Who did what to what is judged. */
export class ModerationLogService {
  constructor(private readonly ctx: Context) {}

  async page(args: PageArguments, filter: ActFilter): Promise<Connection<ActRow>> {
    const page = newestActsFirst.page(args);
    const rows = await this.ctx.kept.db.prisma.$queryRaw<ActRow[]>(moderationActs(page, this.selection(filter)));
    return newestActsFirst.connection(rows, page);
  }

  /** What colleagues do is for those who answer for them: a curator reads their own acts alone. */
  private selection(filter: ActFilter): ActSelection {
    const { viewer } = this.ctx;
    const { actorId = null } = filter;
    const own = viewer.role === 'curator';
    return {
      ...this.among(filter, { byPeople: false }),
      actorId: own ? (actorId === null || actorId === viewer.id ? viewer.id : NOBODY) : actorId,
    };
  }

  /** Of the kinds that the viewer judges, whoever did it. */
  among({ kinds, verbs, subjectId, from, until, ...more }: DecisionFilter, { byPeople }: { byPeople: boolean }): ActSelection {
    const { viewer } = this.ctx;
    for (const [path, id] of Object.entries({ actorId: more.actorId, subjectId, cannedReasonId: more.cannedReasonId }))
      if (id && !isId(id)) throw invalidInput(`filter.${path}`, 'must be an id');
    const [first, last] = [from ? new Date(from) : null, until ? new Date(until) : null];
    if (first && last && first >= last) throw invalidInput('filter.until', 'must be after `from`');
    return {
      kinds: kindsFor(viewer).filter((kind) => !kinds || kinds.includes(kind)),
      verbs: verbs ? [...new Set(verbs)] : null,
      viewerId: viewer.id,
      byPeople,
      subjectId: subjectId ?? null,
      from: first,
      until: last,
      actorId: more.actorId ?? null,
      category: more.category ?? null,
      reason: more.reason ?? null,
      cannedReasonId: more.cannedReasonId ?? null,
    };
  }
}

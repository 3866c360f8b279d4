import { invalidInput, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { RejectionReason, SubjectKind } from '../../generated/prisma/enums';
import type { ModerationLogService } from '../moderation-log/moderation-log.service';
import { newestActsFirst, type ActRow } from '../moderation-log/moderation-log.sql';
import { bestFirst, decisionsAtAll, decisionsFound, type DECIDING, type FoundRow } from './decision-search.sql';
import { spansOf, type MatchSpan } from './match-spans';

export interface DecisionSearchFilter {
  outcomes?: readonly (typeof DECIDING)[number][] | null | undefined;
  kinds?: readonly SubjectKind[] | null | undefined;
  category?: string | null | undefined;
  curatorId?: string | null | undefined;
  reason?: RejectionReason | null | undefined;
  cannedReasonId?: string | null | undefined;
  from?: Date | string | null | undefined;
  until?: Date | string | null | undefined;
}

export interface FoundDecision {
  act: ActRow;
  titleSpans: MatchSpan[];
  noteSpans: MatchSpan[];
}

const MOST_CHARACTERS = 200;

/** What people decided before, for those who decide now. */
export class DecisionSearchService {
  constructor(
    private readonly ctx: Context,
    private readonly log: ModerationLogService,
  ) {}

  async search(
    args: PageArguments,
    query: string | null | undefined,
    { outcomes, curatorId, ...filter }: DecisionSearchFilter,
    order: 'NEWEST' | 'RELEVANCE',
  ): Promise<Connection<FoundDecision>> {
    const text = query?.trim() ?? '';
    if (text.length > MOST_CHARACTERS) throw invalidInput('query', `must have at most ${MOST_CHARACTERS} characters`);
    // Postgres cannot hold it, and no text has it.
    if (text.includes('\0')) throw invalidInput('query', 'must not have characters that cannot be seen');
    if (!text && order === 'RELEVANCE') throw invalidInput('order', 'needs a `query`');
    const selection = this.log.among({ ...filter, verbs: outcomes, actorId: curatorId }, { byPeople: true });
    const page = (order === 'RELEVANCE' ? bestFirst : newestActsFirst).page(args, { of: 'decisions' });
    const statement = text ? decisionsFound(page, selection, text, order) : decisionsAtAll(page, selection);
    const rows = await this.ctx.kept.db.prisma.$queryRaw<FoundRow[]>(statement);
    return order === 'RELEVANCE'
      ? bestFirst.connection(rows, page, { node: found })
      : newestActsFirst.connection(rows, page, { node: found });
  }
}

const found = (row: FoundRow): FoundDecision => ({
  act: row,
  titleSpans: spansOf(row.markedTitle),
  noteSpans: spansOf(row.markedNote),
});

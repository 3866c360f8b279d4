import { type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { User as UserRow } from '../../generated/prisma/client';
import { ranked, type Before } from './leaderboard-rank';
import { beforeStatement, entriesStatement, mostPoints, viewerStatement, type Board, type Scope } from './leaderboard.sql';
import type { Leaderboard, LeaderboardEntryView } from './leaderboard.types';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS = { WEEK: 7, MONTH: 30, ALL_TIME: null } as const;

/** Who has earned the most points. */
export class LeaderboardService {
  constructor(private readonly ctx: Context) {}

  async page(scope: Scope, period: keyof typeof DAYS, args: PageArguments): Promise<Leaderboard> {
    const { db, clock } = this.ctx.kept;
    const days = DAYS[period];
    const since = days === null ? null : new Date(clock.now().getTime() - days * DAY_MS);
    const board: Board = { scope, since, viewerId: this.ctx.viewer.id };
    const page = mostPoints.page(args, { of: `${scope}:${period}` });
    const found = await db.query<{ id: string; points: number }>(entriesStatement(board, page));
    const { edges, pageInfo } = mostPoints.connection(found, page);
    const entries = ranked(
      edges.map(({ node }) => node),
      edges[0] ? await this.before(board, edges[0].node) : { rows: 0, greater: 0 },
    );
    return {
      edges: edges.map(({ cursor }, at) => ({ cursor, node: entries[at]! })),
      nodes: entries,
      pageInfo,
      viewerEntry: async () => (await db.query<LeaderboardEntryView>(viewerStatement(board)))[0] ?? null,
    };
  }

  /** Whoever was found a moment ago is there. */
  async user({ id }: LeaderboardEntryView): Promise<UserRow> {
    return (await this.ctx.loaders.userById.load(id))!;
  }

  private async before(board: Board, first: { id: string; points: number }): Promise<Before> {
    const [before] = await this.ctx.kept.db.query<Before>(beforeStatement(board, first));
    return before!;
  }
}

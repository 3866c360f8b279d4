import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import { mayJudge } from '../subject/subject-rights';
import { appealFigures, numbersByKind, type AppealFigures, type KindNumbers } from './moderation-report.sql';

export interface ModerationReportView {
  from: Date;
  until: Date;
  kinds: KindNumbers[];
  appeals: AppealFigures;
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

const dayOf = (at: Date): Date => new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);

/** What everybody may know of what is judged: numbers, by whole days. A window of seconds would tell when somebody reported, and so who. */
export class ModerationReportService {
  constructor(private readonly ctx: Context) {}

  async between(asked: Date, askedUntil: Date): Promise<ModerationReportView> {
    const { caller, kept } = this.ctx;
    const isForStaff = mayJudge(caller.viewer, 'EVENT');
    const today = dayOf(kept.clock.now());
    const from = isForStaff ? asked : dayOf(asked);
    const until = isForStaff ? askedUntil : new Date(Math.min(dayOf(askedUntil).getTime(), today.getTime()));
    const days = (until.getTime() - from.getTime()) / DAY_MS;
    if (!(days > 0 && days <= MOST_DAYS))
      throw invalidInput(
        'until',
        `must be later than from, by ${MOST_DAYS} days at most${isForStaff ? '' : ', counted in days (UTC) that are over'}`,
      );
    const { db } = kept;
    const [kinds, [appeals]] = await Promise.all([
      db.query<KindNumbers>(numbersByKind(from, until)),
      db.query<AppealFigures>(appealFigures(from, until)),
    ]);
    return { from, until, kinds, appeals: appeals! };
  }
}

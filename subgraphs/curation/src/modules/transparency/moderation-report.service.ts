import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import { appealFigures, numbersByKind, type AppealFigures, type KindNumbers } from './moderation-report.sql';

export interface ModerationReportView {
  from: Date;
  until: Date;
  kinds: KindNumbers[];
  appeals: AppealFigures;
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

/** What everybody may know of what is judged: numbers. */
export class ModerationReportService {
  constructor(private readonly ctx: Context) {}

  async between(from: Date, until: Date): Promise<ModerationReportView> {
    const days = (until.getTime() - from.getTime()) / DAY_MS;
    if (!(days > 0 && days <= MOST_DAYS)) throw invalidInput('until', `must be later than from, by ${MOST_DAYS} days at most`);
    const { db } = this.ctx.kept;
    const [kinds, [appeals]] = await Promise.all([
      db.query<KindNumbers>(numbersByKind(from, until)),
      db.query<AppealFigures>(appealFigures(from, until)),
    ]);
    return { from, until, kinds, appeals: appeals! };
  }
}

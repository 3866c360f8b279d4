import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import { kindsFor } from '../subject/subject-rights';
import { openWork, paceOf, peopleOf, type OpenNumbers, type PaceNumbers, type PersonNumbers } from './dashboard.sql';

export interface DashboardView {
  from: Date;
  until: Date;
  open: OpenNumbers[];
  pace: PaceNumbers;
  people: PersonNumbers[];
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

/** How the work of those who judge stands. */
export class DashboardService {
  constructor(private readonly ctx: Context) {}

  async of(days: number): Promise<DashboardView> {
    if (!(days >= 1 && days <= MOST_DAYS)) throw invalidInput('days', `must be 1 to ${MOST_DAYS}`);
    const { viewer, kept } = this.ctx;
    const until = kept.clock.now();
    const from = new Date(until.getTime() - days * DAY_MS);
    // How colleagues do is for those who answer for them.
    const only = viewer.role === 'curator' ? viewer.id : null;
    const selection = { from, until, kinds: kindsFor(viewer), viewerId: viewer.id, only };
    const [open, [pace], people] = await Promise.all([
      kept.db.query<OpenNumbers>(openWork(selection)),
      kept.db.query<PaceNumbers>(paceOf(selection)),
      kept.db.query<PersonNumbers>(peopleOf(selection)),
    ]);
    return { from, until, open, pace: pace!, people };
  }
}

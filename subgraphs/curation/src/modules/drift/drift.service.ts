import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import type { ScreeningDrift } from '../../generated/prisma/client';
import { byFeature } from './drift-features';
import { KEPT_DAYS } from './drift.store';

/** How one thing that is looked at has moved; the ScreeningDrift type is resolved from it. */
export interface DriftView {
  feature: string;
  latest: ScreeningDrift;
  history: ScreeningDrift[];
}

const DAY_MS = 86_400_000;
const BY_STATE = ['DRIFTED', 'MOVING', 'STABLE', 'UNKNOWN'];

/** Whether what is screened is still what the screening was made for. */
export class DriftService {
  constructor(private readonly ctx: Context) {}

  async since(days: number): Promise<DriftView[]> {
    if (!(days >= 1 && days <= KEPT_DAYS)) throw invalidInput('days', `must be 1 to ${KEPT_DAYS}`);
    const { db, clock } = this.ctx.kept;
    const measuredAt = { gte: new Date(clock.now().getTime() - days * DAY_MS) };
    const rows = await db.prisma.screeningDrift.findMany({ where: { measuredAt }, orderBy: [{ feature: 'asc' }, { day: 'asc' }] });
    return byFeature(rows)
      .map(([feature, history]) => ({ feature, history, latest: history.at(-1)! }))
      .sort(({ latest: one }, { latest: other }) => rankOf(one) - rankOf(other) || other.index - one.index);
  }
}

const rankOf = ({ state }: ScreeningDrift): number => BY_STATE.indexOf(state);

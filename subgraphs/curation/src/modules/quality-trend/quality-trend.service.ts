import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import { declinesAmong, type GroupScores } from './quality-decline';
import { fallenGroups, qualityWeeks, worstExamples, type Example, type WeekNumbers } from './quality-trend.sql';

/** The QualityDecline type is resolved from it. */
export interface DeclineView extends GroupScores {
  eventIds: string[];
}

export interface QualityTrendsView {
  from: Date;
  until: Date;
  weeks: WeekNumbers[];
  declines: DeclineView[];
}

const WEEK_MS = 7 * 86_400_000;

/** How good what people submit has been. */
export class QualityTrendService {
  constructor(private readonly ctx: Context) {}

  async of(weeks: number): Promise<QualityTrendsView> {
    if (!(weeks >= 2 && weeks <= 52)) throw invalidInput('weeks', 'must be 2 to 52');
    const { db, clock } = this.ctx.kept;
    const until = clock.now();
    const from = new Date(until.getTime() - weeks * WEEK_MS);
    const selection = { from, until, viewerId: this.ctx.viewer.id };
    const [numbers, groups] = await Promise.all([
      db.query<WeekNumbers>(qualityWeeks(selection)),
      db.query<GroupScores>(fallenGroups(selection)),
    ]);
    const declines = declinesAmong(groups);
    const examples = declines.length > 0 ? await db.query<Example>(worstExamples(selection, declines)) : [];
    const eventIdsOf = ({ group, key }: GroupScores) =>
      examples.filter((example) => example.group === group && example.key === key).map(({ eventId }) => eventId);
    return { from, until, weeks: numbers, declines: declines.map((decline) => ({ ...decline, eventIds: eventIdsOf(decline) })) };
  }
}

import { invalidInput, Keyset, z, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { DailyActivity } from '../../generated/prisma/client';
import { changeActivity, deleteActivity, recordActivity, wordsPlace } from './tracking-activity.store';
import { dayOf } from './tracking-days';
import type { Own, RecordDailyActivity, UpdateDailyActivity } from './tracking.input';

const latestFirst = new Keyset('dailyActivities', { day: 'time', createdAt: 'time', id: 'id' }, 'greatest first');

const isDate = (text: string): boolean => z.iso.date().safeParse(text).success && !text.startsWith('0000');

interface Days {
  from?: string | null;
  until?: string | null;
}

/** What people write down of themselves, day by day; every statement is bound to one person. */
export class DailyActivityService {
  constructor(private readonly ctx: Context) {}

  async list(userId: string, { from, until, ...args }: PageArguments & Days): Promise<Connection<DailyActivity>> {
    for (const [name, day] of Object.entries({ from, until }))
      if (day != null && !isDate(day)) throw invalidInput(name, 'must be a date such as 2026-11-30');
    const { prisma } = this.ctx.kept.db;
    const page = latestFirst.page(args, { of: `${from ?? ''} ${until ?? ''}` });
    const day = { ...(from ? { gte: dayOf(from) } : {}), ...(until ? { lte: dayOf(until) } : {}) };
    const where = { userId, day };
    const rows = await prisma.dailyActivity.findMany(latestFirst.prisma(page, where));
    return latestFirst.connection(rows, page, { totalCount: () => prisma.dailyActivity.count({ where }) });
  }

  async record(input: RecordDailyActivity): Promise<DailyActivity> {
    const { id: userId } = this.ctx.viewer;
    const id = await this.ctx.change('recordDailyActivity', input, (step) => recordActivity(step, userId, input));
    return this.require(id);
  }

  async update(input: UpdateDailyActivity): Promise<DailyActivity> {
    const { id: userId } = this.ctx.viewer;
    await this.ctx.change('updateDailyActivity', input, (step) => changeActivity(step, userId, input));
    return this.require(input.id);
  }

  async delete(input: Own): Promise<string> {
    const { id: userId } = this.ctx.viewer;
    await this.ctx.change('deleteDailyActivity', input, (step) => deleteActivity(step, userId, input.id));
    return input.id;
  }

  words(row: DailyActivity, column: 'description' | 'moodText' | 'notes'): string | null {
    const { fields } = this.ctx.kept;
    if (column === 'description') return fields.openOptional(wordsPlace('sealed_description', row.id), row.sealedDescription);
    if (column === 'notes') return fields.openOptional(wordsPlace('sealed_notes', row.id), row.sealedNotes);
    return fields.openOptional(wordsPlace('sealed_mood_text', row.id), row.sealedMoodText);
  }

  private require(id: string): Promise<DailyActivity> {
    return this.ctx.kept.db.prisma.dailyActivity.findUniqueOrThrow({ where: { id, userId: this.ctx.viewer.id } });
  }
}

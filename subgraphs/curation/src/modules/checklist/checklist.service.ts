import { conflict } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Checklist } from '../../generated/prisma/client';
import type { SetChecklist } from './checklist.input';

/** What is to be looked at before something is decided. */
export class ChecklistService {
  constructor(private readonly ctx: Context) {}

  /** One for each kind at most. */
  all = (): Promise<Checklist[]> => this.ctx.kept.db.prisma.checklist.findMany({ orderBy: { kind: 'asc' } });

  async set(input: SetChecklist): Promise<Checklist> {
    const { kind } = input;
    await this.ctx.change('setChecklist', input, async (step) => {
      if (!(await this.write(step, input))) throw conflict('The checklist has another version by now. Read it again, then decide.');
      return kind;
    });
    return this.ctx.kept.db.prisma.checklist.findUniqueOrThrow({ where: { kind } });
  }

  /** False where it has another version than the one that was read. */
  private async write({ tx, now }: Step, { kind, version, items }: SetChecklist): Promise<boolean> {
    const { count } =
      version === 0
        ? await tx.checklist.createMany({ data: { kind, items, updatedAt: now }, skipDuplicates: true })
        : await tx.checklist.updateMany({ where: { kind, version }, data: { items, updatedAt: now, version: { increment: 1 } } });
    return count > 0;
  }
}

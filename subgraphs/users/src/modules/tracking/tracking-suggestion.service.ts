import { Keyset, notAllowed, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { PersonalSuggestion, SuggestionFrequency } from '../../generated/prisma/client';
import { moveGoals } from './tracking-goal.store';
import { movePlan } from './tracking-plan.store';
import { chooseSuggestions } from './tracking-suggestion.store';
import type { ChooseSuggestions } from './tracking.input';

const latestFirst = new Keyset('personalSuggestions', { createdAt: 'time', id: 'id' }, 'greatest first');

interface Settings {
  frequency: SuggestionFrequency;
  byModel: boolean;
  modelHost: string | null;
}

/** What is suggested to people from what they wrote down, and when what is planned for them comes. */
export class PersonalSuggestionService {
  constructor(private readonly ctx: Context) {}

  async settings(userId: string): Promise<Settings> {
    const { db, adviser } = this.ctx.kept;
    const plan = await db.prisma.trackingPlan.findUnique({ where: { userId } });
    return { frequency: plan?.suggestions ?? 'NONE', byModel: plan?.byModel ?? false, modelHost: adviser?.host ?? null };
  }

  async list(userId: string, args: PageArguments): Promise<Connection<PersonalSuggestion>> {
    const { prisma } = this.ctx.kept.db;
    const page = latestFirst.page(args);
    const where = { userId };
    const rows = await prisma.personalSuggestion.findMany(latestFirst.prisma(page, where));
    return latestFirst.connection(rows, page, { totalCount: () => prisma.personalSuggestion.count({ where }) });
  }

  async choose(input: ChooseSuggestions): Promise<Settings> {
    const { id: userId } = this.ctx.viewer;
    await this.ctx.change('chooseSuggestions', input, (step) => {
      // Agreement to one model is none to whatever comes later.
      if (input.byModel && !this.ctx.kept.adviser) throw notAllowed('This platform uses no model.');
      return chooseSuggestions(step, userId, input);
    });
    return this.settings(userId);
  }

  /** The person lives by another clock: goals, reports and suggestions that are to come move with it. */
  async moveClock(step: Step, userId: string, zone: string | null): Promise<void> {
    await moveGoals(step, userId, zone);
    await movePlan(step, userId, zone);
  }
}

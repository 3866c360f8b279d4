import { Keyset, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Goal, GoalStatus } from '../../generated/prisma/client';
import { addProgress, changeGoal, createGoal, deleteGoal } from './tracking-goal.store';
import type { CreateGoal, Own, RecordGoalProgress, UpdateGoal } from './tracking.input';

const latestFirst = new Keyset('goals', { endsOn: 'time', id: 'id' }, 'greatest first');

/** What people want to reach; every statement is bound to one person. */
export class GoalService {
  constructor(private readonly ctx: Context) {}

  async list(userId: string, { status, ...args }: PageArguments & { status?: GoalStatus | null }): Promise<Connection<Goal>> {
    const { prisma } = this.ctx.kept.db;
    const page = latestFirst.page(args, { of: status ?? 'ALL' });
    const where = { userId, ...(status ? { status } : {}) };
    const rows = await prisma.goal.findMany(latestFirst.prisma(page, where));
    return latestFirst.connection(rows, page, { totalCount: () => prisma.goal.count({ where }) });
  }

  async create(input: CreateGoal): Promise<Goal> {
    const id = await this.ctx.change('createGoal', input, (step) => createGoal(step, this.ctx.viewer.id, input));
    return this.require(id);
  }

  async update(input: UpdateGoal): Promise<Goal> {
    await this.ctx.change('updateGoal', input, (step) => changeGoal(step, this.ctx.viewer.id, input));
    return this.require(input.id);
  }

  async recordProgress(input: RecordGoalProgress): Promise<Goal> {
    await this.ctx.change('recordGoalProgress', input, (step) => addProgress(step, this.ctx.viewer.id, input.id, input.add));
    return this.require(input.id);
  }

  async delete(input: Own): Promise<string> {
    await this.ctx.change('deleteGoal', input, (step) => deleteGoal(step, this.ctx.viewer.id, input.id));
    return input.id;
  }

  private require(id: string): Promise<Goal> {
    return this.ctx.kept.db.prisma.goal.findUniqueOrThrow({ where: { id, userId: this.ctx.viewer.id } });
  }
}

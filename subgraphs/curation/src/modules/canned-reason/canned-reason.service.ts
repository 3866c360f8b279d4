import { randomUUID } from 'node:crypto';
import { conflict, invalidInput, notAllowed, notFound } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { CannedReason, Prisma } from '../../generated/prisma/client';
import type { DecisionKind, SubjectKind } from '../../generated/prisma/enums';
import type { ArchiveCannedReason, CreateCannedReason, EditCannedReason } from './canned-reason.input';
import { lockCannedReasons } from './canned-reason.store';

/** More nobody finds anything in. */
const MOST = 200;
const MOST_ARCHIVED = 500;

export interface CannedReasonFilter {
  kind?: SubjectKind | null | undefined;
  decision?: DecisionKind | null | undefined;
  archived: boolean;
}

/** What those who judge often write. */
export class CannedReasonService {
  constructor(private readonly ctx: Context) {}

  list({ kind, decision, archived }: CannedReasonFilter): Promise<CannedReason[]> {
    return this.ctx.kept.db.prisma.cannedReason.findMany({
      where: {
        archivedAt: archived ? { not: null } : null,
        ...(kind && { OR: [{ kinds: { isEmpty: true } }, { kinds: { has: kind } }] }),
        ...(decision && { decisions: { has: decision } }),
      },
      orderBy: [{ position: 'asc' }, { code: 'asc' }],
      take: archived ? MOST_ARCHIVED : MOST,
    });
  }

  texts({ texts, fallback }: CannedReason): { language: string; text: string }[] {
    const all = Object.entries(texts as Record<string, string>).map(([language, text]) => ({ language, text }));
    return all.sort(
      (one, other) => Number(other.language === fallback) - Number(one.language === fallback) || (one.language < other.language ? -1 : 1),
    );
  }

  async useCount({ id }: CannedReason): Promise<number> {
    return (await this.ctx.loaders.usesByCannedReasonId.load(id))?.uses ?? 0;
  }

  async create(input: CreateCannedReason): Promise<CannedReason> {
    const made = await this.ctx.change('createCannedReason', input, async (step) => {
      await this.requireRoom(step);
      if (await step.tx.cannedReason.findUnique({ where: { code: input.code } }))
        throw invalidInput('code', 'must be one that no other reason has');
      const id = randomUUID();
      await step.tx.cannedReason.create({ data: { id, code: input.code, ...wordsOf(input), createdAt: step.now, updatedAt: step.now } });
      return id;
    });
    return this.require(made);
  }

  edit(input: EditCannedReason): Promise<CannedReason> {
    return this.change('editCannedReason', input, () => wordsOf(input));
  }

  archive(input: ArchiveCannedReason): Promise<CannedReason> {
    return this.change('archiveCannedReason', input, async (step, one) => {
      if (!input.archived && one.archivedAt) await this.requireRoom(step);
      return { archivedAt: input.archived ? (one.archivedAt ?? step.now) : null };
    });
  }

  private async change(
    operation: string,
    input: EditCannedReason | ArchiveCannedReason,
    changes: (
      step: Step,
      one: CannedReason,
    ) => Prisma.CannedReasonUncheckedUpdateManyInput | Promise<Prisma.CannedReasonUncheckedUpdateManyInput>,
  ): Promise<CannedReason> {
    const { cannedReasonId: id, version } = input;
    await this.ctx.change(operation, input, async (step) => {
      const known = await step.tx.cannedReason.findUnique({ where: { id } });
      if (!known) throw notFound('This reason');
      const data = { ...(await changes(step, known)), updatedAt: step.now, version: { increment: 1 } };
      const { count } = await step.tx.cannedReason.updateMany({ where: { id, version }, data });
      if (count === 0) throw conflict('The reason has another version by now. Read it again, then decide.');
      return id;
    });
    return this.require(id);
  }

  private async requireRoom(step: Step): Promise<void> {
    await lockCannedReasons(step);
    if ((await step.tx.cannedReason.count({ where: { archivedAt: null } })) >= MOST)
      throw notAllowed(`There are ${MOST} reasons. Put one away first.`);
  }

  private async require(id: string): Promise<CannedReason> {
    const one = await this.ctx.loaders.cannedReasonById.load(id);
    if (!one) throw notFound('This reason');
    return one;
  }
}

const wordsOf = ({ reason, texts, fallback, kinds, decisions, position }: Omit<CreateCannedReason, 'code' | 'idempotencyKey'>) => ({
  ...{ reason, fallback, kinds, decisions, position },
  texts: Object.fromEntries(texts.map(({ language, text }) => [language, text])),
});

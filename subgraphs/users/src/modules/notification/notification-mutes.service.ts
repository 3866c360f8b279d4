import { invalidInput } from '@marquee/platform';
import type { Context } from '../../context';
import type { NotificationTargetType } from '../../generated/prisma/client';
import type { MuteSubject } from './notification.input';

interface MutedSubjectView {
  type: NotificationTargetType;
  id: string;
  mutedAt: Date;
}

/** So many lines a person can look over, and more would be a way to fill the table. */
const MOST = 200;

/** Of what the viewer wants to hear nothing. */
export class NotificationMuteService {
  constructor(private readonly ctx: Context) {}

  async mute(input: MuteSubject): Promise<MutedSubjectView[]> {
    const { id: userId } = this.ctx.viewer;
    const subject = { userId, targetType: input.type, targetId: input.id };
    // One change of an account at a time, which `change` sees to: two cannot both be the last that there is room for.
    await this.ctx.change('muteSubject', input, async ({ tx, now }) => {
      await tx.mutedSubject.createMany({ data: [{ ...subject, createdAt: now }], skipDuplicates: true });
      if ((await tx.mutedSubject.count({ where: { userId } })) > MOST) throw invalidInput('id', `at most ${MOST} things can be muted`);
    });
    return this.list(userId);
  }

  async unmute(input: MuteSubject): Promise<MutedSubjectView[]> {
    const { id: userId } = this.ctx.viewer;
    const where = { userId, targetType: input.type, targetId: input.id };
    await this.ctx.change('unmuteSubject', input, ({ tx }) => tx.mutedSubject.deleteMany({ where }));
    return this.list(userId);
  }

  async list(userId: string): Promise<MutedSubjectView[]> {
    const orderBy = [{ createdAt: 'desc' }, { targetId: 'asc' }] as const;
    const rows = await this.ctx.kept.db.prisma.mutedSubject.findMany({ where: { userId }, orderBy: [...orderBy] });
    return rows.map(({ targetType, targetId, createdAt }) => ({ type: targetType, id: targetId, mutedAt: createdAt }));
  }
}

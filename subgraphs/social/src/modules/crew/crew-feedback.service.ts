import { invalidInput, isId, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import { lockGroup } from '../group/group.store';
import { activeAmong } from '../person/person.store';
import type { PersonService } from '../person/person.service';
import type { GiveCrewFeedback } from './crew-feedback.input';
import { askingCrew, companionsIn } from './crew-feedback.sql';
import { companionsOf } from './crew-feedback.store';
import type { CompanionView, FeedbackView } from './crew.types';
import { GOOD, shown } from './karma';

/** What people say of each other whom a crew has brought together, and what follows from it. */
export class CrewFeedbackService {
  constructor(
    private readonly ctx: Context,
    private readonly persons: PersonService,
  ) {}

  /** Not by who sees the group: somebody who deletes it ends no feedback. */
  async of(groupId: string): Promise<FeedbackView | null> {
    const { viewer, kept } = this.ctx;
    if (!isId(groupId)) return null;
    const [asking] = await kept.db.query<FeedbackView>(askingCrew(groupId, viewer.id, kept.clock.now()));
    return asking ?? null;
  }

  people({ groupId }: FeedbackView): Promise<CompanionView[]> {
    return this.ctx.kept.db.query<CompanionView>(companionsIn(groupId, this.ctx.viewer.id));
  }

  async give(input: GiveCrewFeedback): Promise<FeedbackView> {
    const giverId = this.ctx.viewer.id;
    const { groupId, answers } = input;
    await this.ctx.change('giveCrewFeedback', input, async (step) => {
      const { tx, now } = step;
      // People before the group, as in an erasure.
      await activeAmong(
        step,
        answers.map(({ userId }) => userId),
      );
      await lockGroup(step, groupId);
      const asking = askingCrew(groupId, giverId, now);
      if ((await tx.$queryRawUnsafe<unknown[]>(asking.text, ...asking.values)).length === 0) throw notFound('This crew');
      const met = new Set((await companionsOf(step, groupId, giverId)).map(({ userId }) => userId));
      const stranger = answers.findIndex(({ userId }) => !met.has(userId));
      if (stranger >= 0) throw invalidInput(`answers.${stranger}.userId`, 'must be one of those whom you met in this crew');
      for (const { userId: receiverId, wouldMeetAgain: again } of answers) {
        const key = { groupId, giverId, receiverId };
        if (again == null) await tx.crewFeedback.deleteMany({ where: key });
        else
          await tx.crewFeedback.upsert({
            where: { groupId_giverId_receiverId: key },
            create: { ...key, again, givenAt: now },
            update: { again, givenAt: now },
          });
      }
      return groupId;
    });
    const feedback = await this.of(groupId);
    if (!feedback) throw notFound('This crew');
    return feedback;
  }

  async karmaOf(userId: string): Promise<number | null> {
    if (userId !== this.ctx.viewerId) return null;
    const karma = await this.ctx.loaders.crewKarmaByUserId.load(userId);
    return karma && shown(karma.score);
  }

  async isGoodCompany(userId: string): Promise<boolean> {
    if (!(await this.persons.byId(userId))) return false;
    const karma = await this.ctx.loaders.crewKarmaByUserId.load(userId);
    return karma !== null && shown(karma.score) >= GOOD;
  }
}

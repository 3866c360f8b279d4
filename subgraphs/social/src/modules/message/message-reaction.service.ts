import { notAllowed, notFound } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { Message } from '../../generated/prisma/client';
import { mayReact } from '../room/room-rights';
import type { ReactToMessage } from './message.input';
import type { MessageService } from './message.service';
import { lockMessage } from './message.store';

/** Different signs that a message may have. */
const MOST_SIGNS = 20;

/** Answers to a message with one sign. The message is held, and not its room: nobody who speaks waits for it. */
export class ReactionService {
  constructor(
    private readonly ctx: Context,
    private readonly messages: MessageService,
  ) {}

  async react(input: ReactToMessage): Promise<Message> {
    const { emoji } = input;
    const userId = this.ctx.viewer.id;
    const id = await this.ctx.change('reactToMessage', input, async (step) => {
      const { message, room } = await lockMessage(step, input.messageId, userId);
      if (message.text === null) throw notFound('This message');
      if (!mayReact(room, step.kept.clock.now())) throw notAllowed('You can read here, but not react now.');
      await this.requireFewSigns(step, message.id, emoji);
      const row = { messageId: message.id, userId, emoji, reactedAt: step.kept.clock.now() };
      const { count } = await step.tx.messageReaction.createMany({ data: [row], skipDuplicates: true });
      if (count > 0) step.push(channels.changes(room.id));
      return message.id;
    });
    return this.messages.require(id);
  }

  async takeBack(input: ReactToMessage): Promise<Message> {
    const { emoji } = input;
    const userId = this.ctx.viewer.id;
    const id = await this.ctx.change('removeReaction', input, async (step) => {
      const { message, room } = await lockMessage(step, input.messageId, userId);
      const { count } = await step.tx.messageReaction.deleteMany({ where: { messageId: message.id, userId, emoji } });
      if (count > 0) step.push(channels.changes(room.id));
      return message.id;
    });
    return this.messages.require(id);
  }

  private async requireFewSigns({ tx }: Step, messageId: string, emoji: string): Promise<void> {
    const signs = await tx.messageReaction.findMany({
      where: { messageId },
      distinct: ['emoji'],
      select: { emoji: true },
      take: MOST_SIGNS + 1,
    });
    if (signs.length >= MOST_SIGNS && !signs.some((sign) => sign.emoji === emoji))
      throw notAllowed(`A message has at most ${MOST_SIGNS} different signs.`);
  }
}

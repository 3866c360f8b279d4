import type { Context } from '../../context';
import type { UpdateChatSettings } from './chat-settings.input';
import { AT_FIRST, lockSettings, tellInRooms } from './chat-settings.store';
import type { ChatSettingsView } from './chat-settings.types';

/** What the viewer chooses for all their rooms. */
export class ChatSettingsService {
  constructor(private readonly ctx: Context) {}

  async mine(): Promise<ChatSettingsView> {
    const { kept, viewer } = this.ctx;
    return (await kept.db.prisma.chatSettings.findUnique({ where: { userId: viewer.id } })) ?? AT_FIRST;
  }

  /** May the viewer open a room with this person? */
  async mayWriteTo(userId: string): Promise<boolean> {
    return (await this.ctx.loaders.takesMessagesOfViewer.load(userId)) !== null;
  }

  async update(input: UpdateChatSettings): Promise<ChatSettingsView> {
    const { id: userId } = this.ctx.viewer;
    await this.ctx.change('updateChatSettings', input, async (step) => {
      const before = await lockSettings(step, userId);
      const readReceipts = input.readReceipts ?? before.readReceipts;
      const whoMayWrite = input.whoMayWrite ?? before.whoMayWrite;
      const lastSeen = input.lastSeen ?? before.lastSeen;
      await step.tx.chatSettings.update({ where: { userId }, data: { readReceipts, whoMayWrite, lastSeen, updatedAt: step.now } });
      if (readReceipts !== before.readReceipts) await tellInRooms(step, userId);
      return userId;
    });
    return this.mine();
  }
}

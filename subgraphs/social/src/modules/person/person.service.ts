import { isId } from '@marquee/platform';
import type { Context } from '../../context';
import type { PersonCopy, Visibility } from '../../generated/prisma/client';

/** Who may know what of whom; the gate before everything a person shows. */
export class PersonService {
  constructor(private readonly ctx: Context) {}

  /** The copy of somebody the viewer may know of; null for the unknown, the suspended and the erased, and people in a block. */
  async byId(userId: string): Promise<PersonCopy | null> {
    if (!isId(userId)) return null;
    const person = await this.ctx.loaders.personById.load(userId);
    return person?.active && !(await this.isBlocked(userId)) ? person : null;
  }

  /** False once the viewer is suspended or erased: an access token outlives both by some minutes. */
  async viewerIsActive(): Promise<boolean> {
    return (await this.ctx.loaders.personById.load(this.ctx.viewer.id))?.active ?? true;
  }

  /** Has one of the viewer and this person blocked the other? */
  async isBlocked(userId: string): Promise<boolean> {
    return (await this.ctx.loaders.blockWithViewer.load(userId)) !== null;
  }

  /**
   * Is there any block between the viewer and somebody else? A person in a block may be shown less than others where people speak. Read
   * anew each time, for streams.
   */
  async viewerIsInABlock(): Promise<boolean> {
    const { id } = this.ctx.viewer;
    const where = { OR: [{ blockerId: id }, { blockedId: id }] };
    return (await this.ctx.kept.db.prisma.block.findFirst({ where, select: { blockerId: true } })) !== null;
  }

  async isFriend(userId: string): Promise<boolean> {
    return (await this.ctx.loaders.friendshipWithViewer.load(userId)) !== null;
  }

  /** Does this person show the viewer what has this visibility? To people in a block nothing is public. */
  async shows(ownerId: string, visibility: Visibility): Promise<boolean> {
    if (this.ctx.viewerId === ownerId) return true;
    if (visibility === 'PRIVATE' || (await this.isBlocked(ownerId))) return false;
    return visibility === 'PUBLIC' || this.isFriend(ownerId);
  }
}

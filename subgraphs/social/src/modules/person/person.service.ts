import { isId, notFound } from '@marquee/platform';
import type { Tx } from '../../db';
import { viewerOf, type Deps } from '../../deps';
import type { Person, Visibility } from '../../generated/prisma/client';

/** Who may know what of whom; the gate before everything a person shows. */
export class PersonService {
  constructor(private readonly deps: Deps) {}

  /** Has one of the viewer and this person blocked the other? */
  async blocked(userId: string): Promise<boolean> {
    return (await this.deps.loaders.blockWithViewer.load(userId)) !== null;
  }

  /**
   * Is there any block between this person and somebody else? Whoever is in one may be shown less than others where people speak. Read
   * anew each time, for streams.
   */
  async isInABlock(userId: string): Promise<boolean> {
    const where = { OR: [{ blockerId: userId }, { blockedId: userId }] };
    return (await this.deps.db.prisma.block.findFirst({ where, select: { blockerId: true } })) !== null;
  }

  async isFriend(userId: string): Promise<boolean> {
    return (await this.deps.loaders.friendshipWithViewer.load(userId)) !== null;
  }

  /** Does this person show the viewer what has this visibility? To people in a block nothing is public. */
  async shows(owner: string, visibility: Visibility): Promise<boolean> {
    const viewer = this.deps.caller.viewer;
    if (viewer?.id === owner) return true;
    if (visibility === 'PRIVATE' || (await this.blocked(owner))) return false;
    return visibility === 'PUBLIC' || this.isFriend(owner);
  }

  /** The copy of somebody the viewer may know of; null for the unknown, the suspended and the erased, and people in a block. */
  async find(userId: string): Promise<Person | null> {
    if (!isId(userId)) return null;
    const person = await this.deps.loaders.personById.load(userId);
    return person?.active && !(await this.blocked(userId)) ? person : null;
  }

  /** For changes: reads in the transaction, under whatever lock the caller took, that this person can be dealt with. */
  async require(tx: Tx, userId: string): Promise<void> {
    const me = viewerOf(this.deps).id;
    const person = await tx.person.findUnique({ where: { id: userId }, select: { active: true } });
    const blocks = await tx.block.count({
      where: {
        OR: [
          { blockerId: me, blockedId: userId },
          { blockerId: userId, blockedId: me },
        ],
      },
    });
    if (!person?.active || blocks > 0) throw notFound('This person');
  }
}

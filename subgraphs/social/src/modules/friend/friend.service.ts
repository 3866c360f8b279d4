import { refTo, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { PersonService } from '../person/person.service';
import type { PersonPage } from '../person/person.types';
import { FRIENDS, MUTUAL_FRIENDS } from './friend.sql';

/** Lists of friends, as far as their owner shows them to the viewer. */
export class FriendService {
  constructor(
    private readonly ctx: Context,
    private readonly people: PersonService,
  ) {}

  async ofUser(userId: string, args: PageArguments): Promise<PersonPage | null> {
    const page = FRIENDS.keyset.page(args);
    if (!(await this.areShown(userId))) return null;
    const { friendsPage, friendCountByUserId } = this.ctx.loaders;
    return FRIENDS.keyset.connection(await friendsPage.load({ id: userId, page }), page, {
      node: ({ id }) => refTo(id),
      totalCount: async () => (await friendCountByUserId.load(userId))?.count ?? 0,
    });
  }

  async mutualWith(userId: string, args: PageArguments): Promise<PersonPage | null> {
    const page = MUTUAL_FRIENDS.keyset.page(args);
    const { viewerId, loaders } = this.ctx;
    if (!viewerId || viewerId === userId || !(await this.areShown(userId))) return null;
    const { mutualFriendsPage, mutualFriendCountByUserId } = loaders;
    return MUTUAL_FRIENDS.keyset.connection(await mutualFriendsPage.load({ id: userId, page }), page, {
      node: ({ id }) => refTo(id),
      totalCount: async () => (await mutualFriendCountByUserId.load(userId))?.count ?? 0,
    });
  }

  /** People we have not been told about yet show nothing; the viewer sees their own all the same. */
  private async areShown(userId: string): Promise<boolean> {
    const person = await this.ctx.loaders.personById.load(userId);
    return this.people.shows(userId, person?.active ? person.friendsVisibility : 'PRIVATE');
  }
}

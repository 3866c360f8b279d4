import { invalidInput, refTo, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import { lockPair, requirePerson } from '../person/person.store';
import type { PersonService } from '../person/person.service';
import type { PersonPage } from '../person/person.types';
import { personFollowed } from './follow.facts';
import type { FollowUser, RemoveFollower, UnfollowUser } from './follow.input';
import { FOLLOWERS, FOLLOWING } from './follow.sql';

/** Following: one-way, without consent. */
export class FollowService {
  constructor(
    private readonly ctx: Context,
    private readonly people: PersonService,
  ) {}

  async follow(input: FollowUser): Promise<string> {
    const me = this.ctx.viewer.id;
    if (input.userId === me) throw invalidInput('userId', 'must be somebody else');
    return this.ctx.change('follow', input, async (step) => {
      await lockPair(step, me, input.userId);
      await requirePerson(step, input.userId, me);
      const follow = { followerId: me, followeeId: input.userId, createdAt: step.now };
      const { count } = await step.tx.follow.createMany({ data: [follow], skipDuplicates: true });
      if (count > 0) await step.tell(personFollowed(follow));
      return input.userId;
    });
  }

  /** Returns the id of the one who does not follow any more. */
  async removeFollower(input: RemoveFollower): Promise<string> {
    return this.ctx.change('removeFollower', input, async ({ tx }) => {
      await tx.follow.deleteMany({ where: { followerId: input.userId, followeeId: this.ctx.viewer.id } });
      return input.userId;
    });
  }

  async unfollow(input: UnfollowUser): Promise<string> {
    return this.ctx.change('unfollow', input, async ({ tx }) => {
      await tx.follow.deleteMany({ where: { followerId: this.ctx.viewer.id, followeeId: input.userId } });
      return input.userId;
    });
  }

  async viewerFollows(userId: string): Promise<boolean | null> {
    return this.ctx.viewerId === null ? null : (await this.ctx.loaders.followByViewer.load(userId)) !== null;
  }

  async followersOf(userId: string, args: PageArguments): Promise<PersonPage | null> {
    const page = FOLLOWERS.keyset.page(args);
    if (!(await this.people.shows(userId, 'PUBLIC'))) return null;
    const { followersPage, followerCountByUserId } = this.ctx.loaders;
    return FOLLOWERS.keyset.connection(await followersPage.load({ id: userId, page }), page, {
      node: ({ id }) => refTo(id),
      totalCount: async () => (await followerCountByUserId.load(userId))?.count ?? 0,
    });
  }

  async followedBy(userId: string, args: PageArguments): Promise<PersonPage | null> {
    const page = FOLLOWING.keyset.page(args);
    if (!(await this.people.shows(userId, 'PUBLIC'))) return null;
    const { followingPage, followingCountByUserId } = this.ctx.loaders;
    return FOLLOWING.keyset.connection(await followingPage.load({ id: userId, page }), page, {
      node: ({ id }) => refTo(id),
      totalCount: async () => (await followingCountByUserId.load(userId))?.count ?? 0,
    });
  }
}

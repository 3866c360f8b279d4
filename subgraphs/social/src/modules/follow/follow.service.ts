import { invalidInput, parsePage, toConnection, type PageArguments } from '@marquee/platform';
import { change } from '../../change';
import { viewerOf, type Deps } from '../../deps';
import { afterCursor } from '../../keyset';
import { lockPair } from '../connection/pair.lock';
import { PersonService } from '../person/person.service';
import type { PersonPage, PersonRef } from '../person/person.types';
import type { FollowInput } from './follow.input';

/** Following: one-way, without consent. */
export class FollowService {
  private readonly people: PersonService;

  constructor(private readonly deps: Deps) {
    this.people = new PersonService(deps);
  }

  async follow(input: FollowInput): Promise<PersonRef> {
    const me = viewerOf(this.deps).id;
    if (input.userId === me) throw invalidInput('userId', 'you cannot follow yourself.');
    await change(this.deps, { operation: 'follow', input }, async (tx) => {
      await lockPair(tx, me, input.userId);
      await this.people.require(tx, input.userId);
      await tx.follow.createMany({
        data: [{ followerId: me, followeeId: input.userId, createdAt: this.deps.clock.now() }],
        skipDuplicates: true,
      });
    });
    return { id: input.userId };
  }

  async unfollow(input: FollowInput): Promise<PersonRef> {
    const me = viewerOf(this.deps).id;
    await change(this.deps, { operation: 'unfollow', input }, async (tx) => {
      await tx.follow.deleteMany({ where: { followerId: me, followeeId: input.userId } });
    });
    return { id: input.userId };
  }

  async viewerFollows(userId: string): Promise<boolean | null> {
    const viewer = this.deps.caller.viewer;
    return viewer ? (await this.deps.loaders.followByViewer.load(userId)) !== null : null;
  }

  async followersOf(userId: string, args: PageArguments): Promise<PersonPage | null> {
    const { followersPage, followerCountByUserId } = this.deps.loaders;
    return this.page(userId, args, 'followers', followersPage, followerCountByUserId);
  }

  async followedBy(userId: string, args: PageArguments): Promise<PersonPage | null> {
    const { followingPage, followingCountByUserId } = this.deps.loaders;
    return this.page(userId, args, 'following', followingPage, followingCountByUserId);
  }

  private async page(
    userId: string,
    args: PageArguments,
    list: string,
    rows: Deps['loaders']['followersPage'],
    counts: Deps['loaders']['followerCountByUserId'],
  ): Promise<PersonPage | null> {
    const page = parsePage(args, { list, keyLength: 2 });
    if (page.from) afterCursor(page.from);
    if (!(await this.people.shows(userId, 'PUBLIC'))) return null;
    return toConnection(await rows.load({ id: userId, page }), page, (row) => [row.createdAt.toISOString(), row.id], {
      node: ({ id }) => ({ id }),
      totalCount: async () => (await counts.load(userId))?.count ?? 0,
    });
  }
}

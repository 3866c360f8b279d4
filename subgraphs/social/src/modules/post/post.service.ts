import { randomUUID } from 'node:crypto';
import { invalidInput, isId, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { staffMay } from '@marquee/schema/rules/event-rights';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Post } from '../../generated/prisma/client';
import { seenAmong } from '../event/event.store';
import { placeRow } from '../group/group-place';
import { requireWithinHour } from '../person/hourly-limit.store';
import type { PersonService } from '../person/person.service';
import { postChanged } from './post.facts';
import type { CreatePost, HidePost, OfPost, UpdatePost } from './post.input';
import { feedNewestFirst, postFeedOf, postsOfEvent, postsOfGroup, postsOfPerson } from './post.sql';
import { requirePost, requirePostToDelete, requireVoiceAtEvent, requireVoiceFor, requireVoiceInGroup } from './post.store';
import { followFeed } from './post.stream';
import type { PostPush } from './post.types';

/** Posts on profiles, in groups and about events. */
export class PostService {
  constructor(
    private readonly ctx: Context,
    private readonly people: PersonService,
  ) {}

  /** Null when it does not exist or the viewer may not see it. */
  async byId(id: string | null): Promise<Post | null> {
    return id !== null && isId(id) ? this.ctx.loaders.postById.load(id) : null;
  }

  async create(input: CreatePost): Promise<Post> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('createPost', input, async (step) => {
      const { tx, now } = step;
      const { groupId = null, eventId = null, eventCardId = null } = input;
      if (groupId) await requireVoiceInGroup(step, groupId, viewer.id);
      if (eventId) await requireVoiceAtEvent(step, eventId, viewer.id);
      if (eventCardId && !(await seenAmong(step, viewer, [eventCardId])).has(eventCardId))
        throw invalidInput('eventCardId', 'must be an event that you may see');
      const shared = input.sharedPostId ? await requirePost(step, viewer, input.sharedPostId) : null;
      await requireWithinHour(step, viewer, 'POSTS');
      const post = await tx.post.create({
        data: {
          ...{ id: randomUUID(), authorId: viewer.id, groupId, eventId, eventCardId },
          visibility: groupId || eventId ? 'PUBLIC' : input.visibility,
          ...{ text: input.text || null, imageUrls: input.imageUrls ?? [], ...placeRow(input.placeCard ?? null) },
          ...{ sharedPostId: shared?.sharedPostId ?? shared?.id ?? null, createdAt: now },
        },
      });
      await step.tell(postChanged(post, 'WRITTEN'));
      step.push(groupId ? channels.groupPosts(groupId) : channels.posts(viewer.id), { postId: post.id } satisfies PostPush);
      return post.id;
    });
    return this.require(id);
  }

  async update(input: UpdatePost): Promise<Post> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('updatePost', input, async (step) => {
      const post = await requirePost(step, viewer, input.postId);
      if (post.authorId !== viewer.id) throw notAllowed('Only its author may change a post.');
      await requireVoiceFor(step, post, viewer.id);
      if (input.visibility && (post.groupId || post.eventId))
        throw invalidInput('visibility', 'must be left out in a group and about an event');
      const text = input.text === undefined ? post.text : input.text || null;
      if (
        text === null &&
        post.imageUrls.length === 0 &&
        !post.eventCardId &&
        !post.sharedPostId &&
        !post.placeName &&
        post.latitude === null
      )
        throw invalidInput('text', 'must not be empty where nothing else is shown');
      const data = { text, visibility: input.visibility ?? post.visibility };
      if (data.text === post.text && data.visibility === post.visibility) return post.id;
      const edited = await step.tx.post.update({
        where: { id: post.id },
        data: { ...data, version: { increment: 1 }, editedAt: step.now },
      });
      await step.tell(postChanged(edited, 'EDITED'));
      return post.id;
    });
    return this.require(id);
  }

  /** Returns the id of the post. */
  async delete(input: OfPost): Promise<string> {
    const { viewer } = this.ctx;
    return this.ctx.change('deletePost', input, async (step) => {
      const post = await requirePostToDelete(step, viewer, input.postId);
      await step.tx.post.delete({ where: { id: post.id } });
      await step.tell(postChanged({ ...post, version: post.version + 1 }, 'DELETED'));
      return post.id;
    });
  }

  async like(input: OfPost): Promise<Post> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('likePost', input, async (step) => {
      const post = await requirePost(step, viewer, input.postId);
      await step.tx.postLike.createMany({ data: [{ postId: post.id, userId: viewer.id, createdAt: step.now }], skipDuplicates: true });
      return post.id;
    });
    return this.require(id);
  }

  async unlike(input: OfPost): Promise<Post> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('unlikePost', input, async (step) => {
      const post = await requirePost(step, viewer, input.postId);
      await step.tx.postLike.deleteMany({ where: { postId: post.id, userId: viewer.id } });
      return post.id;
    });
    return this.require(id);
  }

  async hide(input: HidePost): Promise<Post> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('hidePost', input, async (step) => {
      const { id: postId } = await requirePost(step, viewer, input.postId);
      const row = { userId: viewer.id, postId };
      if (input.hidden) await step.tx.postHide.createMany({ data: [{ ...row, createdAt: step.now }], skipDuplicates: true });
      else await step.tx.postHide.deleteMany({ where: row });
      return postId;
    });
    return this.require(id);
  }

  async feed(args: PageArguments): Promise<Connection<Post>> {
    const page = feedNewestFirst.page(args);
    const { viewer, kept } = this.ctx;
    return feedNewestFirst.connection(await kept.db.query<Post>(postFeedOf(viewer.id, staffMay(viewer, 'SEE'), page)), page);
  }

  feedChanged(): Promise<AsyncIterableIterator<Post>> {
    return followFeed(this.ctx);
  }

  async ofPerson(userId: string, args: PageArguments): Promise<Connection<Post> | null> {
    const { keyset } = postsOfPerson(false);
    const page = keyset.page(args);
    if (!(await this.people.shows(userId, 'PUBLIC'))) return null;
    return keyset.connection(await this.ctx.loaders.postsOfPersonPage.load({ id: userId, page }), page);
  }

  /** `isShown`: the viewer sees what is in the group. */
  async ofGroup(groupId: string, isShown: boolean, args: PageArguments): Promise<Connection<Post> | null> {
    const { keyset } = postsOfGroup(false);
    const page = keyset.page(args);
    return isShown ? keyset.connection(await this.ctx.loaders.postsOfGroupPage.load({ id: groupId, page }), page) : null;
  }

  async ofEvent(eventId: string, args: PageArguments): Promise<Connection<Post>> {
    const { keyset } = postsOfEvent(false);
    const page = keyset.page(args);
    return keyset.connection(await this.ctx.loaders.postsOfEventPage.load({ id: eventId, page }), page);
  }

  /** Throws NotFound: a repeated request may come from somebody who may not see it any more. */
  async require(id: string): Promise<Post> {
    const post = await this.byId(id);
    if (!post) throw notFound('This post');
    return post;
  }
}

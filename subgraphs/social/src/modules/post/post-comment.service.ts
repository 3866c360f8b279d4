import { randomUUID } from 'node:crypto';
import { invalidInput, isId, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { PostComment } from '../../generated/prisma/client';
import { requireWithinHour } from '../person/hourly-limit.store';
import { commentChanged } from './post.facts';
import type { CommentOnPost, DeletePostComment } from './post.input';
import type { PostService } from './post.service';
import { COMMENTS_OF_POST, REPLIES_OF_COMMENT } from './post.sql';
import { requirePost, requireVoiceAt, runsPlaceOf } from './post.store';

/** Comments of two levels. */
export class PostCommentService {
  constructor(
    private readonly ctx: Context,
    private readonly posts: PostService,
  ) {}

  async comment(input: CommentOnPost): Promise<PostComment> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('commentOnPost', input, async (step) => {
      const { tx, now } = step;
      const post = await requirePost(step, viewer, input.postId);
      await requireVoiceAt(step, post, viewer.id);
      const answered = input.parentId
        ? await tx.postComment.findFirst({ where: { id: input.parentId, postId: post.id, removedAt: null } })
        : null;
      if (input.parentId && !answered) throw invalidInput('parentId', 'must be a comment on this post');
      await requireWithinHour(step, viewer, 'POSTS');
      const comment = await tx.postComment.create({
        data: {
          ...{ id: randomUUID(), postId: post.id, authorId: viewer.id, text: input.text, createdAt: now },
          parentId: answered?.parentId ?? answered?.id ?? null,
        },
      });
      await step.tell(commentChanged(comment, post, 'WRITTEN'));
      return comment.id;
    });
    const comment = isId(id) ? await this.ctx.kept.db.prisma.postComment.findUnique({ where: { id } }) : null;
    if (!comment || !(await this.posts.byId(comment.postId))) throw notFound('This comment');
    return comment;
  }

  /** Returns the id of the comment. */
  async delete(input: DeletePostComment): Promise<string> {
    const { viewer } = this.ctx;
    return this.ctx.change('deletePostComment', input, async (step) => {
      const comment = await step.tx.postComment.findUnique({ where: { id: input.commentId } });
      if (!comment) throw notFound('This comment');
      const post = await step.tx.post.findUniqueOrThrow({ where: { id: comment.postId } });
      if (![comment.authorId, post.authorId].includes(viewer.id) && !(await runsPlaceOf(step, post, viewer.id))) {
        await requirePost(step, viewer, post.id);
        throw notAllowed('This comment is somebody else’s.');
      }
      const { count } = await step.tx.postComment.deleteMany({ where: { id: comment.id } });
      if (count > 0) await step.tell(commentChanged(comment, post, 'DELETED'));
      return comment.id;
    });
  }

  async ofPost(postId: string, args: PageArguments): Promise<Connection<PostComment>> {
    const page = COMMENTS_OF_POST.keyset.page(args);
    const { commentsPage, commentCountByPostId } = this.ctx.loaders;
    return COMMENTS_OF_POST.keyset.connection(await commentsPage.load({ id: postId, page }), page, {
      totalCount: async () => (await commentCountByPostId.load(postId))?.count ?? 0,
    });
  }

  async replies(commentId: string, args: PageArguments): Promise<Connection<PostComment>> {
    const page = REPLIES_OF_COMMENT.keyset.page(args);
    const { repliesPage, replyCountByCommentId } = this.ctx.loaders;
    return REPLIES_OF_COMMENT.keyset.connection(await repliesPage.load({ id: commentId, page }), page, {
      totalCount: async () => (await replyCountByCommentId.load(commentId))?.count ?? 0,
    });
  }
}

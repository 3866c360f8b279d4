import type { Step } from '../../context';
import { commentChanged, postChanged } from './post.facts';
import { postWithin } from './post.sql';
import type { ReportedPost } from './post.types';

/** A post as somebody can report it who may see it where it stands. A block changes nothing: who has blocked a person may still report them. */
export async function postSeenBy({ tx }: Step, postId: string, viewerId: string): Promise<ReportedPost | null> {
  const seen = `SELECT 1 FROM posts p WHERE p.id = $1::uuid AND ${postWithin('$2', false)}`;
  if ((await tx.$queryRawUnsafe<unknown[]>(seen, postId, viewerId)).length === 0) return null;
  const { authorId, text, imageUrls, placeName } = await tx.post.findUniqueOrThrow({ where: { id: postId } });
  const images = Object.fromEntries(imageUrls.map((url, index) => [`image${index + 1}`, url]));
  return { authorId, parts: { ...(text !== null && { text }), ...images, ...(placeName !== null && { place: placeName }) } };
}

/** A comment, likewise, on a post that they may see. */
export async function commentSeenBy(step: Step, commentId: string, viewerId: string): Promise<ReportedPost | null> {
  const comment = await step.tx.postComment.findUnique({ where: { id: commentId } });
  if (!comment || comment.removedAt || !(await postSeenBy(step, comment.postId, viewerId))) return null;
  const author = await step.tx.personCopy.findUnique({ where: { id: comment.authorId }, select: { active: true } });
  return author?.active ? { authorId: comment.authorId, parts: { text: comment.text } } : null;
}

/** Takes a post away, or puts it back, unless something later was decided. */
export async function decidePost(step: Step, postId: string, removed: boolean, decidedAt: Date): Promise<void> {
  const [post] = await step.tx.post.updateManyAndReturn({
    where: { id: postId, OR: [{ decidedAt: null }, { decidedAt: { lte: decidedAt } }] },
    data: { removedAt: removed ? decidedAt : null, decidedAt, version: { increment: 1 } },
  });
  if (post) await step.tell(postChanged(post, removed ? 'DELETED' : 'EDITED'));
}

/** A comment, likewise; what was answered to it goes and comes with it. */
export async function decideComment(step: Step, commentId: string, removed: boolean, decidedAt: Date): Promise<void> {
  const [comment] = await step.tx.postComment.updateManyAndReturn({
    where: { id: commentId, OR: [{ decidedAt: null }, { decidedAt: { lte: decidedAt } }] },
    data: { removedAt: removed ? decidedAt : null, decidedAt },
  });
  if (!comment || !removed) return;
  await step.tell(commentChanged(comment, await step.tx.post.findUniqueOrThrow({ where: { id: comment.postId } }), 'DELETED'));
}

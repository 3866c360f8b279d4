import { useQuery } from '@apollo/client/react';
import {
  CreatePostDocument,
  DeletePostDocument,
  GroupPostsDocument,
  LikePostDocument,
  UnlikePostDocument,
  type GroupPostsQuery,
} from '@marquee/client/operations';
import { useState } from 'react';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { moment } from '../../parts/format';
import { More } from '../../parts/more';
import { Empty, Shown } from '../../parts/states';
import { text } from '../../text';

const PAGE = 20;
const REFETCH = { refetch: ['GroupPosts'] };

type Post = NonNullable<NonNullable<GroupPostsQuery['group']>['posts']>['nodes'][number];

/** What members write for each other. */
export function GroupPosts({ groupId, viewerId }: { groupId: string; viewerId: string }) {
  const { fetchMore, ...result } = useQuery(GroupPostsDocument, { variables: { groupId, first: PAGE }, fetchPolicy: 'cache-and-network' });
  return (
    <section aria-label={text.groups.posts}>
      <h2>{text.groups.posts}</h2>
      <Write groupId={groupId} />
      <Shown of={result}>
        {({ group }) => {
          const posts = group?.posts;
          if (!posts || posts.nodes.length === 0) return <Empty>{text.groups.noPosts}</Empty>;
          return (
            <>
              <ul className="list">
                {posts.nodes.map((post) => (
                  <Entry key={post.id} post={post} isOwn={post.author?.id === viewerId} />
                ))}
              </ul>
              <More after={posts.pageInfo} load={(after) => fetchMore({ variables: { after } })} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}

function Write({ groupId }: { groupId: string }) {
  const create = useAction(CreatePostDocument, REFETCH);
  // Another one takes the place of the form that was sent.
  const [sent, setSent] = useState(0);
  const send = async ({ text: written = '' }: Record<string, string>) => {
    if (await create.run({ groupId, text: written.trim() })) setSent(sent + 1);
  };
  return (
    <Form
      key={sent}
      label={text.groups.write}
      busy={create.busy}
      problem={create.problem}
      submit={text.groups.publish}
      onSubmit={(values) => void send(values)}
    >
      <Field label={text.groups.write}>
        <textarea name="text" maxLength={5_000} required />
      </Field>
    </Form>
  );
}

function Entry({ post: { id, author, text: said, createdAt, likeCount, viewerLikes }, isOwn }: { post: Post; isOwn: boolean }) {
  const like = useAction(LikePostDocument);
  const unlike = useAction(UnlikePostDocument);
  const remove = useAction(DeletePostDocument, REFETCH);
  const problem = like.problem ?? unlike.problem ?? remove.problem;
  return (
    <li className="card">
      <p className="soft">
        {author?.displayName ?? text.event.somebody} · <time dateTime={createdAt}>{moment(createdAt)}</time>
      </p>
      <p className="prose">{said}</p>
      <div className="buttons">
        <button
          type="button"
          className="small"
          aria-pressed={viewerLikes === true}
          onClick={() => void (viewerLikes ? unlike : like).run({ postId: id })}
        >
          {text.groups.like(likeCount)}
        </button>
        {isOwn && (
          <button type="button" className="small quiet" aria-disabled={remove.busy} onClick={() => void remove.run({ postId: id })}>
            {text.chat.delete}
          </button>
        )}
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </li>
  );
}

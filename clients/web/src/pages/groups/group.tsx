import { useQuery } from '@apollo/client/react';
import { GroupDocument, type GroupQuery } from '@marquee/client/operations';
import { Link, useParams } from 'wouter';
import { Page } from '../../parts/page';
import { Shown } from '../../parts/states';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';
import { Membership } from './membership';
import { GroupPeople } from './group-people';
import { GroupPolls } from './group-polls';
import { GroupPosts } from './group-posts';

export type ShownGroup = NonNullable<GroupQuery['group']>;

export default function Group() {
  const { id } = useParams<{ id: string }>();
  const result = useQuery(GroupDocument, { variables: { id, members: 1 }, fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ group }) =>
        group ? (
          <Whole group={group} />
        ) : (
          <Page title={text.groups.gone}>
            <p>{text.groups.goneMore}</p>
          </Page>
        )
      }
    </Shown>
  );
}

function Whole({ group }: { group: ShownGroup }) {
  const { viewer } = useViewer();
  const { id, name, description, privacy, memberCount, viewerMembership, chatRoom } = group;
  return (
    <Page
      title={name}
      actions={
        chatRoom && (
          <Link className="button main" href={`/chat/${chatRoom.id}`}>
            {text.groups.room} {chatRoom.unreadCount > 0 && <span className="count">{text.shell.unread(chatRoom.unreadCount)}</span>}
          </Link>
        )
      }
    >
      <p className="soft">
        {text.groups.privacies[privacy]} · {text.groups.members(memberCount)}
      </p>
      {description && <p className="prose">{description}</p>}
      {viewer ? (
        <Membership group={group} />
      ) : (
        <p>
          <Link href={`/sign-in?next=${encodeURIComponent(`/groups/${id}`)}`}>{text.groups.signIn}</Link>
        </p>
      )}
      {viewer && viewerMembership && (
        <div className="sides even">
          <div>
            <GroupPosts groupId={id} viewerId={viewer.user.id} />
          </div>
          <div>
            <GroupPolls groupId={id} />
            <GroupPeople group={group} role={viewerMembership.role} viewerId={viewer.user.id} />
          </div>
        </div>
      )}
    </Page>
  );
}

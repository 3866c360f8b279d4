import { useApolloClient, useSubscription } from '@apollo/client/react';
import { NotificationReceivedDocument } from '@marquee/client/operations';
import { tell } from '../parts/notices';

/** What happens is told as it happens, on every page; the number beside the list, and the list where it is open, are asked for anew. */
export function News() {
  const apollo = useApolloClient();
  useSubscription(NotificationReceivedDocument, {
    ignoreResults: true,
    onData: ({ data }) => {
      const notification = data.data?.notificationReceived;
      if (!notification) return;
      tell(notification.title);
      void apollo.refetchQueries({ include: 'active', onQueryUpdated: ({ queryName }) => NEWS.includes(queryName ?? '') });
    },
  });
  return null;
}

const NEWS = ['SignedIn', 'Notifications'];

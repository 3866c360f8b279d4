import type { Marquee } from '@marquee/client';
import { AttendanceChangedDocument, EventPageDocument } from '@marquee/client/operations';
import { ApolloProvider, useQuery, useSubscription } from '@apollo/client/react';

function EventPage({ id }: { id: string }) {
  const { data, loading, error } = useQuery(EventPageDocument, { variables: { id } });
  // What arrives goes into the cache, and the query above shows it: no request follows.
  useSubscription(AttendanceChangedDocument, { variables: { eventId: id }, ignoreResults: true });
  if (error) return <p role="alert">{error.message}</p>;
  if (loading || !data) return <p>Loading</p>;
  if (!data.event) return <p>There is no such event, or it is not for you.</p>;
  const { title, attendanceCounts } = data.event;
  return (
    <main>
      <h1>{title}</h1>
      <p>{attendanceCounts.going} are going</p>
    </main>
  );
}

export const App = ({ marquee, eventId }: { marquee: Marquee; eventId: string }) => (
  <ApolloProvider client={marquee.apollo}>
    <EventPage id={eventId} />
  </ApolloProvider>
);

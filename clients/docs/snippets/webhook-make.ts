import { isRefusal, type Marquee } from '@marquee/client';
import { CreateWebhookDocument } from '@marquee/client/operations';

/** Tells `url` of the person's events as they come on show. Returns the secret, which is shown this once. */
export async function tellOfEvents({ apollo }: Marquee, url: string): Promise<string> {
  const { data } = await apollo.mutate({
    mutation: CreateWebhookDocument,
    variables: {
      input: {
        name: 'My calendar',
        url,
        scopes: ['EVENTS_READ'],
        topics: [{ topic: 'EVENT_PUBLISHED', query: 'query ($eventId: ID!) { event(id: $eventId) { id title startsAt venue { name } } }' }],
      },
    },
  });
  const outcome = data!.createWebhook;
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.secret;
}

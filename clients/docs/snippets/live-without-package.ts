import { createClient } from 'graphql-ws';

const QUERY = 'subscription ($roomId: ID!, $since: Int) { messageAdded(roomId: $roomId, since: $since) { sequence text } }';

/** graphql-ws alone: it sends the payload anew into each socket that it opens, so the position is put in at that moment. */
export function messages(
  url: string,
  accessToken: () => Promise<string>,
  roomId: string,
  since: number,
  show: (text: string | null) => void,
  webSocketImpl?: unknown,
): () => void {
  let position = since;
  const client = createClient({
    url,
    webSocketImpl,
    // A function: every attempt brings a valid token.
    connectionParams: async () => ({ authorization: `Bearer ${await accessToken()}` }),
    retryAttempts: Infinity,
    // Otherwise a connection that cannot be opened is not tried again.
    shouldRetry: () => true,
  });
  return client.subscribe<{ messageAdded: { sequence: number; text: string | null } }>(
    { query: QUERY, variables: { toJSON: () => ({ roomId, since: position }) } as unknown as Record<string, unknown> },
    {
      next: ({ data }) => {
        if (!data || data.messageAdded.sequence <= position) return;
        position = data.messageAdded.sequence;
        show(data.messageAdded.text);
      },
      error: console.error,
      complete: () => {},
    },
  );
}

/** No package at all: a program on a server that asks a question. */
export async function titles(url: string, query: string, authorization?: string): Promise<string[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      'apollographql-client-name': 'my-server',
      ...(authorization ? { authorization } : {}),
    },
    body: JSON.stringify({
      query: 'query Titles($query: String) { searchEvents(query: $query, first: 10) { nodes { title } } }',
      variables: { query },
    }),
  });
  const { data, errors } = (await response.json()) as {
    data?: { searchEvents: { nodes: { title: string }[] } };
    errors?: { message: string; extensions: { code: string; retryAfter?: number } }[];
  };
  if (errors?.length) throw new Error(`${errors[0]!.extensions.code}: ${errors[0]!.message}`);
  return data!.searchEvents.nodes.map(({ title }) => title);
}

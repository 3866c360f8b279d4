// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the asker knows what it asked for
type Json = any;

export interface Answer {
  data: Json;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

/** Sends an operation as a client does. */
export async function post(url: string, token: string | null, query: string, variables: Record<string, unknown>): Promise<Answer> {
  const response = await ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify({ query, variables }),
  });
  return response;
}

/** An answer that does not come is an answer, too. */
const ask = (url: string, request: RequestInit): Promise<Answer> =>
  fetch(url, request).then(
    async (response) => (await response.json()) as Answer,
    (error: Error) => ({ data: null, errors: [{ message: error.message, extensions: { code: 'UNREACHABLE' } }] }),
  );

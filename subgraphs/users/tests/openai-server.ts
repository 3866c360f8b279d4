import { z } from '@marquee/platform';
import { providerServer, type Answered, type Asked, type ProviderServer } from './provider-server';

// Written from the reference of OpenAI's "Create chat completion" (POST /chat/completions), not from the adapter.

export const ADVISER_KEY = 'sk-only-for-tests';
export const ADVISER_MODEL = 'gpt-4o-mini';

const content = z.string().min(1);
/** The parameters of the reference that a request for a text may have. */
const request = z.strictObject({
  model: z.string().min(1),
  messages: z
    .array(
      z.discriminatedUnion('role', [
        z.strictObject({ role: z.literal('developer'), content, name: z.string().optional() }),
        z.strictObject({ role: z.literal('system'), content, name: z.string().optional() }),
        z.strictObject({ role: z.literal('user'), content, name: z.string().optional() }),
      ]),
    )
    .min(1),
  response_format: z.strictObject({ type: z.enum(['text', 'json_object']) }).optional(),
  temperature: z.number().min(0).max(2).optional(),
  max_completion_tokens: z.int().positive().optional(),
  n: z.int().positive().optional(),
  stream: z.literal(false).optional(),
});

/** The chat completion object, as the reference shows it. */
const completion = z.strictObject({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.strictObject({
      index: z.int(),
      message: z.strictObject({ role: z.literal('assistant'), content: z.string(), refusal: z.null(), annotations: z.array(z.never()) }),
      logprobs: z.null(),
      finish_reason: z.enum(['stop', 'length', 'content_filter']),
    }),
  ),
  usage: z.strictObject({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() }),
  service_tier: z.string(),
  system_fingerprint: z.string().nullable(),
});

/** An error, as the reference shows it. */
export const openAiError = (status: number, code: string, headers: Record<string, string> = {}): Answered => ({
  status,
  headers,
  body: { error: { message: `It failed: ${code}`, type: 'invalid_request_error', param: null, code } },
});

export const completed = (text: string): Answered => ({
  status: 200,
  body: completion.parse({
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1_764_000_000, model: ADVISER_MODEL, service_tier: 'default' },
    choices: [
      { index: 0, message: { role: 'assistant', content: text, refusal: null, annotations: [] }, logprobs: null, finish_reason: 'stop' },
    ],
    ...{ usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }, system_fingerprint: null },
  }),
});

export interface OpenAiServer extends ProviderServer {
  /** What the model says. */
  says: string;
  /** Messages that it was given, in the order in which they came. */
  taken: { role: string; content: string }[][];
  /** Requests that the reference does not allow. */
  wrong: string[];
}

/** A server that speaks Chat Completions, on this machine. */
export async function openAiServer(): Promise<OpenAiServer> {
  const taken: OpenAiServer['taken'] = [];
  const wrong: string[] = [];
  const answer = ({ method, path, headers, body }: Asked): Answered => {
    if (headers.authorization !== `Bearer ${ADVISER_KEY}`) return openAiError(401, 'invalid_api_key');
    if (method !== 'POST' || path !== '/v1/chat/completions') {
      wrong.push(`${method} ${path}`);
      return openAiError(404, 'unknown_url');
    }
    const parsed = headers['content-type'] === 'application/json' ? request.safeParse(JSON.parse(body)) : null;
    // The reference: without the word in a message the server refuses to answer in JSON.
    const isWhole = parsed?.success && (parsed.data.response_format?.type !== 'json_object' || /json/i.test(body));
    if (!isWhole) {
      wrong.push(parsed?.error?.message ?? 'content type, or JSON is not named');
      return openAiError(400, 'invalid_value');
    }
    if (parsed.data.model !== ADVISER_MODEL) return openAiError(404, 'model_not_found');
    taken.push(parsed.data.messages);
    return completed(server.says);
  };
  const server: OpenAiServer = Object.assign(await providerServer(answer), { taken, wrong, says: '{"suggestions":[]}' });
  return server;
}

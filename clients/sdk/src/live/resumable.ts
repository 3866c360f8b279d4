import { parse } from 'graphql';
import type { Client, Sink, SubscribePayload } from 'graphql-ws';
import { Resumption, type ResumeOptions } from './resumption.js';
import { placeOf, type StreamPlace } from './streams.js';

/**
 * A graphql-ws client whose streams go on where they broke off. A socket that reconnects by itself sends each subscription again as it
 * was first sent; this one sends it with the position of the last event that arrived, so nothing is lost and nothing comes twice.
 *
 * @example new GraphQLWsLink(resumable(createClient({ url })))
 */
export function resumable(client: Client, options: ResumeOptions = {}): Client {
  const subscribe = (payload: SubscribePayload, sink: Sink<Result>) => {
    const place = placeOfText(payload.query);
    if (!place) return client.subscribe(payload, sink as Sink<never>);
    return follow(client, payload, sink, new Resumption(place, payload.variables ?? {}, options));
  };
  return {
    ...client,
    subscribe: subscribe as Client['subscribe'],
    iterate: ((payload) => iterate(subscribe, payload)) as Client['iterate'],
  };
}

interface Result {
  readonly data?: unknown;
}

function follow(client: Client, payload: SubscribePayload, sink: Sink<Result>, resumption: Resumption): () => void {
  let stopped = false;
  let stop = () => {};
  const fail = async (failure: unknown) => {
    const again = await resumption.recovers(failure);
    if (stopped) return;
    if (again) open();
    else sink.error(failure);
  };
  const open = () => {
    const request = {
      ...payload,
      // The client writes the payload anew into each socket that it opens.
      variables: { toJSON: () => resumption.variables() },
    };
    stop = client.subscribe(request, {
      next: (result) => {
        if (resumption.takes(result.data)) sink.next(result);
      },
      error: (failure) => void fail(failure),
      complete: () => sink.complete(),
    });
  };
  open();
  return () => {
    stopped = true;
    stop();
  };
}

/** The same as an async iterator, as graphql-ws has it. */
function iterate(subscribe: (payload: SubscribePayload, sink: Sink<Result>) => () => void, payload: SubscribePayload) {
  const waiting: Result[] = [];
  let ended: { readonly failure?: unknown } | null = null;
  let wake = () => {};
  const stop = subscribe(payload, {
    next: (result) => {
      waiting.push(result);
      wake();
    },
    error: (failure) => {
      ended = { failure };
      wake();
    },
    complete: () => {
      ended = {};
      wake();
    },
  });
  return (async function* () {
    try {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift()!;
        const end = ended as { readonly failure?: unknown } | null;
        if (end && 'failure' in end) throw end.failure;
        if (end) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      stop();
    }
  })();
}

const places = new Map<string, StreamPlace | null>();

/** Documents are few, and each is read once. */
function placeOfText(query: string | null | undefined): StreamPlace | null {
  if (!query) return null;
  let place = places.get(query);
  if (place === undefined) {
    try {
      place = placeOf(parse(query, { noLocation: true }));
    } catch {
      // The gateway says what is wrong with it.
      place = null;
    }
    places.set(query, place);
  }
  return place;
}

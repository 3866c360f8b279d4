import type { LiveStart } from '@marquee/platform';
import { anIssuer, aWorld, AUDIENCE, ISSUER, type WorldOptions } from '../kit';
import { aClient, until } from '../socket';
import { aChat } from './chat';

export const SAID = 'subscription ($room: ID!, $since: Int) { said(room: $room, since: $since) { sequence author { name } } }';

/** A chat behind a gateway, and people who listen to it, each with a socket of their own. */
export async function aChatWorld({ liveSpec, ...options }: WorldOptions & { liveSpec?: string } = {}) {
  const chat = aChat(liveSpec);
  const issuer = await anIssuer();
  const world = await aWorld(chat.plans, {
    tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE },
    ...options,
    settings: { connections: { perIp: 0 }, ...options.settings, live: { firstPauseMs: 20, maxPauseMs: 100, ...options.settings?.live } },
  });
  const clients: ReturnType<typeof aClient>[] = [];
  const live = () => world.gateway.statistics.live;

  const connect = async (viewerId: string | null) => {
    const client = aClient(
      world.gateway.socketUrl,
      viewerId === null ? {} : { token: await issuer.token({ sub: viewerId, sessionId: `of ${viewerId}` }) },
    );
    clients.push(client);
    return client;
  };
  return {
    chat,
    issuer,
    world,
    live,
    connect,
    listenAll: async (viewerIds: readonly string[]) => {
      const before = live().admitted;
      const all = await Promise.all(
        viewerIds.map(async (viewerId) => {
          const listening = (await connect(viewerId)).listen(SAID, { room: 'r' });
          return { ...listening, sequences: () => sequencesOf(listening.events) };
        }),
      );
      await until(() => live().admitted === before + viewerIds.length);
      return all;
    },
    /** Resolves when the right to the stream was given, or refused. Not at the same time as another. */
    async listen(viewerId: string | null, { query = SAID, ...variables }: { query?: string; room?: string; since?: number } = {}) {
      const client = await connect(viewerId);
      const before = live().admitted;
      const listening = client.listen(query, { room: 'r', ...variables });
      await until(() => live().admitted === before + 1 || listening.state.ended, `the right of ${viewerId}`);
      return { ...listening, client, sequences: () => sequencesOf(listening.events) };
    },
    /** Streams that the owner was asked for, in one mode. */
    asked: (mode: LiveStart['mode']) => world.subgraphs.chat!.received.filter(({ live }) => live?.mode === mode),
    async stop() {
      await Promise.all(clients.map(({ client }) => client.dispose()));
      await world.stop();
      await chat.close();
    },
  };
}

export type ChatWorld = Awaited<ReturnType<typeof aChatWorld>>;

export const sequencesOf = (events: readonly { data?: unknown }[]): number[] =>
  events.map(({ data }) => (data as { said: { sequence: number } }).said.sequence);

export const range = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

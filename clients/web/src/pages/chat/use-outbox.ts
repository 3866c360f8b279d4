import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { personOf } from '@marquee/client';
import { SendMessagesDocument } from '@marquee/client/operations';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { marquee } from '../../marquee';
import { Outbox, type Send, type Unsent } from './outbox';

const outboxes = new Map<string, Outbox>();

/** One for each person of this page: two screens that show a room send no message of it twice. */
function outboxOf(apollo: ApolloClient, personId: string): Outbox {
  const isTheirTurn = async () => personOf((await marquee.session.accessToken()) ?? '') === personId;
  const known = outboxes.get(personId) ?? new Outbox({ storage: localStorage, personId, isTheirTurn, send: sender(apollo) });
  outboxes.set(personId, known);
  return known;
}

const sender =
  (apollo: ApolloClient): Send =>
  async (messages) => {
    const { data } = await apollo.mutate({ mutation: SendMessagesDocument, variables: { input: { messages: [...messages] } } });
    const outcome = data!.sendMessages;
    if (outcome.__typename !== 'SendMessagesSuccess') return { stored: 0, stopped: outcome };
    return { stored: outcome.stored.length, stopped: outcome.stoppedBy };
  };

/** What is written in a room and not there yet. */
export function useOutbox(personId: string, roomId: string): { readonly outbox: Outbox; readonly unsent: readonly Unsent[] } {
  const apollo = useApolloClient();
  const outbox = outboxOf(apollo, personId);
  const all = useSyncExternalStore(outbox.subscribe, outbox.all);
  useEffect(() => {
    const flush = () => void outbox.flush();
    flush();
    addEventListener('online', flush);
    return () => removeEventListener('online', flush);
  }, [outbox]);
  return { outbox, unsent: useMemo(() => all.filter((one) => one.roomId === roomId), [all, roomId]) };
}

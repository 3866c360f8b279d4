import { useApolloClient, useSubscription } from '@apollo/client/react';
import { SetTypingDocument, TypingChangedDocument } from '@marquee/client/operations';
import { useEffect, useRef, useState } from 'react';
import { text } from '../../text';

/** Who stopped without saying so is forgotten after this. */
const SHOWN_MS = 6_000;
const TELL_EVERY_MS = 3_000;

/** Who writes just now. */
export function Typing({ roomId, viewerId }: { roomId: string; viewerId: string }) {
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const known = timers.current;
    return () => known.forEach(clearTimeout);
  }, []);
  const forget = (id: string) => setNames((all) => Object.fromEntries(Object.entries(all).filter(([one]) => one !== id)));
  useSubscription(TypingChangedDocument, {
    variables: { roomId },
    ignoreResults: true,
    onData: ({ data }) => {
      const { user, isTyping } = data.data?.typingChanged ?? {};
      if (!user || user.id === viewerId) return;
      clearTimeout(timers.current.get(user.id));
      if (!isTyping) return forget(user.id);
      setNames((all) => ({ ...all, [user.id]: user.displayName }));
      timers.current.set(
        user.id,
        setTimeout(() => forget(user.id), SHOWN_MS),
      );
    },
  });
  const writing = Object.values(names);
  return <p className="soft typing">{writing.length > 0 && text.chat.typing(writing)}</p>;
}

/** Says that somebody writes, not with every letter. */
export function useTypingSignal(roomId: string): (isTyping: boolean) => void {
  const apollo = useApolloClient();
  const told = useRef({ isTyping: false, at: 0 });
  return (isTyping) => {
    const now = Date.now();
    if (isTyping === told.current.isTyping && (!isTyping || now - told.current.at < TELL_EVERY_MS)) return;
    told.current = { isTyping, at: now };
    // Nothing is lost when it is not heard.
    apollo.mutate({ mutation: SetTypingDocument, variables: { roomId, isTyping } }).catch(() => undefined);
  };
}

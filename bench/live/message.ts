/** One chat message as every server of the benchmark delivers it: the product's own MessageAdded. */
export interface Message {
  readonly id: string;
  /** From 1 without gaps. 0 is a probe, which counts for nothing. */
  readonly sequence: number;
  readonly text: string;
  /** ISO 8601, when the publisher sent it. */
  readonly sentAt: string;
  readonly sender: Person;
}

export interface Person {
  readonly id: string;
  readonly displayName: string;
  readonly avatarUrl: string;
}

const NAMES = ['Ada', 'Bruno', 'Chiara', 'Dmitri', 'Esi', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas'];

export const people: readonly Person[] = NAMES.map((name, index) => ({
  id: `00000000-0000-7000-8000-00000000000${index}`,
  displayName: `${name} of the front row`,
  avatarUrl: `https://images.example/people/${index}.webp`,
}));

/** The same for the same sequence, but for the time: whoever receives it can tell whether it is right. */
export function messageOf(sequence: number, sentAt: Date): Message {
  return {
    id: `00000000-0000-7000-9000-${String(sequence).padStart(12, '0')}`,
    sequence,
    text: `Message ${sequence}: doors open in ten minutes, meet you at the cloakroom on the left.`,
    sentAt: sentAt.toISOString(),
    sender: people[sequence % people.length]!,
  };
}

export const ROOM = 'room-1';

export const SUBSCRIPTION = /* GraphQL */ `
  subscription MessageAdded($roomId: ID!) {
    messageAdded(roomId: $roomId) {
      id
      sequence
      text
      sentAt
      sender {
        id
        displayName
        avatarUrl
      }
    }
  }
`;

/** A graphql-ws `next` message with the longest usual kind of id, which is a UUID. */
export const nextFrame = (id: string, message: Message): string =>
  JSON.stringify({ id, type: 'next', payload: { data: { messageAdded: message } } });

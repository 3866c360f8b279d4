import type { Kind } from '../history';
import { mutate } from '../send';
import { mostly, some } from './draw';

const createPoll: Kind = {
  name: 'createPoll',
  weight: 1.5,
  draw: (random, known) => {
    const group = some(random, known, 'group');
    const values = { method: random.pick(['SINGLE', 'APPROVAL', 'RANKED']), isAnonymous: random.chance(0.3), closes: random.chance(0.3) };
    return group && { by: mostly(random, known, group, 0.7), about: [group.index], values };
  },
  async send(operation, city) {
    const group = city.known.made(operation.about[0], 'group');
    if (!group) return null;
    const { closes, ...values } = operation.values;
    const closesAt = closes ? new Date(city.now().getTime() + 3_600_000).toISOString() : null;
    const options = ['one', 'two', 'three'].map((text) => ({ text }));
    const input = { groupId: group.id, question: `Question ${operation.index}`, options, closesAt, ...values };
    return mutate(city, city.known.people[operation.by]!, 'createPoll', input, 'poll { id options { id } }', operation);
  },
  learn: ({ index, by, values }, { data }, known) => {
    const options = data.poll.options.map(({ id }: { id: string }) => id);
    known.add({ kind: 'poll', index, id: data.poll.id, by, facts: { options, method: values.method } });
  },
};

const castVote: Kind = {
  name: 'castVote',
  weight: 4,
  draw: (random, known) => {
    const poll = some(random, known, 'poll');
    return (
      poll && { by: mostly(random, known, poll, 0.3), about: [poll.index], values: { first: random.whole(0, 2), many: random.chance(0.5) } }
    );
  },
  async send(operation, city) {
    const poll = city.known.made(operation.about[0], 'poll');
    if (!poll) return null;
    const { first, many } = operation.values;
    const options = poll.facts.options as string[];
    const optionIds = [
      options[first as number]!,
      ...(many && poll.facts.method !== 'SINGLE' ? [options[((first as number) + 1) % 3]!] : []),
    ];
    return mutate(city, city.known.people[operation.by]!, 'castVote', { pollId: poll.id, optionIds }, '__typename', operation);
  },
};

/** A mutation of somebody about a poll. */
const ofPoll = (name: string, weight: number, byAuthor: number): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const poll = some(random, known, 'poll');
    return poll && { by: mostly(random, known, poll, byAuthor), about: [poll.index], values: {} };
  },
  async send(operation, city) {
    const poll = city.known.made(operation.about[0], 'poll');
    return poll ? mutate(city, city.known.people[operation.by]!, name, { pollId: poll.id }, '__typename', operation) : null;
  },
});

/** What groups ask their members, and how it ends. */
export const pollKinds: readonly Kind[] = [
  createPoll,
  castVote,
  ofPoll('withdrawVote', 1, 0.4),
  ofPoll('closePoll', 0.8, 0.7),
  ofPoll('deletePoll', 0.3, 0.7),
];

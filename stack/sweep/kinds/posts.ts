import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const createPost: Kind = {
  name: 'createPost',
  weight: 2,
  draw: (random, known) => {
    const group = random.chance(0.5) ? some(random, known, 'group') : null;
    const by = group ? mostly(random, known, group, 0.7) : anyone(random, known);
    return { by, about: group ? [group.index] : [], values: { visibility: random.pick(['PUBLIC', 'FRIENDS', 'PRIVATE']) } };
  },
  send: (operation, city) => {
    const group = operation.about[0] === undefined ? null : city.known.made(operation.about[0], 'group');
    const input = { text: `Post number ${operation.index}`, ...operation.values, ...(group ? { groupId: group.id } : {}) };
    return mutate(city, city.known.people[operation.by]!, 'createPost', input, 'post { id }', operation);
  },
  learn: ({ index, by }, { data }, known) => known.add({ kind: 'post', index, id: data.post.id, by, facts: {} }),
};

/** A mutation of somebody about a post. */
const ofPost = (name: string, weight: number, values: Record<string, unknown> = {}): Kind => ({
  name,
  weight,
  draw: (random, known) => {
    const post = some(random, known, 'post');
    return post && { by: mostly(random, known, post, name === 'deletePost' ? 0.7 : 0.2), about: [post.index], values: {} };
  },
  async send(operation, city) {
    const post = city.known.made(operation.about[0], 'post');
    return post ? mutate(city, city.known.people[operation.by]!, name, { postId: post.id, ...values }, '__typename', operation) : null;
  },
});

/** What people write on profiles and in groups, and what becomes of it. */
export const postKinds: readonly Kind[] = [
  createPost,
  ofPost('likePost', 2),
  ofPost('unlikePost', 0.5),
  ofPost('commentOnPost', 2, { text: 'Indeed.' }),
  ofPost('hidePost', 0.5, { hidden: true }),
  ofPost('deletePost', 0.6),
];

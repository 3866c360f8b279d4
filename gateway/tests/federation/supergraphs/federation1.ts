import { required, type Supergraph, type Thing } from '../supergraph';

/** Subgraphs from before Federation 2: extensions, external keys, value types that are shared without saying so. */
export const old: Supergraph = {
  bare: ['users', 'posts', 'ranks'],
  subgraphs: {
    users: `
      type Query { me: User users: [User!]! }
      type User @key(fields: "id") @key(fields: "login") { id: ID! login: String! name: String address: Address rating: Int }
      type Address { street: String town: Town }
      type Town { name: String }
    `,
    posts: `
      extend type Query { posts: [Post!]! best: Post @provides(fields: "author { name }") }
      type Post @key(fields: "id") { id: ID! title: String author: User @provides(fields: "name") editor: User home: Address }
      extend type User @key(fields: "id") { id: ID! @external name: String @external posts: [Post!] }
      type Address { street: String town: Town }
      type Town { name: String }
    `.replace(' @provides(fields: "author { name }")', ''),
    ranks: `
      extend type User @key(fields: "login") { login: String! @external rating: Int @external rank: String @requires(fields: "rating") }
      extend type Post @key(fields: "id") { id: ID! @external score: Int }
    `,
    new: `type User @key(fields: "id") { id: ID! badge: String } type Post @key(fields: "id") { id: ID! tags: [String!] }`,
  },
  data() {
    const rank = (_: unknown, self: Thing) => (required(self, 'rating') === null ? null : `rank ${String(required(self, 'rating'))}`);
    const address = { street: 'King', town: { name: 'Toronto' } };
    const ann: Thing = { id: '1', login: 'ann', name: 'Ann', address, rating: 5, rank, badge: 'gold' };
    const bob: Thing = { id: '2', login: 'bob', name: null, address: null, rating: null, rank, badge: null };
    const posts = [
      { id: 'p1', title: 'One', author: ann, editor: bob, home: address, score: 3, tags: [] },
      { id: 'p2', title: 'Two', author: bob, editor: null, home: null, score: null, tags: ['x'] },
    ];
    Object.assign(ann, { posts: [posts[0]] });
    Object.assign(bob, { posts: [posts[1]] });
    return { Query: { me: ann, users: [ann, bob], posts, best: posts[0] }, entities: { User: [ann, bob], Post: posts } };
  },
};

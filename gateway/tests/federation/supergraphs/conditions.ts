import type { Supergraph, Thing } from '../supergraph';

export const pages: Supergraph = {
  subgraphs: {
    a: `
      type Query { user: User users: [User!]! any: [Any!]! shown(flag: Boolean = true): Boolean }
      union Any = User | Post
      type User @key(fields: "id") { id: ID! name: String! posts(first: Int = 10): [Post!]! }
      type Post @key(fields: "id") { id: ID! title: String author: User! }
    `,
    b: `
      type User @key(fields: "id") { id: ID! mail: String address: Address best: Post }
      type Address { street: String city: City! }
      type City { name: String zip: String }
      type Post @key(fields: "id") { id: ID! likes: Int! fans: [User!]! }
    `,
  },
  data() {
    const ann: Thing = { id: '1', name: 'Ann', mail: 'a@x.test', address: { street: 'King', city: { name: 'Toronto', zip: 'M1' } } };
    const bob: Thing = { id: '2', name: 'Bob', mail: null, address: null };
    const post = (id: string, author: Thing, fans: Thing[]): Thing => ({ id, title: `post ${id}`, author, likes: fans.length, fans });
    const posts = [post('p1', ann, [bob]), post('p2', ann, []), post('p3', bob, [ann, bob])];
    Object.assign(ann, { best: posts[0], posts: ({ first }: { first: number }) => posts.slice(0, 2).slice(0, first) });
    Object.assign(bob, { best: null, posts: ({ first }: { first: number }) => posts.slice(2).slice(0, first) });
    return {
      Query: { user: ann, users: [ann, bob], any: [posts[2], bob], shown: ({ flag }: { flag: boolean }) => flag },
      entities: { User: [ann, bob], Post: posts },
    };
  },
};

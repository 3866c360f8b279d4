import { userById, users } from '../data';
import type { BenchSubgraph } from './subgraph';

export const accounts: BenchSubgraph = {
  name: 'accounts',
  sdl: /* GraphQL */ `
    extend type Query {
      me: User
      user(id: ID!): User
      users: [User]
    }

    type User @key(fields: "id") {
      id: ID!
      name: String
      username: String
      birthday: Int
    }
  `,
  resolvers: {
    Query: {
      me: () => users[0],
      user: (_: unknown, { id }: { id: string }) => userById(id),
      users: () => users,
    },
    User: { __resolveReference: ({ id }: { id: string }) => userById(id) },
  },
};

import type { SubgraphPlan } from './kit';

/** Data of the sample supergraph: a library, because the gateway should know no domain of the product. */
export const AUTHORS = [
  { id: 'a1', name: 'Ursula', born: 1929 },
  { id: 'a2', name: 'Stanisław', born: 1921 },
];

export const BOOKS = [
  { id: 'b1', title: 'The Dispossessed', authorId: 'a1', pages: 341 },
  { id: 'b2', title: 'Solaris', authorId: 'a2', pages: 204 },
  { id: 'b3', title: 'The Lathe of Heaven', authorId: 'a1', pages: 184 },
];

const REVIEWS = [
  { id: 'r1', bookId: 'b1', stars: 5, text: 'Again.' },
  { id: 'r2', bookId: 'b1', stars: 4, text: null },
  { id: 'r3', bookId: 'b2', stars: 5, text: 'The sea looks back.' },
];

const book = (id: string) => BOOKS.find((one) => one.id === id) ?? null;

export const catalogue: SubgraphPlan = {
  name: 'catalogue',
  sdl: `
    type Query { books(first: Int = 10): [Book!]! book(id: ID!): Book find(text: String!): [Item!]! }
    type Mutation { retitle(id: ID!, title: String!): Book }
    union Item = Book | Author
    type Book @key(fields: "id") { id: ID! title: String! pages: Int! author: Author! }
    type Author @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: {
      books: (_: unknown, { first }: { first: number }) => BOOKS.slice(0, first),
      book: (_: unknown, { id }: { id: string }) => book(id),
      find: () => [BOOKS[0], { __typename: 'Author', id: 'a2' }],
    },
    Mutation: { retitle: (_: unknown, { id, title }: { id: string; title: string }) => (book(id) ? { ...book(id), title } : null) },
    Item: { __resolveType: (item: { __typename?: string }) => item.__typename ?? 'Book' },
    Book: {
      __resolveReference: ({ id }: { id: string }) => book(id),
      author: ({ authorId }: { authorId: string }) => ({ __typename: 'Author', id: authorId }),
    },
  },
};

export const people: SubgraphPlan = {
  name: 'people',
  sdl: `
    type Query { authors: [Author!]! viewerId: ID }
    type Author @key(fields: "id") { id: ID! name: String! born: Int }
  `,
  resolvers: {
    Query: {
      authors: () => AUTHORS,
      viewerId: (_: unknown, __: unknown, { caller }: { caller: { viewer: { id: string } | null } }) => caller.viewer?.id ?? null,
    },
    Author: { __resolveReference: ({ id }: { id: string }) => AUTHORS.find((one) => one.id === id) ?? null },
  },
};

export const reviews: SubgraphPlan = {
  name: 'reviews',
  sdl: `
    type Review @key(fields: "id") { id: ID! stars: Int! text: String book: Book! }
    type Book @key(fields: "id") { id: ID! reviews(atLeast: Int = 0): [Review!] averageStars: Float popularity: Float @requires(fields: "pages") pages: Int! @external }
  `,
  resolvers: {
    Book: {
      __resolveReference: (reference: object) => reference,
      reviews: ({ id }: { id: string }, { atLeast }: { atLeast: number }) =>
        REVIEWS.filter((one) => one.bookId === id && one.stars >= atLeast),
      averageStars: ({ id }: { id: string }) => {
        const stars = REVIEWS.filter((one) => one.bookId === id).map((one) => one.stars);
        return stars.length ? stars.reduce((sum, one) => sum + one) / stars.length : null;
      },
      popularity: ({ id, pages }: { id: string; pages: number }) => pages * REVIEWS.filter((one) => one.bookId === id).length,
    },
    Review: { book: ({ bookId }: { bookId: string }) => ({ id: bookId }) },
  },
};

export const library = [catalogue, people, reviews];

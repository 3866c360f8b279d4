/** The data behind the benchmark's four subgraphs: made up, and the same on every run. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthday: number;
}

export interface Product {
  readonly upc: string;
  readonly name: string;
  /** In whole units of money. */
  readonly price: number;
  /** In grams. */
  readonly weight: number;
  readonly inStock: boolean;
}

export interface Review {
  readonly id: string;
  readonly body: string;
  readonly authorId: string;
  readonly upc: string;
}

export const users: readonly User[] = [
  { id: '1', name: 'Ada Lindqvist', username: '@ada', birthday: 1984 },
  { id: '2', name: 'Bruno Okafor', username: '@bruno', birthday: 1991 },
  { id: '3', name: 'Chiara Weiss', username: '@chiara', birthday: 1978 },
  { id: '4', name: 'Dmitri Alvarez', username: '@dmitri', birthday: 1999 },
  { id: '5', name: 'Esi Yamamoto', username: '@esi', birthday: 1969 },
  { id: '6', name: 'Farid Novak', username: '@farid', birthday: 1995 },
];

export const products: readonly Product[] = [
  { upc: '1', name: 'Oak table', price: 899, weight: 21000, inStock: true },
  { upc: '2', name: 'Reading chair', price: 1299, weight: 14500, inStock: false },
  { upc: '3', name: 'Floor lamp', price: 54, weight: 5200, inStock: true },
  { upc: '4', name: 'Wool rug', price: 320, weight: 8100, inStock: true },
  { upc: '5', name: 'Bookshelf', price: 410, weight: 33000, inStock: false },
  { upc: '6', name: 'Wall clock', price: 75, weight: 900, inStock: true },
  { upc: '7', name: 'Linen curtain', price: 110, weight: 1700, inStock: true },
  { upc: '8', name: 'Writing desk', price: 1450, weight: 27500, inStock: true },
  { upc: '9', name: 'Plant stand', price: 38, weight: 2300, inStock: false },
];

const BODIES = [
  'Exactly what it says',
  'Too big for us',
  'Could be brighter',
  'Prefer something else',
  'Love it',
  'It fell apart',
  'Good for the price',
  'Came a week late',
  'Bought a second one',
  'Easy to build',
  'As a present',
];

/** As many as make an answer of about 87 KB, which is the size that the public comparisons have. */
const REVIEWS = 28;

export const reviews: readonly Review[] = Array.from({ length: REVIEWS }, (_, index) => ({
  id: String(index + 1),
  body: BODIES[index % BODIES.length]!,
  authorId: users[Math.floor(index / 2) % users.length]!.id,
  upc: products[(index * 2) % products.length]!.upc,
}));

export const userById = (id: unknown): User | undefined => users.find((user) => user.id === id);
export const productByUpc = (upc: unknown): Product | undefined => products.find((product) => product.upc === upc);
export const reviewById = (id: unknown): Review | undefined => reviews.find((review) => review.id === id);
export const reviewsByAuthor = (id: string): readonly Review[] => reviews.filter((review) => review.authorId === id);
export const reviewsOf = (upc: string): readonly Review[] => reviews.filter((review) => review.upc === upc);

/** What sending costs: nothing for what is dear, by weight otherwise. */
export const shippingEstimate = (price: number, weight: number): number => (price > 1000 ? 0 : Math.round(weight / 2));

import { Pool, type Dispatcher } from 'undici';
import { workerInput } from '../measure/worker';
import { serveBarely } from './bare-server';
import { JSON_HEADERS, send, textOf } from './http-client';
import type { SubgraphUrls } from './subgraphs/serve';

export interface ByHandInput {
  readonly port: number;
  readonly urls: SubgraphUrls;
}

/**
 * The operation as a person would write it by hand for this one page: the fewest requests there can be, each entity asked for once,
 * merged by maps, answered with JSON.stringify. Unlike the limit it computes its answer. It knows nothing but this operation.
 */
interface UserReview {
  readonly id: string;
  readonly body: string;
  readonly product: { readonly upc: string };
}
interface Author {
  readonly id: string;
  readonly username: string;
  readonly reviews: readonly UserReview[];
}
interface ProductReview {
  readonly id: string;
  readonly body: string;
  readonly author: Author;
}
type User = Record<'id' | 'username' | 'name', string>;
interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
}
type ReviewOfUser = Omit<UserReview, 'product'> & {
  readonly product: { readonly upc: string; readonly reviews: readonly ProductReview[] };
};

const AUTHOR = 'author{id username reviews{id body product{upc}}}';
const USERS = '{users{id username name}}';
const TOP = '{topProducts{upc name price weight}}';
const REVIEWS_OF_USERS = `query($r:[_Any!]!){_entities(representations:$r){...on User{reviews{id body product{upc reviews{id body ${AUTHOR}}}}}}}`;
const REVIEWS_OF_PRODUCTS = `query($r:[_Any!]!){_entities(representations:$r){...on Product{reviews{id body ${AUTHOR}}}}}`;
const PRODUCTS = 'query($r:[_Any!]!){_entities(representations:$r){...on Product{upc name price weight}}}';
const NAMES = 'query($r:[_Any!]!){_entities(representations:$r){...on User{id name}}}';
const STOCK = 'query($r:[_Any!]!){_entities(representations:$r){...on Product{upc inStock shippingEstimate}}}';

function main({ port, urls }: ByHandInput): void {
  const ask = Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, asker(url)])) as Record<string, Ask>;
  const entities = async <T>(service: string, query: string, r: readonly object[]) =>
    ((await ask[service]!(query, { r })) as { _entities: T[] })._entities;

  const compute = async (): Promise<string> => {
    const [{ users }, { topProducts }] = (await Promise.all([ask.accounts!(USERS), ask.products!(TOP)])) as [
      { users: User[] },
      { topProducts: Product[] },
    ];
    const [ofUsers, ofProducts] = await Promise.all([
      entities<{ reviews: ReviewOfUser[] }>(
        'reviews',
        REVIEWS_OF_USERS,
        users.map(({ id }) => ({ __typename: 'User', id })),
      ),
      entities<{ reviews: ProductReview[] }>(
        'reviews',
        REVIEWS_OF_PRODUCTS,
        topProducts.map(({ upc }) => ({ __typename: 'Product', upc })),
      ),
    ]);

    const upcs = new Set(topProducts.map(({ upc }) => upc));
    const authorIds = new Set<string>();
    const note = (review: ProductReview) => {
      authorIds.add(review.author.id);
      for (const { product } of review.author.reviews) upcs.add(product.upc);
    };
    for (const { reviews } of ofUsers) {
      for (const { product } of reviews) {
        upcs.add(product.upc);
        product.reviews.forEach(note);
      }
    }
    for (const { reviews } of ofProducts) reviews.forEach(note);

    const [named, products] = await Promise.all([
      entities<{ id: string; name: string }>(
        'accounts',
        NAMES,
        [...authorIds].map((id) => ({ __typename: 'User', id })),
      ),
      entities<Product>(
        'products',
        PRODUCTS,
        [...upcs].map((upc) => ({ __typename: 'Product', upc })),
      ),
    ]);
    const stock = await entities<{ upc: string; inStock: boolean; shippingEstimate: number }>(
      'inventory',
      STOCK,
      products.map(({ upc, price, weight }) => ({ __typename: 'Product', upc, price, weight })),
    );

    const names = new Map(named.map(({ id, name }) => [id, name]));
    const stocks = new Map(stock.map((one) => [one.upc, one]));
    const shown = new Map(
      products.map(({ upc, name, price, weight }) => {
        const { inStock, shippingEstimate } = stocks.get(upc)!;
        return [upc, { inStock, name, price, shippingEstimate, upc, weight }];
      }),
    );
    const byAuthor = ({ id, body, author }: ProductReview) => ({
      id,
      body,
      author: {
        id: author.id,
        username: author.username,
        name: names.get(author.id),
        reviews: author.reviews.map((review) => ({ id: review.id, body: review.body, product: shown.get(review.product.upc) })),
      },
    });
    const data = {
      users: users.map(({ id, username, name }, index) => ({
        id,
        username,
        name,
        reviews: ofUsers[index]!.reviews.map((review) => ({
          id: review.id,
          body: review.body,
          product: { ...shown.get(review.product.upc), reviews: review.product.reviews.map(byAuthor) },
        })),
      })),
      topProducts: topProducts.map(({ upc }, index) => ({ ...shown.get(upc), reviews: ofProducts[index]!.reviews.map(byAuthor) })),
    };
    return JSON.stringify({ data });
  };

  serveBarely(port, async () => Buffer.from(await compute()));
}

type Ask = (query: string, variables?: object) => Promise<unknown>;

function asker(url: string): Ask {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64, pipelining: 1 });
  return async (query, variables) => {
    const request: Dispatcher.DispatchOptions = {
      method: 'POST',
      path: pathname,
      headers: JSON_HEADERS,
      body: JSON.stringify({ query, variables }),
    };
    return (JSON.parse(textOf(await send(pool, request))) as { data: unknown }).data;
  };
}

main(workerInput<ByHandInput>());

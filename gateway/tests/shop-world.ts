import { anIssuer, aWorld, AUDIENCE, ISSUER, type WorldOptions } from './kit';
import { aShop } from './shop';
import { Topic } from './topic';

/** A subscription of the shop whose events cross subgraphs. */
export const SOLD = 'subscription { bookSold { copies book { title author { name } soldTotal } } }';

/** One that only people who are signed in may have. */
export const MY_SALES = 'subscription { sellerSales { copies } }';

/** The shop behind a gateway that knows an issuer of tokens. */
export async function aShopWorld(options: WorldOptions = {}) {
  const shop = aShop();
  const issuer = await anIssuer();
  const world = await aWorld(shop.plans, { tokens: { keys: issuer.keys, issuer: ISSUER, audience: AUDIENCE }, ...options });
  return { ...shop, issuer, world };
}

/** A gateway before a stream of texts as long as a test likes. */
export async function aTextWorld(options: WorldOptions = {}) {
  const texts = new Topic<string>();
  const world = await aWorld(
    [
      {
        name: 'texts',
        sdl: 'type Query { nothing: Int } type Subscription { text: String! }',
        resolvers: { Subscription: { text: { subscribe: () => texts.subscribe(), resolve: (text: string) => text } } },
      },
    ],
    options,
  );
  return { texts, world };
}

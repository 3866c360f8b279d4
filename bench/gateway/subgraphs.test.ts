import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { composeSupergraph } from './compose';
import { referenceAnswer } from './reference';
import { inventory } from './subgraphs/inventory';

const entities = (representations: readonly object[]) =>
  graphql({
    schema: buildSubgraphSchema({ typeDefs: parse(inventory.sdl), resolvers: inventory.resolvers }),
    source: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { upc inStock shippingEstimate } } }',
    variableValues: { r: representations },
  });

describe('the benchmark of gateways', () => {
  it('has an answer of about 87 KB without an error', () => {
    const answer = referenceAnswer();
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer).length).toBeGreaterThan(80_000);
    expect(JSON.stringify(answer).length).toBeLessThan(95_000);
  });

  it('composes to one supergraph with the address of each subgraph', () => {
    const sdl = composeSupergraph((name) => `http://127.0.0.1:1/${name}`);
    for (const name of ['accounts', 'inventory', 'products', 'reviews']) expect(sdl).toContain(`url: "http://127.0.0.1:1/${name}"`);
  });

  it('does not give a gateway what it has not asked for properly', async () => {
    const whole = { __typename: 'Product', upc: '1', price: 899, weight: 21000 };
    const { data } = await entities([whole, { ...whole, upc: 'unknown' }]);
    expect(data?._entities).toEqual([{ upc: '1', inStock: true, shippingEstimate: 10500 }, null]);

    const { errors } = await entities([{ __typename: 'Product', upc: '1' }]);
    expect(errors?.[0]?.message).toBe('shippingEstimate needs price and weight');
  });
});

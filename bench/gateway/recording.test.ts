import { orderOf } from './recording';

const request = (name: string, arrivedAt: number, answeredAt: number) => ({ url: `http://${name}`, body: name, arrivedAt, answeredAt });

describe('the order of a recorded operation', () => {
  it('lets what was under way together go together, and waits for no more than the last', () => {
    const order = orderOf([
      request('users', 0, 10),
      request('products', 1, 5),
      request('stock', 6, 20),
      request('reviews', 11, 20),
      request('names', 21, 30),
    ]);
    expect(order.map(({ body, after }) => [body, after])).toEqual([
      ['users', []],
      ['products', []],
      ['stock', [1]],
      ['reviews', [0, 1]],
      ['names', [2, 3]],
    ]);
  });
});

import { brokenLimit } from './order-limit';

const floor = { tierId: 'floor', quantity: 4 };
const tiers = [
  { id: 'floor', maxPerPerson: 4 },
  { id: 'balcony', maxPerPerson: null },
];

describe('how many places one person may have', () => {
  it('adds up what they have and what they ask for, over all tiers', () => {
    const has = [floor, { tierId: 'balcony', quantity: 4 }];
    expect(brokenLimit([{ tierId: 'balcony', quantity: 2 }], has, { event: 10, tiers })).toBeNull();
    expect(brokenLimit([{ tierId: 'balcony', quantity: 3 }], has, { event: 10, tiers })).toEqual({ limit: 10, taken: 8, tierId: null });
  });

  it('is less of a tier that says so, and only there', () => {
    expect(brokenLimit([floor], [], { event: 10, tiers })).toBeNull();
    expect(brokenLimit([{ tierId: 'floor', quantity: 1 }], [floor], { event: 10, tiers })).toEqual({ limit: 4, taken: 4, tierId: 'floor' });
    expect(brokenLimit([{ tierId: 'balcony', quantity: 5 }], [floor], { event: 10, tiers })).toBeNull();
  });
});

import { FREE, priceOfTiers } from './event-price';

const cad = (amountMinor: number) => ({ amountMinor, currency: 'CAD' });
const tier = (amountMinor: number, onSale = true) => ({ tierId: 't', name: 'Floor', price: cad(amountMinor), onSale });

describe('the price of an event with ticket tiers (payments-platform F18)', () => {
  it.each([
    ['is not told by them where there are none', [], null],
    ['is that of the only one', [tier(1000)], { type: 'PAID', min: cad(1000), max: null }],
    ['reaches from the lowest to the highest', [tier(2500), tier(1000), tier(1500)], { type: 'PAID', min: cad(1000), max: cad(2500) }],
    ['begins at nothing where some tickets are free', [tier(1000), tier(0)], { type: 'PAID', min: cad(0), max: cad(1000) }],
    ['is none where all tickets are free', [tier(0), tier(0)], FREE],
    ['is of those on sale', [tier(1000, false), tier(2000)], { type: 'PAID', min: cad(2000), max: null }],
    ['is of all where none is on sale any more', [tier(1000, false), tier(2000, false)], { type: 'PAID', min: cad(1000), max: cad(2000) }],
  ])('%s', (_, tiers, price) => {
    expect(priceOfTiers(tiers)).toEqual(price);
  });
});

import { canonicalCode } from './ticket-code';

test.each([
  ['7ZQ4M-K8X2N-0P1RS-T5VWY', '7ZQ4MK8X2N0P1RST5VWY'],
  ['7zq4 mk8x 2n0p 1rst 5vwy\n', '7ZQ4MK8X2N0P1RST5VWY'],
  ['7ZQ4MK8X2NOPLRST5VWY', '7ZQ4MK8X2N0P1RST5VWY'],
  ['7zq4mk8x2nopirst5vwy', '7ZQ4MK8X2N0P1RST5VWY'],
  ['７ＺＱ４–ＭＫ８Ｘ\u200b２Ｎ０Ｐ—１ＲＳＴ５ＶＷＹ', '7ZQ4MK8X2N0P1RST5VWY'],
])('%j is read as %s', (typed, read) => expect(canonicalCode(typed)).toBe(read));

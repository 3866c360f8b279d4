/** Minor units that make one of the currency (ISO 4217): digits after the point. */
const DIGITS: Readonly<Record<number, readonly string[]>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' '),
  3: 'BHD IQD JOD KWD LYD OMR TND'.split(' '),
  4: ['CLF', 'UYW'],
};

export function currencyDigits(currency: string): number {
  const [digits] = Object.entries(DIGITS).find(([, codes]) => codes.includes(currency)) ?? ['2'];
  return Number(digits);
}

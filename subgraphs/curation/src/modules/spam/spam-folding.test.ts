import { fold } from './spam-folding';

const known = new Set(['free', 'cash', 'bonus', 'bitcoin', 'casino', 'claim', 'money', 'fast', 'your', 'telegram', 'scheme', 'now']);

describe('a text as people read it', () => {
  it.each([
    ['F R E E   C A S H', 'free cash', 2],
    ['F R E E C A S H now', 'free cash now', 2],
    ['c.a.s.h and b-o-n-u-s', 'cash and bonus', 2],
    ['b0nu5 fr33 m0n3y', 'bonus free money', 3],
    ['cl4im y0ur bitc0in!', 'claim your bitcoin', 3],
    ['Te1egram $cheme', 'telegram scheme', 2],
    ['c\u200ba\u200bs\u200bh', 'cash', 0],
    ['саsh', 'cash', 0],
  ])('of %s is %s', (text, read, disguised) => {
    expect(fold(text, known)).toEqual({ text: read, disguised });
  });

  it.each(['web3 at 7pm', '4k, mp3, h264', 'A B C', 'J.R.R. Tolkien', 'Y.M.C.A.', '50% off for $20', 'covid19', 'free! cash!'])(
    'leaves %s alone',
    (text) => expect(fold(text, known)).toEqual({ text, disguised: 0 }),
  );
});

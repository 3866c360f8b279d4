import { createHash, randomUUID } from 'node:crypto';
import { hashOfCode, TicketCodes } from './ticket-code';

const codes = new TicketCodes('a secret of at least thirty-two characters');

describe('ticket codes', () => {
  it('are 20 unmistakable letters and digits, the same on every read', () => {
    const id = randomUUID();
    expect(codes.codeOf(id)).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(codes.codeOf(id)).toBe(codes.codeOf(id));
  });

  it('differ for every ticket and every secret, and use the whole alphabet', () => {
    const many = Array.from({ length: 2000 }, () => codes.codeOf(randomUUID()));
    expect(new Set(many).size).toBe(2000);
    expect(new Set(many.join('')).size).toBe(32);
    const id = randomUUID();
    expect(new TicketCodes('another secret of at least thirty-two chars').codeOf(id)).not.toBe(codes.codeOf(id));
  });

  it('are recognised by their SHA-256 however they are typed', () => {
    const id = randomUUID();
    const code = codes.codeOf(id);
    expect(codes.hashOf(id)).toBe(createHash('sha256').update(code).digest('hex'));
    expect(hashOfCode(` ${code.slice(0, 10).toLowerCase()}-${code.slice(10)} `)).toBe(codes.hashOf(id));
    expect(hashOfCode('7zq4mk8x2nopirst5vwy')).toBe(hashOfCode('7ZQ4M-K8X2N-0P1RS-T5VWY'));
  });
});

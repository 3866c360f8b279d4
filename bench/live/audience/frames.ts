import { randomBytes } from 'node:crypto';

/** WebSocket frames (RFC 6455), as much as a client of these servers needs: unfragmented messages, ping and close. */
export const Opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const;

const NOTHING = Buffer.alloc(0);

/** Finds whole frames in what a server sends, and keeps what is not whole yet. The payload is only good until the callback returns. */
export class FrameReader {
  private rest = NOTHING;

  constructor(private readonly onFrame: (opcode: number, payload: Buffer) => void) {}

  push(chunk: Buffer): void {
    const data = this.rest.length ? Buffer.concat([this.rest, chunk]) : chunk;
    let at = 0;
    for (;;) {
      const left = data.length - at;
      if (left < 2) break;
      const first = data[at]!;
      const short = data[at + 1]!;
      // Final, no extensions, not masked: what every server here sends.
      if ((first & 0xf0) !== 0x80 || short & 0x80) throw new Error(`a frame that begins with ${first.toString(16)} ${short.toString(16)}`);
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (left < head) break;
      const length = short < 126 ? short : short === 126 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2));
      if (left < head + length) break;
      this.onFrame(first & 0x0f, data.subarray(at + head, at + head + length));
      at += head + length;
    }
    // Copied: the chunk may be a buffer that is used again for what comes next.
    this.rest = at === data.length ? NOTHING : Buffer.from(data.subarray(at));
  }
}

/** A frame as a client sends it, which is masked. */
export function clientFrame(opcode: number, payload: Buffer | string): Buffer {
  const body = Buffer.from(payload);
  if (body.length > 0xffff) throw new Error('This client sends short messages only.');
  const head =
    body.length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | body.length])
      : Buffer.from([0x80 | opcode, 0x80 | 126, body.length >> 8, body.length & 0xff]);
  const mask = randomBytes(4);
  for (let index = 0; index < body.length; index++) body[index]! ^= mask[index & 3]!;
  return Buffer.concat([head, mask, body]);
}

import { readRequest } from './lean-http';

const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n';

describe("the subgraphs' own HTTP", () => {
  it('waits until a request is all there, and leaves what comes after it', () => {
    expect(readRequest(Buffer.from('POST /graphql HT'))).toBeNull();
    expect(readRequest(Buffer.from(`${head}{"a`))).toBeNull();
    expect(readRequest(Buffer.from(`${head}{"a"}POST`.replace('4', '5')))).toEqual({ body: '{"a"}', bytes: head.length + 5, close: false });
  });

  it('counts the body in bytes', () => {
    expect(readRequest(Buffer.from(`${head}"é"`))?.body).toBe('"é"');
  });

  it('reads a body in chunks', () => {
    const chunked =
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\n{"a\r\nA\r\n":"bcdefg"\r\n1\r\n}\r\n0\r\n\r\n';
    expect(readRequest(Buffer.from(chunked))).toEqual({ body: '{"a":"bcdefg"}', bytes: chunked.length, close: true });
    expect(readRequest(Buffer.from(chunked.slice(0, -3)))).toBeNull();
  });
});

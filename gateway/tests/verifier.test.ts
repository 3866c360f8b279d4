import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@marquee/platform';
import { anIssuer, AUDIENCE, ISSUER } from './kit';
import { JwtVerifier, Revocations } from '../src';

const expected = { issuer: ISSUER, audience: AUDIENCE, logger: silentLogger };

/** Keys as an issuer publishes them, with a count of how often they were read. */
function aKeyring(...issuers: Awaited<ReturnType<typeof anIssuer>>[]) {
  const ring = {
    issuers,
    reads: 0,
    keys: async () => {
      ring.reads++;
      return { keys: ring.issuers.map(({ jwk }) => jwk) };
    },
  };
  return ring;
}

test('keys are read once, and a token is checked once', async () => {
  const issuer = await anIssuer();
  const ring = aKeyring(issuer);
  const verifier = new JwtVerifier({ keys: ring.keys, ...expected });
  const token = await issuer.token();
  const first = await verifier.verify(token);
  expect(await verifier.verify(token)).toBe(first);
  await verifier.verify(await issuer.token({ sub: 'somebody else' }));
  expect(ring.reads).toBe(1);
});

test('a new key is found, and a storm of unknown keys does not become a storm of reads', async () => {
  const [old, next] = [await anIssuer('old'), await anIssuer('next')];
  const ring = aKeyring(old);
  const verifier = new JwtVerifier({ keys: ring.keys, ...expected });
  await verifier.verify(await old.token());
  const readsBefore = ring.reads;
  const stranger = await anIssuer('unknown');
  const storm = await Promise.all(Array.from({ length: 50 }, (_, n) => stranger.token({ sub: String(n) })));
  for (const outcome of await Promise.allSettled(storm.map((token) => verifier.verify(token)))) expect(outcome.status).toBe('rejected');
  expect(ring.reads - readsBefore).toBeLessThanOrEqual(1);

  const fresh = new JwtVerifier({ keys: ring.keys, ...expected });
  ring.issuers.push(next);
  expect((await fresh.verify(await next.token())).viewer.id).toBe('person-1');
});

test('a remembered token is refused when its time is over', async () => {
  const issuer = await anIssuer();
  let now = Date.now();
  const verifier = new JwtVerifier({ keys: issuer.keys, ...expected, now: () => now });
  const token = await issuer.token();
  await verifier.verify(token);
  now += 901_000;
  await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message: expect.stringContaining('expired') });
});

test('an ended session is refused until its tokens are over, a later sign-in is not', async () => {
  const issuer = await anIssuer();
  let now = Date.now();
  const revocations = new Revocations(1_000_000, () => now);
  const verifier = new JwtVerifier({ keys: issuer.keys, ...expected, revocations, now: () => now });
  const [mine, other] = [await issuer.token({ sub: 'p', sessionId: 'one' }), await issuer.token({ sub: 'p', sessionId: 'two' })];
  revocations.add({ sessionId: 'one' });
  await expect(verifier.verify(mine)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await expect(verifier.verify(other)).resolves.toBeDefined();
  now += 2_000;
  revocations.add({ viewerId: 'p' });
  await expect(verifier.verify(other)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  const later = Math.ceil(now / 1000) + 1;
  expect(
    revocations.covers({
      viewer: { id: 'p', username: '', role: 'user', permissions: [], sessionId: 'three' },
      issuedAt: later * 1000,
      expiresAt: (later + 900) * 1000,
    }),
  ).toBe(false);
});

test('while the issuer cannot be reached, known keys stay good and nobody is called a liar', async () => {
  const issuer = await anIssuer();
  let reachable = false;
  const options = {
    ...expected,
    keys: async () => {
      if (!reachable) throw new Error('connect ECONNREFUSED');
      return issuer.keys();
    },
  };
  const verifier = new JwtVerifier(options);
  await expect(verifier.verify(await issuer.token())).rejects.toMatchObject({
    code: 'SUBGRAPH_UNAVAILABLE',
    extensions: { retryable: true },
  });
  reachable = true;
  await expect(verifier.verify(await issuer.token())).resolves.toBeDefined();
  reachable = false;
  await expect(verifier.verify(await issuer.token({ sub: 'another' }))).resolves.toBeDefined();
  const stranger = await anIssuer('unknown');
  await expect(verifier.verify(await stranger.token())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('an issuer that hangs is waited for once, not by everybody who comes', async () => {
  const issuer = await anIssuer();
  let hangs = false;
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    if (!hangs) void issuer.keys().then((set) => response.end(JSON.stringify(set)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const verifier = new JwtVerifier({ ...expected, keys: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`) });
  const token = (sub: string) => issuer.token({ sub }, { expiresIn: 3_600 });
  await expect(verifier.verify(await token('first'))).resolves.toBeDefined();

  hangs = true;
  const tokens = await Promise.all(['second', 'third', 'fourth'].map(token));
  // By now what is known of the keys is old, and they would be read anew.
  const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11 * 60_000);
  try {
    await expect(verifier.verify(tokens[0]!)).resolves.toBeDefined();
    const startedAt = performance.now();
    for (const one of tokens.slice(1)) await expect(verifier.verify(one)).resolves.toBeDefined();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(asked).toBe(2);
  } finally {
    later.mockRestore();
    server.closeAllConnections();
    server.close();
  }
});

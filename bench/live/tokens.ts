import { exportJWK, generateKeyPair, importJWK, SignJWT, type JSONWebKeySet, type JWK } from 'jose';

/** Who signs the subscribers' access tokens; goes to other processes as JSON. */
export interface TokenSigner {
  readonly privateKey: JWK;
  readonly kid: string;
}

const ISSUER_AND_AUDIENCE = 'marquee';

export async function createSigner(): Promise<{ signer: TokenSigner; keys: JSONWebKeySet }> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const kid = 'bench';
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' };
  return { signer: { privateKey: await exportJWK(privateKey), kid }, keys: { keys: [publicJwk] } };
}

/** Makes the access tokens of people who are all different, each in a session of their own. */
export async function tokensBy({ privateKey, kid }: TokenSigner): Promise<(person: string) => Promise<string>> {
  const key = await importJWK(privateKey, 'EdDSA');
  return (person) =>
    new SignJWT({ sub: person, username: person, role: 'user', permissions: [], sessionId: `session of ${person}` })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
      .setIssuer(ISSUER_AND_AUDIENCE)
      .setAudience(ISSUER_AND_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
}

/** What everybody may read at the public address beside the API: the path, and the subgraph that has it there. */
export const PUBLIC_ROUTES: Readonly<Record<string, string>> = { '/.well-known/jwks.json': 'users' };

export { createGateway, type Gateway, type GatewayOptions } from './gateway';
export { JwtVerifier, type Identity, type TokenVerifier, type TokenVerifierOptions } from './authenticate';
export { SESSIONS_REVOKED, Revocations, type RevocationNotice } from './revocations';
export type { GatewaySettings, GatewaySettingsInput, SocketSettings } from './settings';
export type { Limits } from './limits/limits';
export { OperationCost } from './limits/cost/operation-cost';
export { Weights } from './limits/cost/weights';
export { SubgraphUnavailable, type LocalSubgraph, type SubgraphAnswer, type SubgraphCall, type SubgraphTransport } from './transport';
export { readPublicOptions } from './env';

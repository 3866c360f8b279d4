import type { Bus, DiskFiles, Logger, PassportOffice } from '@marquee/platform';
import type { TokenVerifier, TokenVerifierOptions } from './authenticate';
import type { ExplorerOptions } from './explorer/explorer-pages';
import type { PublicRoute } from './http/public-forward';
import type { PublicSource } from './http/public-routes';
import type { Sites } from './http/sites';
import type { WebApp } from './http/web-app';
import type { GatewaySettingsInput } from './settings';
import type { SupergraphManager } from './supergraph/sources/source';
import type { KnownScalars } from './supergraph/known-scalars';
import type { TestMode } from './test-mode/test-mode';
import type { LocalSubgraph, SubgraphTransport } from './transport';

export interface GatewayOptions {
  /** The SDL that composition wrote, or who has it and those that follow it: any manager for Apollo's gateway. */
  supergraphSdl: string | SupergraphManager;
  /** How custom scalars are read, by name. Without its rule a scalar takes any value, and only its subgraph refuses a wrong one. */
  scalars?: KnownScalars;
  /** Subgraphs of this process; all others are called at the address in the supergraph, or in `serviceUrls` by name. */
  subgraphs?: readonly LocalSubgraph[];
  serviceUrls?: Readonly<Record<string, string>>;
  transports?: Readonly<Record<string, SubgraphTransport>>;
  /** Signs the caller's identity for subgraphs over HTTP. */
  passports?: PassportOffice;
  /** How access tokens are checked. Without it every token is refused, with a message that says why. */
  tokens?: Pick<TokenVerifierOptions, 'keys'> & Partial<Pick<TokenVerifierOptions, 'issuer' | 'audience' | 'aheadMs'>>;
  verifier?: TokenVerifier;
  /** Where requests with a key of test mode are handed on to; `here`: this is the gateway of a world of test mode. Without it these keys are refused. */
  testMode?: TestMode | 'here' | undefined;
  /** What is at the public address beside the API, by path; `/calendars/*` is everything below. */
  publicRoutes?: Readonly<Record<string, PublicSource | PublicRoute>>;
  /** What the explorer knows of this API. */
  explorer?: Omit<ExplorerOptions, 'firstQuery'>;
  /** Static files for people to read, by the path below which they are. */
  sites?: Sites;
  /** The app for people: at `/`, and at each path that nothing else is at. Without it `/` leads browsers to the explorer. */
  webApp?: WebApp | undefined;
  /** Files on a disk that clients write and read here, by signed addresses; none where there are none, or they are elsewhere. */
  files?: DiskFiles | undefined;
  /** Brings the notices of sessions that ended early. */
  bus?: Bus;
  /** Where operations are counted for all gateways together; without it each counts for itself. */
  redisUrl?: string;
  logger: Logger;
  /** 0 for any free one. */
  port: number;
  host: string;
  settings?: GatewaySettingsInput;
}

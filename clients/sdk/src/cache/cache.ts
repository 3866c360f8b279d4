import { InMemoryCache, type InMemoryCacheConfig } from '@apollo/client/cache';
import possible from '../../../../schema/possible-types.json';
import { typePolicies } from './type-policies.js';

/** `possibleTypes` of Apollo Client's cache. */
export const possibleTypes: Record<string, string[]> = possible;

/** The cache that fits the API. `typePolicies` of your own are added to ours, by type. */
export function createCache(config: InMemoryCacheConfig = {}): InMemoryCache {
  const own = config.typePolicies ?? {};
  const merged = Object.fromEntries(
    Object.entries(own).map(([type, policy]) => [
      type,
      { ...typePolicies[type], ...policy, fields: { ...typePolicies[type]?.fields, ...policy.fields } },
    ]),
  );
  return new InMemoryCache({
    ...config,
    possibleTypes: { ...possibleTypes, ...config.possibleTypes },
    typePolicies: { ...typePolicies, ...merged },
  });
}

export * from './scoped';
export * from './field-scopes';
export { needsOf, refusedToKey, type Needs } from './needs';
export * from './staff-rights';

export * from './scoped';
export * from './field-scopes';
export * from './needs';

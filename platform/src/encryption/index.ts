export * from './aead';
export * from './field-cipher';
export * from './field-settings';

export * from './aead';
export * from './field-cipher';
export * from './field-settings';
export * from './reseal';

export { fetchPublic, PublicFetchFailed, type PublicFetchOptions } from './public-fetch';

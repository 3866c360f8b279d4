import { createMarquee, storageStore } from '@marquee/client';
import { tell } from './parts/notices';
import { text } from './text';

/**
 * The API as this app has it: at the address that served the page. Tokens lie in `localStorage`, which tabs share and only scripts of this
 * origin read; the policy of the page lets no others run.
 */
export const marquee = createMarquee({
  url: new URL('/graphql', location.href).href,
  name: 'marquee-web',
  version: '0.1.0',
  store: storageStore(localStorage),
  onSignedOut: () => tell(text.session.ended),
});

import { createMarquee, type Marquee, type Tokens } from '@marquee/client';

/** What expo-secure-store and react-native-keychain have in common: text by a key, asynchronously. */
interface Keychain {
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export function phone(url: string, keychain: Keychain, showSignIn: () => void): Marquee {
  return createMarquee({
    url,
    name: 'my-phone-app',
    onSignedOut: showSignIn,
    store: {
      get: async () => JSON.parse((await keychain.read('session')) ?? 'null') as Tokens | null,
      set: (tokens) => (tokens ? keychain.write('session', JSON.stringify(tokens)) : keychain.remove('session')),
    },
  });
}

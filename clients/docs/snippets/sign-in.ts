import { createMarquee, isRefusal, type Marquee } from '@marquee/client';
import { LoginDocument, MeDocument } from '@marquee/client/operations';

export async function signIn(url: string, emailOrUsername: string, password: string): Promise<Marquee> {
  const marquee = createMarquee({ url, name: 'my-app', onSignedOut: () => console.log('Show the sign-in') });
  const { data } = await marquee.apollo.mutate({ mutation: LoginDocument, variables: { input: { emailOrUsername, password } } });
  const outcome = data!.login;
  if (outcome.__typename === 'LoginSuccess') await marquee.signIn(outcome.session);
  else if (isRefusal(outcome)) throw new Error(outcome.message);
  return marquee;
}

export async function whoAmI({ apollo }: Marquee): Promise<string | undefined> {
  const { data } = await apollo.query({ query: MeDocument });
  return data?.me?.user.displayName;
}

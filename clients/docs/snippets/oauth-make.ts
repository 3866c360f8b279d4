import { isRefusal, type Marquee } from '@marquee/client';
import { CreateAppDocument, StepUpDocument } from '@marquee/client/operations';

/** An app for people's own devices, which keeps no secret. A sign-in of a while ago is not enough: the password is asked for again. */
export async function makeApp({ apollo }: Marquee, password: string): Promise<{ id: string }> {
  await apollo.mutate({ mutation: StepUpDocument, variables: { input: { password } } });
  const input = {
    name: 'What is on',
    websiteUrl: 'https://example.org/',
    redirectUris: ['http://127.0.0.1/callback'],
    scopes: ['EVENTS_READ' as const],
    isConfidential: false,
  };
  const { data } = await apollo.mutate({ mutation: CreateAppDocument, variables: { input } });
  const outcome = data!.createApp;
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return { id: outcome.app.id };
}

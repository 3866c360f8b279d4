import { isRefusal, type Marquee } from '@marquee/client';
import { CreateApiKeyDocument, RotateApiKeyDocument, StepUpDocument } from '@marquee/client/operations';

/** A key for a program, shown this once. A sign-in of a while ago is not enough: the password is asked for again. */
export async function makeKey({ apollo }: Marquee, password: string): Promise<{ id: string; secret: string }> {
  await apollo.mutate({ mutation: StepUpDocument, variables: { input: { password } } });
  const input = { name: 'Nightly report', scopes: ['EVENTS_READ' as const], expiresInDays: 90, allowedAddresses: ['127.0.0.1', '::1'] };
  const { data } = await apollo.mutate({ mutation: CreateApiKeyDocument, variables: { input } });
  const outcome = data!.createApiKey;
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return { id: outcome.apiKey.id, secret: outcome.secret };
}

/** The next secret; the one before is good for a day yet, in which the program gets the other. */
export async function rotateKey({ apollo }: Marquee, id: string): Promise<string> {
  const { data } = await apollo.mutate({ mutation: RotateApiKeyDocument, variables: { input: { id, overlapHours: 24 } } });
  const outcome = data!.rotateApiKey;
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome.secret;
}

import { apiErrors, isRefusal, type Marquee } from '@marquee/client';
import { RsvpDocument } from '@marquee/client/operations';

/** What to show after somebody answers an invitation. */
export async function goTo({ apollo }: Marquee, eventId: string): Promise<string> {
  const { data, error } = await apollo.mutate({
    mutation: RsvpDocument,
    variables: { input: { eventId, status: 'GOING', idempotencyKey: `${Date.now()}-${Math.random()}` } },
    errorPolicy: 'all',
  });
  const [failure] = apiErrors(error);
  if (failure?.code === 'UNAUTHENTICATED') return 'Sign in first.';
  if (failure) return failure.retryable ? 'Try again in a moment.' : failure.message;
  const outcome = data!.rsvp;
  if (isRefusal(outcome)) return outcome.message;
  return outcome.__typename === 'RsvpSuccess' ? `You are ${outcome.attendance.status}` : 'Something else happened.';
}

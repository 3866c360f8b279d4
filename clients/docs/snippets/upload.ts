import { isRefusal, type Marquee } from '@marquee/client';
import { CompleteUploadDocument, CreateUploadDocument } from '@marquee/client/operations';

/** Sends a picture. Returns its id; the state goes from there to READY, which `imageChanged` tells. */
export async function upload({ apollo }: Marquee, bytes: Uint8Array<ArrayBuffer>, contentType: string, altText: string): Promise<string> {
  const created = await apollo.mutate({ mutation: CreateUploadDocument, variables: { input: { contentType, size: bytes.length } } });
  const target = created.data!.createUpload;
  if (isRefusal(target)) throw new Error(target.message);
  if (target.__typename !== 'CreateUploadSuccess') throw new Error('No address was given.');
  const { id, url, method, headers } = target.upload;
  const sent = await fetch(url, { method, headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])), body: bytes });
  if (!sent.ok) throw new Error(`The picture could not be sent (${sent.status}).`);
  const completed = await apollo.mutate({ mutation: CompleteUploadDocument, variables: { input: { uploadId: id, altText } } });
  const outcome = completed.data!.completeUpload;
  if (isRefusal(outcome)) throw new Error(outcome.message);
  if (outcome.__typename !== 'CompleteUploadSuccess') throw new Error('The picture was not taken.');
  return outcome.image.id;
}

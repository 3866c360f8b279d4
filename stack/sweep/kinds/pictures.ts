import sharp from 'sharp';
import type { City } from '../city';
import type { Kind } from '../history';
import { mutate } from '../send';
import { anyone, mostly, some } from './draw';

const UPLOAD = 'upload { id url method headers { name value } }';

/** Each picture is another one: its colour is the number of the operation. */
const drawn = (n: number): Promise<Buffer> =>
  sharp({ create: { width: 120, height: 110, channels: 3, background: { r: n % 256, g: (n >> 8) % 256, b: 90 } } })
    .png()
    .toBuffer();

async function put(
  city: City,
  number: number,
  upload: { url: string; method: string; headers: { name: string; value: string }[] },
  file: Buffer,
) {
  const { pathname, search } = new URL(upload.url);
  const origin = new URL(city.ground.urls[number % city.ground.urls.length]!).origin;
  const headers = Object.fromEntries(upload.headers.map(({ name, value }) => [name, value]));
  const sent = await fetch(`${origin}${pathname}${search}`, { method: upload.method, headers, body: new Uint8Array(file) }).catch(
    () => null,
  );
  return sent?.ok ?? false;
}

const send: Kind = {
  name: 'sendPicture',
  weight: 1.5,
  // One in five stops after the upload was allowed, or hands over what is no picture.
  draw: (random, known) => ({ by: anyone(random, known), about: [], values: { ends: random.weighted(['whole', 'early', 'broken'], (end) => (end === 'whole' ? 4 : 0.5)) } }), // prettier-ignore
  async send(operation, city) {
    const { by, index, values } = operation;
    const person = city.known.people[by]!;
    const file = values.ends === 'broken' ? Buffer.from('no picture at all') : await drawn(index);
    const asked = await mutate(city, person, 'createUpload', { contentType: 'image/png', size: file.length }, UPLOAD, operation);
    if (!asked.success || values.ends === 'early') return asked.success ? { ...asked, data: null } : asked;
    const { id, ...upload } = asked.data.upload;
    if (!(await put(city, by, upload, file))) return { code: 'NOT_SENT', success: false, data: null };
    return mutate(city, person, 'completeUpload', { uploadId: id, altText: `Colour ${index}` }, 'image { id }', operation);
  },
  learn({ index, by }, { data }, known) {
    if (data?.image) known.add({ kind: 'picture', index, id: data.image.id, by, facts: {} });
  },
};

const use: Kind = {
  name: 'showPicture',
  weight: 1.5,
  draw: (random, known) => {
    const [picture, event] = [some(random, known, 'picture'), some(random, known, 'event')];
    const values = { as: random.pick(['coverId', 'galleryIds', 'none']) };
    return (
      picture &&
      event && { by: mostly(random, known, random.chance(0.7) ? event : picture, 0.9), about: [picture.index, event.index], values }
    );
  },
  async send(operation, city) {
    const [picture, event] = [city.known.made(operation.about[0], 'picture'), city.known.made(operation.about[1], 'event')];
    if (!picture || !event) return null;
    const person = city.known.people[operation.by]!;
    const seen = await city.post(person, 'query($id: ID!) { event(id: $id) { version } }', { id: event.id });
    const version = seen.data?.event?.version as number | undefined;
    if (!version) return null;
    const shown = { coverId: { coverId: picture.id }, galleryIds: { galleryIds: [picture.id] }, none: { coverId: null, galleryIds: [] } };
    const input = { eventId: event.id, version, ...shown[operation.values.as as keyof typeof shown] };
    return mutate(city, person, 'updateEvent', input, 'event { id }', operation);
  },
};

const remove: Kind = {
  name: 'deleteImage',
  weight: 0.5,
  draw: (random, known) => {
    const picture = some(random, known, 'picture');
    return picture && { by: mostly(random, known, picture, 0.9), about: [picture.index], values: {} };
  },
  async send(operation, city) {
    const picture = city.known.made(operation.about[0], 'picture');
    return picture ? mutate(city, city.known.people[operation.by]!, 'deleteImage', { imageId: picture.id }, '__typename', operation) : null;
  },
};

/** Pictures that are sent, shown at events, and deleted while they are shown. */
export const pictureKinds: readonly Kind[] = [send, use, remove];

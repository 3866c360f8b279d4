import { Readable } from 'node:stream';
import {
  RemoveAvatarDocument,
  RequestAvatarUploadDocument,
  SetAvatarDocument,
  type RequestAvatarUploadInput,
  type SetAvatarInput,
} from './generated/documents';
import { succeeded, type Person, type World } from './world';

/** The least that begins as each of them does. */
export const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('the rest of a picture')]);
export const JPEG = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('the rest of a picture')]);
export const WEBP = Buffer.from('RIFF\x24\0\0\0WEBPVP8 the rest of a picture', 'latin1');
export const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

export const request = async (world: World, person: Person, input: Partial<RequestAvatarUploadInput> = {}) =>
  (await world.run(person.viewer, RequestAvatarUploadDocument, { input: { contentType: 'image/png', size: PNG.length, ...input } }))
    .requestAvatarUpload;

export const setAvatar = async (world: World, person: Person, input: SetAvatarInput) =>
  (await world.run(person.viewer, SetAvatarDocument, { input })).setAvatar;

export const removeAvatar = async (world: World, person: Person) =>
  (await world.run(person.viewer, RemoveAvatarDocument, { input: {} })).removeAvatar;

/** The key of the file that an address leads to. */
export const keyOf = (url: string): string => new URL(url).pathname.slice('/files/'.length);

/** Sends a file as the gateway would take it in: with the right that the address gives, and no other. */
export async function send(world: World, { url }: { url: string }, file: Buffer): Promise<void> {
  const right = world.files.rightOf('PUT', keyOf(url), new URL(url).searchParams);
  if (!right) throw new Error('The address is not good.');
  await world.files.receive(right.key, Readable.from([file]), right.size!);
}

/** An upload whose file was sent. */
export async function upload(
  world: World,
  person: Person,
  file: Buffer = PNG,
  contentType = 'image/png',
): Promise<{ id: string; url: string }> {
  const { upload: made } = succeeded(await request(world, person, { contentType, size: file.length }));
  await send(world, made, file);
  return made;
}

/** A person's new picture: its address. */
export async function picture(world: World, person: Person, file: Buffer = PNG, contentType = 'image/png'): Promise<string> {
  const { id } = await upload(world, person, file, contentType);
  return succeeded(await setAvatar(world, person, { uploadId: id })).user.avatarUrl as string;
}

/** Keys of the files that are kept for good, of those that will go, by the subgraph's own books. */
export async function books(world: World, person: Person): Promise<{ kept: string[]; going: string[] }> {
  const rows = await world.db.prisma.storedFile.findMany({ where: { owner: person.id } });
  return {
    kept: rows.filter((row) => !row.deleteAt).map((row) => row.key),
    going: rows.filter((row) => row.deleteAt).map((row) => row.key),
  };
}

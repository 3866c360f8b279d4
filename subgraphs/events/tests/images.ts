import { Readable } from 'node:stream';
import type { Viewer } from '@marquee/platform';
import type { Data } from '@marquee/platform/testing';
import sharp from 'sharp';
import {
  CompleteUploadDocument,
  CreateUploadDocument,
  DeleteImageDocument,
  OneImageDocument,
  PicturesOfEventDocument,
  type CreateUploadInput,
} from './generated/documents';
import type { World } from './world';

export const aPicture = (width = 400, height = 300, colour = '#2a7'): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();

export const askUpload = async (world: World, viewer: Viewer, input: Partial<CreateUploadInput> = {}): Promise<Data> =>
  (await world.run(viewer, CreateUploadDocument, { input: { contentType: 'image/jpeg', size: 100, ...input } })).createUpload;

/** Sends a file as the gateway would take it in: with the right that the address gives, and no other. */
export async function send(world: World, url: string, file: Buffer): Promise<void> {
  const { pathname, searchParams } = new URL(url);
  const right = world.files.rightOf('PUT', pathname.slice('/files/'.length), searchParams);
  if (!right) throw new Error('The address is not good.');
  await world.files.receive(right.key, Readable.from([file]), right.size!);
}

export const complete = async (world: World, viewer: Viewer, uploadId: string, altText = 'A lantern'): Promise<Data> =>
  (await world.run(viewer, CompleteUploadDocument, { input: { uploadId, altText } })).completeUpload;

/** A file that was sent and handed over: its id. */
export async function sent(world: World, viewer: Viewer, file: Buffer, contentType = 'image/jpeg'): Promise<string> {
  const asked = await askUpload(world, viewer, { contentType, size: file.length });
  if (!asked.upload) throw new Error(JSON.stringify(asked));
  await send(world, asked.upload.url as string, file);
  const done = await complete(world, viewer, asked.upload.id as string);
  if (!done.image) throw new Error(JSON.stringify(done));
  return done.image.id as string;
}

export const draw = (world: World) => world.subgraph.runJob('draw-images');

/** A picture that can be shown: its id. */
export async function ready(world: World, viewer: Viewer, file?: Buffer): Promise<string> {
  const id = await sent(world, viewer, file ?? (await aPicture()));
  await draw(world);
  return id;
}

export const imageOf = async (world: World, viewer: Viewer, id: string): Promise<Data> =>
  (await world.run(viewer, OneImageDocument, { id })).image as Data;

export const picturesOf = async (world: World, viewer: Viewer | null, id: string): Promise<Data> =>
  (await world.run(viewer, PicturesOfEventDocument, { id })).event as Data;

export const deleteImage = async (world: World, viewer: Viewer, imageId: string): Promise<Data> =>
  (await world.run(viewer, DeleteImageDocument, { input: { imageId } })).deleteImage;

/** The key of the file that an address leads to. */
export const keyOf = (url: string): string => new URL(url).pathname.slice('/files/'.length);

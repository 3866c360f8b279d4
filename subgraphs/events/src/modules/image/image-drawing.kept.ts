import { randomUUID } from 'node:crypto';
import {
  dropUpload,
  FilesAway,
  ImageRefused,
  MAX_IMAGE_BYTES,
  renderImage,
  reserveFile,
  type FileStore,
  type Logger,
  type RenderedImage,
  type Rendition,
} from '@marquee/platform';
import type { Step } from '../../context';
import { ImageUnreachable, type ImageSource } from '../../ports/image-source';
import { hashOf } from './image-address';
import { UPLOAD_DELETED_MS } from './image-limits';
import { imageExamined } from './image.facts';
import { nextToDraw } from './image.sql';
import { changeImage, keepRenditions, lockImage } from './image.store';
import type { ImageRow } from './image.types';

type Change = <T>(work: (step: Step) => Promise<T>) => Promise<T>;

/** So many in one turn of the job. */
const BATCH = 100;
/** A picture under which the process ended so often is not tried again. */
const MOST_TRIES = 3;
const AGAIN_MS = 60_000;
/** Who owns the files of a picture that nobody sent. */
const NOBODY = 'nobody';

/** Draws what was sent, or is found elsewhere: one picture after the other, in a job, so that many at once wait and take no memory. */
export class ImageDrawing {
  constructor(
    private readonly files: FileStore,
    private readonly source: ImageSource | null,
    private readonly logger: Logger,
  ) {}

  async turn(change: Change): Promise<void> {
    for (let done = 0; done < BATCH; done++) {
      const image = await change(claim);
      if (!image) return;
      await this.take(image, change);
    }
  }

  private async take(image: ImageRow, change: Change): Promise<void> {
    try {
      const drawn = await renderImage(await this.bytesOf(image), image.contentType ?? undefined);
      await this.publish(image, drawn, change);
    } catch (error) {
      if (error instanceof ImageRefused) return change((step) => refuse(step, image, error.fault));
      if (error instanceof ImageUnreachable && (!error.isPassing || image.tries >= MOST_TRIES))
        return change((step) => refuse(step, image, 'UNREACHABLE'));
      // Not the picture's fault, as far as is known.
      this.logger.warn({ err: error, imageId: image.id }, 'a picture could not be drawn; it is tried again');
      if (error instanceof FilesAway) await change((step) => again(step, image));
    }
  }

  private async bytesOf({ uploadKey, sourceUrl }: ImageRow): Promise<Buffer> {
    if (sourceUrl !== null) {
      if (!this.source) throw new ImageUnreachable('Pictures of others are not fetched here.', false);
      return this.source.fetch(sourceUrl, MAX_IMAGE_BYTES);
    }
    const stream = uploadKey === null ? null : await this.files.read(uploadKey, MAX_IMAGE_BYTES);
    if (!stream) throw new ImageRefused('BROKEN');
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of stream) chunks.push(chunk as Buffer);
    } catch (error) {
      throw error instanceof FilesAway ? error : new FilesAway(error);
    }
    return Buffer.concat(chunks);
  }

  /** The rows of the files first, then the files, and the picture last: whatever a crash leaves is deleted. */
  private async publish(image: ImageRow, drawn: RenderedImage, change: Change): Promise<void> {
    const folder = `public/images/${randomUUID()}`;
    const files = drawn.renditions.map((rendition) => ({ key: keyOf(folder, rendition), rendition }));
    await change(async (step) => {
      const deleteAt = new Date(step.now.getTime() + UPLOAD_DELETED_MS);
      for (const { key } of files) await reserveFile(step, { key, owner: image.ownerId ?? NOBODY, deleteAt });
    });
    for (const { key, rendition } of files) await this.files.put(key, rendition.bytes);
    const main = files.find(({ rendition: { use, format } }) => use === 'DISPLAY' && format === 'JPEG')!;
    const address = image.sourceUrl ?? this.files.publicUrl(main.key);
    await change(async (step) => {
      // Deleted meanwhile, or drawn by another process whose turn took longer than its claim.
      if ((await lockImage(step, image.id))?.state !== 'WAITING') return;
      const rows = files.map(({ key, rendition: { use, format, width, height, bytes } }) => ({
        ...{ key, use, format, width, height, bytes: bytes.length },
      }));
      if (!(await keepRenditions(step, image.id, rows))) return;
      const { width, height, blurhash, sharpness, exposure, quality } = drawn;
      const shown = { address, addressHash: hashOf(address), width, height, blurhash, sharpness, exposure, quality };
      const ready = await changeImage(step, image.id, { ...shown, state: 'READY', runAt: null });
      discardUpload(step, image);
      await step.tell(imageExamined(ready));
    });
  }
}

/** Takes the next picture for a minute or so. Its try is counted before it is touched: one that ends the process is not tried for ever. */
async function claim(step: Step): Promise<ImageRow | null> {
  const [next] = await step.tx.$queryRaw<{ id: string }[]>(nextToDraw(step.now));
  if (!next) return null;
  const image = await step.tx.image.findUniqueOrThrow({ where: { id: next.id } });
  if (image.tries >= MOST_TRIES) {
    await refuse(step, image, 'BROKEN');
    return claim(step);
  }
  const tries = image.tries + 1;
  return step.tx.image.update({ where: { id: image.id }, data: { tries, runAt: new Date(step.now.getTime() + tries * AGAIN_MS) } });
}

async function refuse(step: Step, image: ImageRow, fault: string): Promise<void> {
  if ((await lockImage(step, image.id))?.state !== 'WAITING') return;
  await changeImage(step, image.id, { state: 'REFUSED', fault, runAt: null });
  discardUpload(step, image);
}

/** The store was away: that is no try. */
async function again(step: Step, { id, tries }: ImageRow): Promise<void> {
  await step.tx.image.updateMany({
    where: { id, state: 'WAITING' },
    data: { tries: tries - 1, runAt: new Date(step.now.getTime() + AGAIN_MS) },
  });
}

function discardUpload(step: Step, { uploadKey }: ImageRow): void {
  if (uploadKey !== null) dropUpload(step, uploadKey);
}

const keyOf = (folder: string, { hash, width, format, use }: Rendition): string => {
  const ending = format === 'JPEG' ? 'jpg' : format.toLowerCase();
  return `${folder}/${hash.slice(0, 32)}-${use === 'DISPLAY' ? width : use.toLowerCase().replace('_', '-')}.${ending}`;
};

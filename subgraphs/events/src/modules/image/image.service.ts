import {
  conflict,
  firstBytes,
  followState,
  IMAGE_SIGNATURE_BYTES,
  imageTypeOf,
  isId,
  Keyset,
  notFound,
  type Connection,
  type FileStore,
  type PageArguments,
} from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Prisma } from '../../generated/prisma/client';
import { requireWithinHour } from '../person/hourly-limit.store';
import { UPLOAD_DELETED_MS } from './image-limits';
import type { CompleteUpload, CreateUpload, DeleteImage, DescribeImage } from './image.input';
import { noPicturesHere, uploadRefused } from './image.refusals';
import { addUpload, changeImage, lockImage, withdrawImage } from './image.store';
import type { ImageRow, UploadView } from './image.types';

const newestFirst = new Keyset('imagesOfOwner', { createdAt: 'time', id: 'id' }, 'greatest first');

/** Pictures that people send: to a place that nobody reads, from which they are drawn anew. */
export class ImageService {
  constructor(private readonly ctx: Context) {}

  /** One of the viewer's own. */
  async byId(id: string): Promise<ImageRow | null> {
    const image = isId(id) ? await this.ctx.loaders.imageById.load(id) : null;
    return image !== null && image.ownerId === this.ctx.viewer.id ? image : null;
  }

  async mine(args: PageArguments): Promise<Connection<ImageRow>> {
    const { kept, viewer } = this.ctx;
    const page = newestFirst.page(args);
    const where: Prisma.ImageWhereInput = { ownerId: viewer.id, state: { not: 'GONE' } };
    const rows = await kept.db.prisma.image.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, { totalCount: () => kept.db.prisma.image.count({ where }) });
  }

  async createUpload(input: CreateUpload): Promise<UploadView> {
    const { viewer } = this.ctx;
    const { files } = this;
    const id = await this.ctx.change('createUpload', input, async (step) => {
      await requireWithinHour(step, viewer, 'IMAGES');
      return addUpload(step, viewer.id, input);
    });
    const { uploadKey, uploadSize, expiresAt } = await this.require(id);
    const signed = await files.signUpload(uploadKey!, { size: uploadSize!, until: expiresAt! });
    return { ...signed, id, headers: Object.entries(signed.headers).map(([name, value]) => ({ name, value })), expiresAt: expiresAt! };
  }

  async completeUpload(input: CompleteUpload): Promise<ImageRow> {
    const { uploadId, altText } = input;
    const known = await this.require(uploadId);
    // The store is asked before the change: nobody waits for it with a transaction open. What is drawn is looked at once more.
    if (!(await this.ctx.isRepeat('completeUpload', input))) await this.look(known);
    await this.ctx.change('completeUpload', input, async (step) => {
      const image = await lockImage(step, known.id);
      if (image?.state !== 'AWAITED') throw uploadRefused('SPENT');
      await changeImage(step, image.id, { state: 'WAITING', altText, runAt: step.now });
    });
    return this.require(uploadId);
  }

  async describe(input: DescribeImage): Promise<ImageRow> {
    const known = await this.require(input.imageId);
    await this.ctx.change('describeImage', input, async (step) => {
      const image = await lockImage(step, known.id);
      if (image === null || image.state === 'GONE') throw conflict('This picture was deleted meanwhile.');
      await changeImage(step, image.id, { altText: input.altText });
    });
    return this.require(known.id);
  }

  /** Returns the id of the picture that is gone. Its events are changed right after it (`forget-images`). */
  async delete(input: DeleteImage): Promise<string> {
    const known = await this.byId(input.imageId);
    return this.ctx.change('deleteImage', input, async (step) => {
      const image = known && (await lockImage(step, known.id));
      if (!image || image.state === 'GONE') throw notFound('This picture');
      await withdrawImage(step, image);
      return image.id;
    });
  }

  async changes(id: string): Promise<AsyncIterableIterator<ImageRow>> {
    const image = await this.require(id);
    return followState<Context, { version: number }, ImageRow>(this.ctx, {
      channel: channels.image(image.id),
      look: (fresh) => fresh.services.images.byId(image.id),
      versionOf: ({ version }) => version,
      version: image.version,
      endsOn: [channels.rights(this.ctx.viewer.id)],
    });
  }

  private async require(id: string): Promise<ImageRow> {
    const image = await this.byId(id);
    if (!image) throw notFound('This picture');
    return image;
  }

  /** Refuses what is not the file that its upload promised: a few bytes tell. */
  private async look({ state, uploadKey, uploadSize, contentType, createdAt }: ImageRow): Promise<void> {
    const isOld = createdAt.getTime() + UPLOAD_DELETED_MS <= this.ctx.kept.clock.now().getTime();
    if (state !== 'AWAITED' || isOld || !uploadKey) throw uploadRefused('SPENT');
    const found = await this.files.head(uploadKey);
    if (!found) throw uploadRefused('NOT_UPLOADED');
    if (found.size !== uploadSize) throw uploadRefused('WRONG_SIZE');
    const bytes = await firstBytes(this.files, uploadKey, IMAGE_SIGNATURE_BYTES);
    if (!bytes || imageTypeOf(bytes) !== contentType) throw uploadRefused('NOT_THIS_IMAGE');
  }

  private get files(): FileStore {
    const { files } = this.ctx.kept;
    if (!files) throw noPicturesHere();
    return files;
  }
}

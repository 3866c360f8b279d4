import { isId, type FileStore, type InputFault } from '@marquee/platform';
import type { Context } from '../../context';
import type { ImageFault, ImageFormat, ImageUse } from '../../generated/resolvers';
import { hashOf } from './image-address';
import type { ImageRow, Pictures } from './image.types';

/** What an edit wishes of an event's pictures: the cover by the id of one of the viewer's, or by an address. */
export type WishedPictures = Partial<Pictures> & { coverId?: string | null };

interface RenditionView {
  url: string;
  use: ImageUse;
  format: ImageFormat;
  width: number;
  height: number;
  size: number;
}

/** Pictures as they are shown with events, and what may be shown there. */
export class ShownImageService {
  constructor(private readonly ctx: Context) {}

  /** The copy of the picture at an address; null where there is none. */
  async at(address: string | null): Promise<ImageRow | null> {
    return address === null ? null : this.ctx.loaders.imageShown.load({ addressHash: hashOf(address) });
  }

  /** Those that can be shown, in this order. */
  async shown(ids: readonly string[]): Promise<ImageRow[]> {
    const found = await Promise.all(ids.map((id) => this.one(id)));
    return found.filter((image) => image !== null);
  }

  async one(id: string | null): Promise<ImageRow | null> {
    return id !== null && isId(id) ? this.ctx.loaders.imageShown.load({ id }) : null;
  }

  stateOf({ state }: ImageRow): Exclude<ImageRow['state'], 'GONE'> {
    // Loaders find none that is gone.
    return state === 'GONE' ? 'REFUSED' : state;
  }

  faultOf({ fault }: ImageRow): ImageFault | null {
    return fault as ImageFault | null;
  }

  async urlOf({ id, state }: ImageRow): Promise<string | null> {
    if (state !== 'READY') return null;
    return (await this.renditionsOf(id)).find(({ use, format }) => use === 'DISPLAY' && format === 'JPEG')?.url ?? null;
  }

  async renditionsOf(id: string): Promise<RenditionView[]> {
    const { files } = this.ctx.kept;
    if (!files) return [];
    const rows = await this.ctx.loaders.renditionsByImageId.load(id);
    return rows.map(({ key, use, format, width, height, bytes }) => ({
      ...{ url: files.publicUrl(key), use: use as ImageUse, format: format as ImageFormat, width, height, size: bytes },
    }));
  }

  /** What is wrong with the pictures that are wished; `known`: those that the event has already, whoever sent them. */
  async faults(wished: WishedPictures, known: Partial<Pictures> = {}): Promise<InputFault[]> {
    const { coverId, galleryIds = [], videoPosterId, imageUrl } = wished;
    const had = new Set([...(known.galleryIds ?? []), ...(known.videoPosterId ? [known.videoPosterId] : [])]);
    const faults: InputFault[] = [];
    const look = async (path: string, id: string) => {
      const message = await this.faultOfWish(id, had);
      if (message) faults.push({ path, message });
    };
    if (coverId && imageUrl) faults.push({ path: 'coverId', message: 'pass coverId or imageUrl, not both' });
    else if (coverId) await look('coverId', coverId);
    if (imageUrl && imageUrl !== known.imageUrl && this.isOurs(imageUrl) && !(await this.at(imageUrl)))
      faults.push({ path: 'imageUrl', message: 'there is no such picture' });
    await Promise.all(galleryIds.map((id, at) => look(`galleryIds.${at}`, id)));
    if (videoPosterId) await look('videoPosterId', videoPosterId);
    return faults;
  }

  /** What is wished, with the cover as the address that events keep. After `faults`. */
  async withCover<Wish extends WishedPictures>({ coverId, ...wish }: Wish): Promise<Omit<Wish, 'coverId'>> {
    if (coverId === undefined || (coverId === null && wish.imageUrl)) return wish;
    return { ...wish, imageUrl: coverId === null ? null : ((await this.one(coverId))?.address ?? null) };
  }

  private async faultOfWish(id: string, had: ReadonlySet<string>): Promise<string | null> {
    const image = await this.ctx.loaders.imageById.load(id);
    const isKnown = image !== null && (image.ownerId === this.ctx.viewerId || had.has(image.id));
    if (!isKnown || image.ownerId === null) return 'you have no such picture';
    if (image.state === 'REFUSED') return 'this picture was refused: send another one';
    return image.state === 'READY' ? null : 'this picture is not ready yet';
  }

  private isOurs(address: string): boolean {
    return (this.ctx.kept.files as FileStore | undefined)?.isPublicUrl(address) ?? false;
  }
}

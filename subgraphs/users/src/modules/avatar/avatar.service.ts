import { conflict, contentTypeOf, firstBytes, IMAGE_SIGNATURE_BYTES, imageTypeOf, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { AvatarUpload as UploadRow, User as UserRow } from '../../generated/prisma/client';
import type { UserService } from '../user/user.service';
import { UPLOAD_DELETED_MS } from './avatar-limits';
import type { RemoveAvatar, RequestAvatarUpload, SetAvatar } from './avatar.input';
import { avatarRefused } from './avatar.refusals';
import { addUpload, replaceAvatar, requireWithinHour, reserveAvatar, spendUpload } from './avatar.store';
import type { AvatarUploadView } from './avatar.types';

/** Pictures that people upload of themselves: sent to a place that nobody reads, looked at, and only then shown. */
export class AvatarService {
  constructor(
    private readonly ctx: Context,
    private readonly users: UserService,
  ) {}

  async requestUpload(input: RequestAvatarUpload): Promise<AvatarUploadView> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('requestAvatarUpload', input, async (step) => {
      await requireWithinHour(step, viewer);
      return addUpload(step, viewer.id, input);
    });
    const { key, size, expiresAt } = await this.requireUpload(id);
    const { url, method, headers } = await this.ctx.kept.files.signUpload(key, { size, until: expiresAt });
    return { id, url, method, headers: Object.entries(headers).map(([name, value]) => ({ name, value })), expiresAt };
  }

  async set(input: SetAvatar): Promise<UserRow> {
    const { id } = this.ctx.viewer;
    const isRepeat = await this.ctx.isRepeat('setAvatar', input);
    // The store is asked before the change: nobody waits for it with a transaction open.
    const picture = isRepeat ? null : await this.publish(await this.requireUpload(input.uploadId));
    await this.ctx.change('setAvatar', input, async (step) => {
      if (!picture) throw conflict('The first request of this key was undone meanwhile. Send it again.');
      await spendUpload(step, picture.upload);
      await replaceAvatar(step, id, picture.key);
    });
    return this.users.require(id);
  }

  async remove(input: RemoveAvatar): Promise<UserRow> {
    const { id } = this.ctx.viewer;
    await this.ctx.change('removeAvatar', input, (step) => replaceAvatar(step, id, null));
    return this.users.require(id);
  }

  /** Nobody knows of others' uploads. */
  private async requireUpload(id: string): Promise<UploadRow> {
    const upload = await this.ctx.kept.db.prisma.avatarUpload.findUnique({ where: { id } });
    if (upload?.userId !== this.ctx.viewer.id) throw notFound('This upload');
    return upload;
  }

  /**
   * Copies the upload to where everybody can read it, and then looks at the copy: what was uploaded may be replaced at any moment by who
   * has its address, the copy by nobody.
   */
  private async publish(upload: UploadRow): Promise<{ upload: UploadRow; key: string }> {
    const { viewer, kept } = this.ctx;
    const isOld = upload.createdAt.getTime() + UPLOAD_DELETED_MS <= kept.clock.now().getTime();
    if (upload.usedAt || isOld) throw avatarRefused('SPENT');
    // What is wrong already needs no copy.
    await this.look(upload.key, upload);
    const key = await this.ctx.change('reserveAvatar', {}, (step) => reserveAvatar(step, viewer.id, upload.key));
    if (!(await kept.files.copy(upload.key, key))) throw avatarRefused('NOT_UPLOADED');
    await this.look(key, upload);
    return { upload, key };
  }

  /** Refuses a file that is not what its upload promised. A few bytes tell; nothing is decoded. */
  private async look(key: string, { size }: UploadRow): Promise<void> {
    const { files } = this.ctx.kept;
    const found = await files.head(key);
    if (!found) throw avatarRefused('NOT_UPLOADED');
    if (found.size !== size) throw avatarRefused('WRONG_SIZE');
    const bytes = await firstBytes(files, key, IMAGE_SIGNATURE_BYTES);
    if (!bytes || imageTypeOf(bytes) !== contentTypeOf(key)) throw avatarRefused('NOT_THIS_IMAGE');
  }
}

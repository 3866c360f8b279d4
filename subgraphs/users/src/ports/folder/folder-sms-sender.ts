import { SmsFault, type Sms, type SmsSender } from '../sms-sender';
import { Folder, UnusableId } from './folder';

/** Puts short messages into a folder, one file each, for a developer to read at `/dev/messages`. Nothing leaves this machine. */
export class FolderSmsSender extends Folder<Sms> implements SmsSender {
  readonly name = 'folder';

  async send(message: Sms): Promise<void> {
    await this.put(message).catch((error: NodeJS.ErrnoException) => {
      throw error instanceof UnusableId ? new SmsFault('unusable id', true) : new SmsFault(error.code ?? 'unknown', false);
    });
  }
}

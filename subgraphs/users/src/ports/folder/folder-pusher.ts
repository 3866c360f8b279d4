import { fault, sent, type Push, type Pusher, type PushOutcome } from '../pusher';
import { Folder } from './folder';

/** Puts pushes into a folder, one file each, for a developer to read at `/dev/pushes`. Nothing leaves this machine. */
export class FolderPusher extends Folder<Push> implements Pusher {
  readonly name = 'folder';
  readonly receipts = null;

  async send(pushes: readonly Push[]): Promise<PushOutcome[]> {
    const outcomes: PushOutcome[] = [];
    for (const push of pushes)
      outcomes.push(
        await this.put(push).then(
          () => sent(),
          (error: NodeJS.ErrnoException) => fault(error.code ?? 'unusable id', error.code === undefined),
        ),
      );
    return outcomes;
  }
}

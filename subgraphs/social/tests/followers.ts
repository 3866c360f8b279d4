import type { Viewer } from '@marquee/platform';
import type { Data, TestStream } from '@marquee/platform/testing';
import { print } from 'graphql';
import { RoomChangedDocument, RoomStateDocument, SyncDocument } from './generated/documents';
import type { World } from './world';

const ROOM_CHANGED = print(RoomChangedDocument);

interface Member {
  role: string;
  read: number;
  got: number;
  receipts: boolean;
}

/** What an app shows of a room. */
export interface Shown {
  messages: Data[];
  members: Record<string, Member>;
}

/** An app that follows a room by its log alone. It holds what it was told, and nothing that it has asked for. */
export class Follower {
  private readonly messages = new Map<string, Data>();
  private readonly members = new Map<string, Member>();
  private readonly waiting = new Set<{ is: () => boolean; tell: () => void }>();
  private stream: TestStream | undefined;
  /** Every number that came, as it came. */
  readonly numbers: number[] = [];
  change = 0;

  constructor(
    private readonly world: World,
    private readonly viewer: Viewer,
    private readonly roomId: string,
  ) {}

  get isThere(): boolean {
    return this.stream !== undefined;
  }

  async come(): Promise<void> {
    const stream = await this.world.subscribe(this.viewer, ROOM_CHANGED, { roomId: this.roomId, since: this.change });
    this.stream = stream;
    void this.follow(stream);
  }

  /** Takes in what it missed by asking for it, without listening. False when it is not in the room. */
  async catchUp(): Promise<boolean> {
    for (;;) {
      const { sync } = await this.world.run(this.viewer, SyncDocument, { cursors: [{ roomId: this.roomId, since: this.change }] });
      const room = sync.rooms[0]!;
      if (room.__typename !== 'RoomCaughtUp') return false;
      for (const change of room.changes) this.take(change as Data);
      if (!room.hasMore) return true;
    }
  }

  /** What is on its way is lost. */
  async go(): Promise<void> {
    const { stream } = this;
    this.stream = undefined;
    await stream?.close();
  }

  /** Until it has been told of this message. */
  async sees(id: string): Promise<void> {
    const is = () => this.messages.has(id);
    if (!is()) await new Promise<void>((tell) => this.waiting.add({ is, tell }));
  }

  shows(): Shown {
    const messages = [...this.messages.values()].sort((one, other) => one.sequence - other.sequence);
    // As a cache holds it: what is answered is the message itself.
    for (const message of messages) if (message.replyTo) message.replyTo.text = this.messages.get(message.replyTo.id as string)?.text;
    return { messages, members: Object.fromEntries([...this.members].sort()) };
  }

  private async follow(stream: TestStream): Promise<void> {
    try {
      for (;;) {
        const { data } = await stream.next();
        // A line that is dropped tells nothing any more.
        if (this.stream !== stream) return;
        this.take(data!.roomChanged as Data);
      }
    } catch (error) {
      if (this.stream === stream) throw error;
    }
  }

  private take(change: Data): void {
    this.change = change.change as number;
    this.numbers.push(this.change);
    const message = (change.added ?? change.edited ?? change.deleted ?? change.reacted ?? change.pinned) as Data | undefined;
    if (message) this.messages.set(message.id as string, message);
    if (change.__typename === 'MessageAdded') this.reads(message!.sender?.id, message!.sequence);
    if (change.__typename === 'MemberRead') this.reads(change.user?.id, change.lastReadSequence);
    if (change.__typename === 'MemberDelivered') this.gets(change.user?.id, change.deliveredSequence);
    if (change.__typename === 'RoomMemberChanged') {
      if (change.role)
        this.members.set(change.user.id, {
          role: change.role,
          read: change.lastReadSequence,
          got: change.deliveredSequence,
          receipts: change.readReceipts,
        });
      else this.members.delete(change.user.id);
    }
    for (const one of this.waiting) {
      if (!one.is()) continue;
      this.waiting.delete(one);
      one.tell();
    }
  }

  private reads(userId: string | undefined, sequence: number): void {
    const member = this.members.get(userId ?? '');
    if (member?.receipts) member.read = Math.max(member.read, sequence);
    this.gets(userId, sequence);
  }

  private gets(userId: string | undefined, sequence: number): void {
    const member = this.members.get(userId ?? '');
    if (member?.receipts) member.got = Math.max(member.got, sequence);
  }
}

/** What a query shows of the room, as a follower would hold it. */
export async function asked(world: World, viewer: Viewer, roomId: string): Promise<Shown> {
  const { chatRoom } = await world.run(viewer, RoomStateDocument, { id: roomId });
  const { messages, members } = chatRoom!;
  return {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- what is the viewer's own is no part of a shared stream
    messages: messages.nodes.map(({ versions, viewerReactions, ...message }) => message),
    members: Object.fromEntries(
      members.nodes
        .map(
          ({ user, role, lastReadSequence, deliveredSequence, readReceipts }) =>
            [user!.id, { role, read: lastReadSequence, got: deliveredSequence, receipts: readReceipts }] as const,
        )
        .sort(),
    ),
  };
}

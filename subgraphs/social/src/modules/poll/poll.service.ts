import { randomUUID } from 'node:crypto';
import { invalidInput, isId, notAllowed, notFound, type Connection, type PageArguments } from '@marquee/platform';
import type { Context, Step } from '../../context';
import type { Poll } from '../../generated/prisma/client';
import { seenAmong } from '../event/event.store';
import { mayModerate } from '../group/group-rights';
import type { GroupView } from '../group/group.types';
import { tellInRoomsOf } from '../notice/notice.store';
import { requireWithinHour } from '../person/hourly-limit.store';
import { requireVoiceInGroup } from '../post/post.store';
import { standingsOf, type Standing } from './poll-count';
import { pollChanged } from './poll.facts';
import type { CastVote, CreatePoll, OfPoll } from './poll.input';
import { pollClosed } from './poll.refusals';
import { POLLS_OF_GROUP, VOTERS_OF_OPTION } from './poll.sql';
import { closePoll, lockPollFor, optionsOf, pushPoll, tellOfPoll } from './poll.store';
import { followPoll } from './poll.stream';
import type { PollOptionView, PollView, PollVoter } from './poll.types';

const YEAR_MS = 366 * 86_400_000;
/** In a larger group a poll is found, and not told to everybody. */
const LARGEST_GROUP_TOLD = 200;

/** What groups ask their members. */
export class PollService {
  constructor(private readonly ctx: Context) {}

  /** Null when it does not exist or the viewer is not a member of its group. */
  async byId(id: string): Promise<PollView | null> {
    return isId(id) ? this.ctx.loaders.pollById.load(id) : null;
  }

  async create(input: CreatePoll): Promise<PollView> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('createPoll', input, async (step) => {
      const { tx, now } = step;
      await requireVoiceInGroup(step, input.groupId, viewer.id);
      const { closesAt = null } = input;
      if (closesAt && (closesAt <= now || closesAt.getTime() > now.getTime() + YEAR_MS))
        throw invalidInput('closesAt', 'must be later than now, within a year');
      const asked = input.options.flatMap(({ eventId }) => eventId ?? []);
      const seen = await seenAmong(step, viewer, asked);
      for (const [index, { eventId }] of input.options.entries())
        if (eventId && !seen.has(eventId)) throw invalidInput(`options.${index}.eventId`, 'must be an event that you may see');
      await requireWithinHour(step, viewer, 'POSTS');
      const poll = await tx.poll.create({
        data: {
          ...{ id: randomUUID(), groupId: input.groupId, authorId: viewer.id, question: input.question, method: input.method },
          ...{ anonymous: input.isAnonymous, resultsShown: input.resultsShown ?? (input.isAnonymous ? 'AFTER_CLOSING' : 'AFTER_VOTING') },
          ...{ closesAt, createdAt: now },
          options: {
            create: input.options.map(({ text = null, eventId = null, startTime = null, endTime = null }, position) => ({
              ...{ id: randomUUID(), position, text, eventId, startTime, endTime },
            })),
          },
        },
        include: { group: { select: { name: true, memberCount: true } } },
      });
      if (poll.group.memberCount <= LARGEST_GROUP_TOLD)
        await tellOfPoll(step, poll, poll.group.name, 'OPEN', { userIds: await this.othersIn(step, poll.groupId) });
      await tellInRoomsOf(step, poll, { kind: 'POLL_OPENED', by: viewer.id, about: poll.id });
      return poll.id;
    });
    return this.require(id);
  }

  async vote(input: CastVote): Promise<PollView> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('castVote', input, async (step) => {
      const poll = await lockPollFor(step, input.pollId, viewer.id, 'SHARE');
      requireOpen(step, poll);
      if (poll.group.archivedAt) throw notAllowed('This group is archived: nobody answers there any more.');
      if (poll.method === 'SINGLE' && input.optionIds.length > 1) throw invalidInput('optionIds', 'must be one option');
      const options = new Map((await optionsOf(step, poll.id)).map((option) => [option.id, option]));
      const unknown = input.optionIds.findIndex((optionId) => !options.has(optionId));
      if (unknown >= 0) throw invalidInput(`optionIds.${unknown}`, 'must be an option of this poll');
      if (input.goIfChosen && poll.anonymous) throw invalidInput('goIfChosen', 'must be false in an anonymous poll');
      if (input.goIfChosen && !input.optionIds.some((optionId) => options.get(optionId)!.eventId))
        throw invalidInput('goIfChosen', 'must be false without an event among the options');
      const key = { pollId: poll.id, userId: viewer.id };
      const vote = { choices: input.optionIds, goIfChosen: input.goIfChosen, createdAt: step.now };
      await step.tx.pollVote.upsert({ where: { pollId_userId: key }, create: { ...key, ...vote }, update: vote });
      pushPoll(step, poll.id);
      return poll.id;
    });
    return this.require(id);
  }

  async withdraw(input: OfPoll): Promise<PollView> {
    const { viewer } = this.ctx;
    const id = await this.ctx.change('withdrawVote', input, async (step) => {
      const poll = await lockPollFor(step, input.pollId, viewer.id, 'SHARE');
      requireOpen(step, poll);
      const { count } = await step.tx.pollVote.deleteMany({ where: { pollId: poll.id, userId: viewer.id } });
      if (count > 0) pushPoll(step, poll.id);
      return poll.id;
    });
    return this.require(id);
  }

  async close(input: OfPoll): Promise<PollView> {
    const id = await this.ctx.change('closePoll', input, async (step) => {
      const poll = await this.lockToRun(step, input.pollId);
      if (poll.closedAt === null) await closePoll(step, poll, poll.group.name);
      return poll.id;
    });
    return this.require(id);
  }

  /** Returns the id of the poll. */
  async delete(input: OfPoll): Promise<string> {
    return this.ctx.change('deletePoll', input, async (step) => {
      const poll = await this.lockToRun(step, input.pollId);
      await step.tx.poll.delete({ where: { id: poll.id } });
      await step.tell(pollChanged({ ...poll, version: poll.version + 1 }, poll.group.name, 'DELETED', { userIds: [] }));
      pushPoll(step, poll.id);
      return poll.id;
    });
  }

  async ofGroup({ id, viewerRole }: GroupView, args: PageArguments): Promise<Connection<PollView> | null> {
    const { keyset } = POLLS_OF_GROUP;
    const page = keyset.page(args);
    const { pollsOfGroupPage, pollCountByGroupId } = this.ctx.loaders;
    if (viewerRole === null) return null;
    return keyset.connection(await pollsOfGroupPage.load({ id, page }), page, {
      totalCount: async () => (await pollCountByGroupId.load(id))?.count ?? 0,
    });
  }

  async options(poll: PollView): Promise<PollOptionView[]> {
    const rows = await this.ctx.loaders.optionsByPollId.load(poll.id);
    const standings = this.areShown(poll) && poll.closedAt === null ? await this.standings(poll) : null;
    return rows.map((row) => ({ ...row, ...standings?.get(row.id), shown: this.areShown(poll), anonymous: poll.anonymous }));
  }

  async viewerVote(poll: PollView): Promise<PollOptionView[]> {
    const options = new Map((await this.options(poll)).map((option) => [option.id, option]));
    return (poll.viewerChoices ?? []).map((id) => options.get(id)!);
  }

  async leaders(poll: PollView): Promise<PollOptionView[] | null> {
    if (!this.areShown(poll)) return null;
    if ((await this.voterCount(poll)) === 0) return [];
    return (await this.options(poll)).filter(({ rank }) => rank === 1);
  }

  async voterCount({ id, voters }: PollView): Promise<number> {
    return voters ?? (await this.ctx.loaders.ballotsByPollId.load(id)).reduce((sum, { people }) => sum + people, 0);
  }

  isClosed({ closedAt, closesAt }: PollView): boolean {
    return closedAt !== null || (closesAt !== null && closesAt <= this.ctx.kept.clock.now());
  }

  async voters({ id, shown, anonymous }: PollOptionView, args: PageArguments): Promise<Connection<PollVoter> | null> {
    const { keyset } = VOTERS_OF_OPTION;
    const page = keyset.page(args);
    if (!shown || anonymous) return null;
    const { votersOfOptionPage, voterCountByOptionId } = this.ctx.loaders;
    return keyset.connection(await votersOfOptionPage.load({ id, page }), page, {
      totalCount: async () => (await voterCountByOptionId.load(id))?.count ?? 0,
    });
  }

  async changes(pollId: string): Promise<AsyncIterableIterator<PollView>> {
    return followPoll(this.ctx, await this.require(pollId));
  }

  /** Throws NotFound: a repeated request may come from somebody who may not see it any more. */
  async require(id: string): Promise<PollView> {
    const poll = await this.byId(id);
    if (!poll) throw notFound('This poll');
    return poll;
  }

  private areShown(poll: PollView): boolean {
    if (poll.resultsShown === 'ALWAYS' || this.isClosed(poll)) return true;
    return poll.resultsShown === 'AFTER_VOTING' && poll.viewerChoices !== null;
  }

  private async standings({ id, method }: PollView): Promise<Map<string, Standing>> {
    const { optionsByPollId, ballotsByPollId } = this.ctx.loaders;
    const [options, ballots] = await Promise.all([optionsByPollId.load(id), ballotsByPollId.load(id)]);
    return standingsOf(
      method,
      options.map((option) => option.id),
      ballots,
    );
  }

  /** The poll, held alone, for its author or one of those who run the group. */
  private async lockToRun(step: Step, pollId: string) {
    const { viewer } = this.ctx;
    const poll = await lockPollFor(step, pollId, viewer.id, 'UPDATE');
    if (poll.authorId === viewer.id) return poll;
    const { role } = await step.tx.groupMember.findUniqueOrThrow({
      where: { groupId_userId: { groupId: poll.groupId, userId: viewer.id } },
    });
    if (!mayModerate(role)) throw notAllowed('Only its author and those who run the group may do this.');
    return poll;
  }

  /** Members who are in no block with the viewer. */
  private async othersIn({ tx }: Step, groupId: string): Promise<string[]> {
    const me = this.ctx.viewer.id;
    const rows = await tx.$queryRaw<Array<{ id: string }>>`
      SELECT m.user_id AS id FROM group_members m WHERE m.group_id = ${groupId}::uuid AND m.active AND m.user_id <> ${me}::uuid
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE (b.blocker_id = m.user_id AND b.blocked_id = ${me}::uuid)
                                                  OR (b.blocker_id = ${me}::uuid AND b.blocked_id = m.user_id))
      ORDER BY m.user_id`;
    return rows.map(({ id }) => id);
  }
}

/** By the time under the lock: who waited for it may come too late. */
function requireOpen({ kept }: Step, { closedAt, closesAt }: Poll): void {
  if (closedAt) throw pollClosed(closedAt);
  if (closesAt && closesAt <= kept.clock.now()) throw pollClosed(closesAt);
}

import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { enterEventLotteryInput, leaveEventLotteryInput, openEventLotteryInput } from './lottery.input';

export const lotteryResolvers: Resolvers = {
  Mutation: {
    openEventLottery: mutation('OpenEventLotterySuccess', openEventLotteryInput, async (input, { services }) => ({
      event: await services.lotteries.open(input),
    })),
    enterEventLottery: mutation('EnterEventLotterySuccess', enterEventLotteryInput, async (input, { services }) => ({
      event: await services.lotteries.enter(input),
    })),
    leaveEventLottery: mutation('LeaveEventLotterySuccess', leaveEventLotteryInput, async (input, { services }) => ({
      event: await services.lotteries.leave(input),
    })),
  },
  Event: { lottery: (event, _, { services }) => services.lotteries.of(event) },
  EventLottery: {
    state: (lottery, _, { services }) => services.lotteries.state(lottery),
    entryCount: (lottery, _, { services }) => services.lotteries.entryCount(lottery),
    entries: (lottery, args, { services }) => services.lotteries.entries(lottery, args),
    viewerEntry: (lottery, _, { services }) => services.lotteries.viewerEntry(lottery),
  },
  LotteryEntry: { people: ({ companions }) => 1 + companions },
};

import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers, RiskReason } from '../../generated/resolvers';
import { money } from '../money/money';
import { decideInspectionInput } from './inspection.input';

export const inspectionResolvers: Resolvers = {
  Query: {
    orderInspections: (_, args, { services }) => services.inspections.all(args),
  },
  Mutation: {
    decideInspection: mutation('DecideInspectionSuccess', decideInspectionInput, async (input, { services }) => ({
      inspection: await services.inspections.decide(input),
    })),
  },
  OrderInspection: {
    __resolveReference: ({ id }, { services }) => services.inspections.byId(id),
    reasons: ({ reasons }) => reasons as RiskReason[],
    total: async ({ orderId }, _, { loaders }) => {
      const { totalMinor, currency } = (await loaders.orderById.load(orderId))!;
      return money(totalMinor, currency);
    },
    order: ({ orderId }, _, { services }) => services.orders.byId(orderId),
    event: async ({ orderId }, _, { loaders }) => refTo((await loaders.orderById.load(orderId))!.eventId),
    buyer: async ({ orderId }, _, { loaders }) => refTo((await loaders.orderById.load(orderId))!.userId),
    decidedBy: ({ decidedBy }) => (decidedBy === null ? null : refTo(decidedBy)),
  },
  Order: {
    isInspected: (order, _, { services }) => services.inspections.isInspected(order),
  },
};

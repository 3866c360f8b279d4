import { refTo } from '@marquee/platform';
import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { confirmCashReturnedInput, sellAtBoxOfficeInput, undoBoxOfficeSaleInput } from './box-office.input';

export const boxOfficeResolvers: Resolvers = {
  Mutation: {
    sellAtBoxOffice: mutation('SellAtBoxOfficeSuccess', sellAtBoxOfficeInput, async (input, { services }) => ({
      order: await services.boxOffice.sell(input),
    })),
    undoBoxOfficeSale: mutation('UndoBoxOfficeSaleSuccess', undoBoxOfficeSaleInput, (input, { services }) =>
      services.boxOfficeReturns.undo(input),
    ),
    confirmCashReturned: mutation('ConfirmCashReturnedSuccess', confirmCashReturnedInput, async (input, { services }) => ({
      refund: await services.boxOfficeReturns.confirm(input),
    })),
  },
  BoxOfficeSale: {
    soldBy: ({ soldById }) => refTo(soldById),
  },
  Order: {
    boxOffice: (order, _, { services }) => services.boxOfficeReturns.saleOf(order),
  },
  Event: {
    cashToGiveBack: ({ id }, args, { services }) => services.boxOfficeReturns.owed(id, args),
  },
};

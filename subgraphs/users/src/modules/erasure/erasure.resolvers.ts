import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { blockersOf, PARTIES } from './erasure-blockers';
import { cancelErasureInput, confirmErasureInput, requestErasureInput } from './erasure.input';

export const erasureResolvers: Resolvers = {
  Query: {
    erasure: (_, { token }, { services }) => services.erasures.byToken(token),
  },
  Mutation: {
    requestErasure: mutation('RequestErasureSuccess', requestErasureInput, async (input, { services }) => services.erasures.request(input)),
    confirmErasure: mutation('ConfirmErasureSuccess', confirmErasureInput, async (input, { services }) => ({
      erasure: await services.erasures.confirm(input),
    })),
    cancelErasure: mutation('CancelErasureSuccess', cancelErasureInput, async (input, { services }) => ({
      erasure: await services.erasures.cancel(input),
    })),
  },
  Viewer: {
    erasedFrom: ({ user }, _, { services }) => services.erasures.erasedFrom(user),
  },
  Erasure: {
    parts: ({ parts }) =>
      PARTIES.map((party) => {
        const part = parts.find((one) => one.party === party);
        return { party: party.toUpperCase(), items: part?.items ?? null, erasedAt: part?.erasedAt ?? null } as never;
      }),
    blockers: ({ state, parts }) => (state === 'ASKED' ? blockersOf(parts as never) : []),
  },
};

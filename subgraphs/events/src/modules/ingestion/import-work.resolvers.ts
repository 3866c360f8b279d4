import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { countsOf, waitsUntil } from './import-progress';
import { addToImportInput, cancelImportInput, startImportInput } from './import.input';

export const importWorkResolvers: Resolvers = {
  Query: {
    importWork: (_, { id }, { services }) => services.importWorks.byId(id),
    myImports: (_, args, { services }) => services.importWorks.mine(args),
  },
  Mutation: {
    startImport: mutation('StartImportSuccess', startImportInput, async (input, { services }) => ({
      import: await services.importWorks.start(input),
    })),
    addToImport: mutation('AddToImportSuccess', addToImportInput, async (input, { services }) => ({
      import: await services.importWorks.add(input),
    })),
    cancelImport: mutation('CancelImportSuccess', cancelImportInput, async (input, { services }) => ({
      import: await services.importWorks.cancel(input),
    })),
  },
  Subscription: {
    importProgress: {
      subscribe: (_, { importId }, { services }) => services.importWorks.changes(importId),
      resolve: (work: unknown) => work as never,
    },
    importChanged: {
      subscribe: (_, { importId }, { services }) => services.importWorks.changes(importId),
      resolve: (work: unknown) => work as never,
    },
  },
  ImportWork: {
    total: ({ total }) => total ?? 0,
    created: (work) => countsOf(work).CREATED,
    updated: (work) => countsOf(work).UPDATED,
    unchanged: (work) => countsOf(work).UNCHANGED,
    duplicates: (work) => countsOf(work).DUPLICATE,
    skipped: (work) => countsOf(work).SKIPPED,
    records: (work, args, { services }) => services.importWorks.recordsOf(work, args),
    waitsUntil,
    dryRun: ({ input }) => (input as { dryRun?: boolean } | null)?.dryRun ?? false,
  },
};

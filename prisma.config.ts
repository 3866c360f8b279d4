import { defineConfig } from 'prisma/config';

/** For Prisma's own commands (`prisma migrate deploy`, `prisma studio`); Marquee itself migrates without them. */
export default defineConfig({
  // eslint-disable-next-line no-restricted-properties -- Prisma's commands know no other way to be told
  datasource: { url: process.env.DATABASE_URL ?? '' },
});

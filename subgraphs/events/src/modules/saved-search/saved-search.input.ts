import { id, idempotencyKey, line, z } from '@marquee/platform';
import { filterInput, hereInput, MAX_QUERY } from '../search/search.input';
import { narrows } from './saved-search';

const name = line(100);
const query = line(MAX_QUERY, 0)
  .nullish()
  .transform((value) => (value === undefined ? undefined : value || null));
const alert = z.enum(['NONE', 'IMMEDIATE', 'DAILY', 'WEEKLY']);

export const saveSearchInput = z
  .object({
    name,
    query,
    filter: filterInput.nullish().transform((value) => value ?? filterInput.parse({})),
    here: hereInput.nullish(),
    alert: alert.nullish().transform((value) => value ?? 'NONE'),
    idempotencyKey: idempotencyKey(),
  })
  .refine((input) => input.query || narrows(input.filter), {
    path: ['query'],
    error: 'must say something, or the filter must: every event would be found',
  });

export const updateSavedSearchInput = z.object({
  searchId: id(),
  version: z.number().int(),
  name: name.nullish(),
  query,
  filter: filterInput.nullish().transform((value) => (value === null ? filterInput.parse({}) : value)),
  here: hereInput.nullish(),
  alert: alert.nullish(),
  idempotencyKey: idempotencyKey(),
});

export const deleteSavedSearchInput = z.object({ searchId: id(), idempotencyKey: idempotencyKey() });

export type SaveSearch = z.output<typeof saveSearchInput>;
export type UpdateSavedSearch = z.output<typeof updateSavedSearchInput>;
export type DeleteSavedSearch = z.output<typeof deleteSavedSearchInput>;

import type { Job } from '../context';
import { collectionsWithNews, forgetViews, tellNews } from '../modules/collection/collection-news.store';

/** Tells followers what is new in collections, each collection in a transaction of its own. */
export const tellCollections: Job = {
  name: 'tell-collections',
  everyMs: 600_000,
  async run({ change }) {
    const next = (last: string | null) => change((step) => collectionsWithNews(step, last));
    for (let ids = await next(null); ids.length > 0; ids = await next(ids.at(-1)!))
      for (const id of ids) await change((step) => tellNews(step, id));
    await change(forgetViews);
  },
};

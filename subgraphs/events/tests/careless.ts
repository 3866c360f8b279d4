import { watched, withoutLocks, type Hooks } from '@marquee/platform/testing';
import { events } from '../src';
import type { Database, Tx } from '../src/db';
import { keep } from '../src/kept';

/** Leaves conditions out of a model's changes, so that whoever writes last wins. */
const careless = <Model extends object>(model: Model, method: string): Model =>
  new Proxy(model, {
    get(target, name) {
      const member = Reflect.get(target, name) as (args: object) => unknown;
      if (name !== method) return member;
      return (args: { where: { id: string } }) => member.call(target, { ...args, where: { id: args.where.id } });
    },
  });

/** Events change as one would write it without thinking of others: no locks, and no condition on what was read. For the control of a race. */
const withoutConditions = (db: Database): Database => ({
  ...db,
  transaction: (work, options) =>
    db.transaction((tx, after) => {
      const models = { event: careless(tx.event, 'updateMany'), eventRevision: careless(tx.eventRevision, 'update') };
      return work(
        new Proxy(tx, { get: (target, name) => Reflect.get(models, name) ?? (Reflect.get(target, name) as unknown) }) as Tx,
        after,
      );
    }, options),
});

/** `after`: where those who race meet. */
export const carelessEvents = (after: Hooks['after']) =>
  events.with({ keep: (basics) => keep({ ...basics, db: withoutConditions(withoutLocks(watched(basics.db, { after }))) }) });

import type { Database, Tx } from '../src/db';

/**
 * A database in which a workflow is changed as one would write it without thinking of others: read, compare, write. The condition on
 * the version is left out of the UPDATE, and each of the first `crowd` transactions that change a workflow waits until all have read
 * theirs. For the control of a race, which may begin later (`racing`).
 */
export function withoutVersionCheck(db: Database, crowd: number, racing = () => true): Database {
  let readers = 0;
  let release = () => {};
  const allHaveRead = new Promise<void>((resolve) => (release = resolve));
  const careless = (workflow: Tx['workflow']): Tx['workflow'] =>
    new Proxy(workflow, {
      get(target, name) {
        if (name !== 'updateManyAndReturn') return Reflect.get(target, name) as unknown;
        return async ({ where, data }: { where: { id: string }; data: object }) => {
          if (!racing()) return target.updateManyAndReturn({ where, data });
          if (++readers === crowd) release();
          await allHaveRead;
          return target.updateManyAndReturn({ where: { id: where.id }, data });
        };
      },
    });
  const carelessTx = (tx: Tx): Tx =>
    new Proxy(tx, {
      get: (target, name) => (name === 'workflow' ? careless(target.workflow) : (Reflect.get(target, name) as unknown)),
    });
  return { ...db, transaction: (work, options) => db.transaction((tx, after) => work(carelessTx(tx), after), options) };
}

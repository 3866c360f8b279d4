import type { Kind } from '../history';
import { mutate } from '../send';
import { some } from './draw';

/** Staff decides on an order whose money is inspected, or on one that is not. */
const decide: Kind = {
  name: 'decideInspection',
  weight: 4,
  draw: (random, known) => {
    const order = some(random, known, 'order');
    const values = { decision: random.pick(['RELEASE', 'REFUND']), byStaff: random.chance(0.95) };
    return order && { by: order.by, about: [order.index], values };
  },
  async send(operation, city) {
    const order = city.known.made(operation.about[0], 'order');
    if (!order) return null;
    const [inspection] = await city.rows<{ id: string }>('payments', 'SELECT id::text FROM order_inspections WHERE order_id = $1', [
      order.id,
    ]);
    const { decision, byStaff } = operation.values;
    const by = byStaff ? city.known.staff.admin : city.known.people[operation.by]!;
    const input = { inspectionId: inspection?.id ?? order.id, decision };
    return mutate(city, by, 'decideInspection', input, 'inspection { id status }', operation);
  },
  learn: ({ about }, { data }, known) => {
    if (data.inspection.status === 'RELEASED') known.made(about[0], 'order')!.facts.paid = true;
  },
};

/** Orders whose money people look at before it buys anything. */
export const inspectionKinds: readonly Kind[] = [decide];

import { accounts } from './accounts';
import { inventory } from './inventory';
import { products } from './products';
import { reviews } from './reviews';
import type { BenchSubgraph } from './subgraph';

export type { BenchSubgraph } from './subgraph';

export const subgraphs: readonly BenchSubgraph[] = [accounts, inventory, products, reviews];

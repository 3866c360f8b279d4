/** All resolvers of this subgraph, module by module. */
export const resolvers = {};

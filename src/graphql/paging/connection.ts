/** Where a connection holds the rows of a relation: what a `select` function gives to `nested`. */
export function nodesOf(typeName: string): never {
  // As plugin-prisma's own connections do; the type of `nested` knows only plain paths.
  return {
    getType: () => typeName,
    paths: [[{ name: 'nodes' }], [{ name: 'edges' }, { name: 'node' }]],
  } as never;
}

/** The paths of a connection's rows, for `nested` of a `select` function. */
export function nodesOf(typeName: string): never {
  // Connections of plugin-prisma do the same; the type of `nested` knows only plain paths.
  return {
    getType: () => typeName,
    paths: [[{ name: 'nodes' }], [{ name: 'edges' }, { name: 'node' }]],
  } as never;
}

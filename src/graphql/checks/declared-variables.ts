import type { KnownOperation } from '../known-operation.ts';

type Variables = Readonly<Record<string, unknown>>;

/**
 * The variables that an operation declares, as the request gave them. Others are ignored, as GraphQL
 * says: they are not visited or kept, and do not tell requests apart.
 *
 * @param operation undefined when the request names none that is there.
 */
export function declaredVariables(
  operation: KnownOperation | undefined,
  variables: Variables | null | undefined,
): Record<string, unknown> {
  if (operation === undefined || operation.variables.length === 0 || variables == null) return {};
  const names = operation.variables.filter((name) => Object.hasOwn(variables, name));
  return Object.fromEntries(names.map((name) => [name, variables[name]]));
}

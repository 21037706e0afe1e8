import type { Role } from '../shared/vocabulary.ts';
import { ROLES } from '../shared/vocabulary.ts';

/** Whether a role is above another. Nobody gives a role above his own, or changes whoever has one. */
export function isAbove(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}

/** Returns the roles that may give a role and change whoever has it: the role itself, and those above. */
export function rolesFrom(role: Role): readonly Role[] {
  return ROLES.filter((one) => !isAbove(role, one));
}

/** Writes the end of a sentence that begins with what somebody wanted to do. */
export function isFor(allowed: readonly Role[], role: Role): string {
  return `is for ${allowed.join(', ')}; these credentials are ${role}.`;
}

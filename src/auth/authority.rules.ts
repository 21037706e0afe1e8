import type { Role } from '../shared/vocabulary.ts';
import { ROLES } from '../shared/vocabulary.ts';

/** Whether a role is above another: nobody gives one above his own, or changes who has such a one. */
export function isAbove(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}

/** Who may give a role, and change the people and keys that have it: those who have it, and those above. */
export function rolesFrom(role: Role): readonly Role[] {
  return ROLES.filter((one) => !isAbove(role, one));
}

/** The end of a sentence that says what somebody wanted to do. */
export function isFor(allowed: readonly Role[], role: Role): string {
  return `is for ${allowed.join(', ')}; these credentials are ${role}.`;
}

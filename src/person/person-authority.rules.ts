import { isAbove, isFor, rolesFrom } from '../auth/authority.rules.ts';
import type { UserError } from '../shared/errors.ts';
import type { Role } from '../shared/vocabulary.ts';

/** Who changes people. `userId` is null for a key; `tokenNames` are the email and subject of a token. */
export interface Changer {
  role: Role;
  userId: string | null;
  tokenNames: readonly string[];
}

interface Standing {
  id: string;
  email: string;
  name: string;
  role: Role;
}

/** Each is a right, or leads to one: by its address a token finds the person whose role and level it gets. */
const OWN: ReadonlySet<string> = new Set(['email', 'role', 'level', 'active']);

/**
 * The reasons to refuse a change of a person. Nobody raises himself: nobody gives a role above his own
 * or changes anybody above him, and his own role, level, `active` and address are for others to change.
 *
 * @param before undefined for a new person.
 * @param moved the fields that would change.
 */
export function personRefusals(
  by: Changer,
  before: Standing | undefined,
  after: Standing,
  moved: readonly string[],
): UserError[] {
  if (before === undefined) return refusalsOfNew(by, after);
  const isHimself = isOneself(by, before) || by.tokenNames.includes(after.email);
  return moved.flatMap((field): UserError[] => {
    if (isAbove(before.role, by.role)) {
      const what = `Changing ${before.name}, who is ${before.role},`;
      return [notAllowed(`${what} ${isFor(rolesFrom(before.role), by.role)}`, field)];
    }
    if (field === 'role' && isAbove(after.role, by.role)) return [givesTooMuch(by, after.role)];
    if (!isHimself || !OWN.has(field)) return [];
    return [notAllowed(`Nobody changes his own ${field}: ${others(by)} may.`, field)];
  });
}

function refusalsOfNew(by: Changer, after: Standing): UserError[] {
  if (by.tokenNames.includes(after.email)) {
    return [notAllowed(`Nobody adds himself: ${others(by)} may.`, 'email')];
  }
  return isAbove(after.role, by.role) ? [givesTooMuch(by, after.role)] : [];
}

function isOneself({ userId, tokenNames }: Changer, { id, email }: Standing): boolean {
  return id === userId || tokenNames.includes(email);
}

function givesTooMuch({ role }: Changer, given: Role): UserError {
  return notAllowed(`Giving the role ${given} ${isFor(rolesFrom(given), role)}`, 'role');
}

/** The roles that may change a person of this role, for a message. */
function others({ role }: Changer): string {
  const may = rolesFrom(role).filter((one) => isAbove(one, 'AGENT'));
  return may.map((one) => `another ${one}`).join(' or ');
}

function notAllowed(message: string, field: string): UserError {
  return { code: 'NOT_ALLOWED', message, field: [field] };
}

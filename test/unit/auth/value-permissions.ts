import type { Permission } from '../../../src/auth/permissions.ts';

/**
 * Who may give a value, when that is not everybody who may call the mutation:
 * - a permission: the deed that the value makes it;
 * - `role`: no role above one's own, and nobody who has such a one is changed;
 * - `person`: nobody changes this of somebody above himself;
 * - `own`: the same, and nobody changes it of himself;
 * - `free`: whoever may call the mutation, because of what stands there.
 */
export type ValueRule =
  | { permission: Permission }
  | { of: 'role' | 'person' | 'own' }
  | { free: string };

/**
 * Every field of a mutation's input that can move a role, a level, `active`, a tier, money of a
 * customer, or what a key may do, and what else hangs on a value. The services decide; the tests hold
 * it against the schema, where one that is not here fails them, and try each rule on the services.
 */
export const VALUES: Readonly<Record<string, ValueRule>> = {
  'assignOwner.owner': { permission: 'REASSIGN' },
  'logCommunication.direction': { permission: 'SPEAK_FOR_THE_DESK' },

  'upsertCustomer.tier': { permission: 'MOVE_TERMS' },
  'upsertCustomer.arr': { permission: 'MOVE_TERMS' },
  'patchCustomer.tier': { permission: 'MOVE_TERMS' },
  'patchCustomer.arr': { permission: 'MOVE_TERMS' },

  'upsertUser.email': { of: 'own' },
  'upsertUser.name': { of: 'person' },
  'upsertUser.level': { of: 'own' },
  'upsertUser.team': { of: 'person' },
  'upsertUser.role': { of: 'role' },
  'upsertUser.active': { of: 'own' },

  'patchPerson.email': { of: 'own' },
  'patchPerson.name': { of: 'person' },
  'patchPerson.level': { of: 'own' },
  'patchPerson.team': { of: 'person' },
  'patchPerson.role': { of: 'role' },
  'patchPerson.active': { of: 'own' },

  'createApiKey.role': { of: 'role' },
  'createApiKey.customers': { free: 'they limit a key, and a PARTNER is below everybody' },
  'createApiKey.expiresAt': { free: 'it ends a key' },
  'revokeApiKey.keyId': { of: 'role' },

  'upsertSlaPolicy.tier': { free: 'it names whose policy it is' },
  'upsertSlaPolicy.ownerLevel': { free: 'it is a level that cases need, of no person' },
  'assessImpact.revenueAtRisk': { free: 'it is of the case' },
  'classifyEscalation.revenueAtRisk': { free: 'it is of the case' },
};

import type { Permission } from '../../../src/auth/permissions.ts';

/**
 * Who may give a value of an input, when that is not everybody who may call the mutation:
 * - a permission: those who have it, for the value makes the call the action that it permits;
 * - `role`: nobody gives a role above his own, or changes somebody who has one;
 * - `person`: nobody changes this field of somebody above himself;
 * - `own`: as `person`, and nobody changes this field of himself;
 * - `free`: whoever may call the mutation, for the reason that stands there.
 */
export type ValueRule =
  | { permission: Permission }
  | { of: 'role' | 'person' | 'own' }
  | { free: string };

/**
 * The rule of every field of a mutation's input that can change a role, a level, `active`, a tier, money of
 * a customer, or what a key may do, and of others whose values need one. The tests hold the list against
 * the schema: a field that is missing here fails them.
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

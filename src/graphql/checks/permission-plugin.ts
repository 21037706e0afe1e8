import type { PothosOutputFieldConfig, SchemaTypes } from '@pothos/core';
import SchemaBuilder, { BasePlugin } from '@pothos/core';
import type { ASTNode, GraphQLFieldResolver } from 'graphql';
import { GraphQLError } from 'graphql';
import { isFor } from '../../auth/authority.rules.ts';
import { HIDDEN_FROM_PARTNERS, isHiddenFrom, MAY_CALL } from '../../auth/permissions.ts';
import type { Role } from '../../shared/vocabulary.ts';
import type { Context } from '../context.ts';
import { codedError } from '../errors.ts';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      deskPermissions: PermissionPlugin<Types>;
    }
  }
}

export const PERMISSIONS = 'deskPermissions' as const;
const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/** The last sentence in the description of a field that is hidden from partners. */
const HIDDEN_TEXTS = {
  null: 'Null for partners, who may not see it.',
  empty: 'Empty for partners, who may not see them.',
} as const;

type Resolver = GraphQLFieldResolver<unknown, object, object>;

/** Checks the table of permissions before every root field, and hides fields from partners by their table. */
export class PermissionPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>) {
    const name = nameOf(config);
    if (ROOTS.has(config.parentType) && !(name in MAY_CALL)) {
      throw new Error(`${name} has no entry in src/auth/permissions.ts: say who may call it.`);
    }
    const hidden = HIDDEN_FROM_PARTNERS[name];
    if (hidden === undefined) return config;
    const description = `${config.description} ${HIDDEN_TEXTS[hidden]}`;
    return { ...config, description };
  }

  override wrapResolve(resolver: Resolver, config: PothosOutputFieldConfig<Types>): Resolver {
    const name = nameOf(config);
    if (ROOTS.has(config.parentType)) return guarded(name, resolver);
    const hidden = HIDDEN_FROM_PARTNERS[name];
    if (hidden === undefined) return resolver;
    return (parent, args, context, info) => {
      if (!isHiddenFrom({ role: roleOf(context) }, name)) {
        return resolver(parent, args, context, info);
      }
      return hidden === 'null' ? null : [];
    };
  }

  override wrapSubscribe(
    subscribe: Resolver | undefined,
    config: PothosOutputFieldConfig<Types>,
  ): Resolver | undefined {
    return subscribe && guarded(nameOf(config), subscribe);
  }
}

function nameOf({ parentType, name }: { parentType: string; name: string }): string {
  return `${parentType}.${name}`;
}

/** Checks the permission again: the whole operation was checked, but not every caller does that. */
function guarded(name: string, resolver: Resolver): Resolver {
  return (parent, args, context, info) => {
    const role = roleOf(context);
    if (MAY_CALL[name]?.includes(role) !== true) throw forbidden(name, role);
    return resolver(parent, args, context, info);
  };
}

function roleOf(context: object): Role {
  return (context as Context).principal.role;
}

/** @param name of a root field, such as `Query.node`. */
export function forbidden(name: string, role: Role, nodes?: readonly ASTNode[]): GraphQLError {
  const { message, extensions } = codedError(
    'FORBIDDEN',
    `${name.split('.')[1]} ${isFor(MAY_CALL[name] ?? [], role)}`,
  );
  return new GraphQLError(message, { nodes: nodes ?? null, extensions });
}

SchemaBuilder.registerPlugin(PERMISSIONS, PermissionPlugin);

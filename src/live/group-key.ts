import { createHash } from 'node:crypto';
import type {
  ArgumentNode,
  DocumentNode,
  ExecutionArgs,
  FieldNode,
  OperationDefinitionNode,
  VariableDefinitionNode,
} from 'graphql';
import { GraphQLError, getOperationAST, Kind, print, separateOperations, visit } from 'graphql';
import type { Principal } from '../auth/principal.ts';
import { visibilityKey } from '../auth/visibility.ts';
import { coercedVariables } from '../graphql/checks/coerced-variables.ts';
import { canonicalJson } from '../shared/text/canonical-json.ts';

/**
 * Returns a key that is equal for subscriptions that get the same result for every event, wherever they
 * start. It is made of what the document says, not how it is written; of the declared variables, coerced
 * and with their defaults; and of what the principal may see.
 *
 * @param args of a document that is valid and whose variables are good.
 * @param scope what the arguments of the field referred to when they were looked up.
 */
export function groupKey(args: ExecutionArgs, principal: Principal, scope = ''): string {
  const { text, definitions } = whatItSays(args.document, args.operationName);
  const coerced = coercedVariables(
    args.schema,
    { variableDefinitions: definitions },
    args.variableValues,
  );
  if (coerced === undefined) throw new GraphQLError('The variables of a subscription are wrong.');
  const all = canonicalJson([text, coerced, visibilityKey(principal), scope]);
  return createHash('sha256').update(all).digest('base64');
}

interface Said {
  text: string;
  /** Definitions of the variables that say more than where to start. */
  definitions: readonly VariableDefinitionNode[];
}

/** What each document says, by operation. Documents are parsed once and kept, and this with them. */
const known = new WeakMap<DocumentNode, Map<string, Said>>();

function whatItSays(document: DocumentNode, operationName: string | null | undefined): Said {
  const byOperation = known.get(document) ?? new Map<string, Said>();
  known.set(document, byOperation);
  const operation = getOperationAST(document, operationName);
  if (operation == null) throw new Error('A subscription came without its operation.');
  const name = operation.name?.value ?? '';
  const said = byOperation.get(name) ?? say(document, operation);
  byOperation.set(name, said);
  return said;
}

function say(document: DocumentNode, operation: OperationDefinitionNode): Said {
  // With the fragments that it needs and no others.
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const start = startOf(operation);
  const variable = start?.value.kind === Kind.VARIABLE ? start.value.name.value : undefined;
  const isOnlyStart = variable !== undefined && countUses(own, variable) === 1;
  const definitions = (operation.variableDefinitions ?? []).filter(
    (definition) => !isOnlyStart || definition.variable.name.value !== variable,
  );
  const isLeftOut = start !== undefined && (variable === undefined || isOnlyStart);
  const plain = visit(own, {
    OperationDefinition: ({ name: _name, ...rest }) => ({
      ...rest,
      variableDefinitions: definitions,
    }),
    Argument: (argument) => (isLeftOut && argument === start ? null : undefined),
  });
  return { text: print(plain), definitions };
}

/** Finds the argument that says where to start: no result depends on it. */
function startOf({ selectionSet }: OperationDefinitionNode): ArgumentNode | undefined {
  const [field] = selectionSet.selections;
  return field?.kind === Kind.FIELD ? argumentOf(field, 'after') : undefined;
}

function argumentOf(field: FieldNode, name: string): ArgumentNode | undefined {
  return field.arguments?.find((argument) => argument.name.value === name);
}

/** Counts the uses of a variable, without its definition. */
function countUses(document: DocumentNode, variable: string): number {
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      if (name.value === variable) uses += 1;
    },
  });
  return uses;
}

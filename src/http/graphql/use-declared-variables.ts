import type { ExecutionArgs } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { declaredVariables } from '../../graphql/checks/declared-variables.ts';

/** Leaves out undeclared variables before anything looks at them. */
export function useDeclaredVariables(): Plugin {
  return {
    onExecute: ({ args }) => leaveOut(args as ExecutionArgs),
    onSubscribe: ({ args }) => leaveOut(args as ExecutionArgs),
  };
}

function leaveOut(args: { -readonly [Name in keyof ExecutionArgs]: ExecutionArgs[Name] }): void {
  args.variableValues = declaredVariables(args.document, args.operationName, args.variableValues);
}

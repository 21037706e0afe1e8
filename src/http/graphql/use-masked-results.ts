import type { Plugin } from 'graphql-yoga';
import type { ErrorMask } from './error-mask.ts';

/** Masks every error of a result; what validation finds passes by Yoga's own mask. */
export function useMaskedResults(mask: ErrorMask): Plugin {
  return {
    onExecutionResult({ result, setResult }) {
      if (result === undefined || Symbol.asyncIterator in result) return;
      if (result.errors === undefined) return;
      setResult({ ...result, errors: result.errors.map(mask) });
    },
  };
}

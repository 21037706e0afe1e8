import type { Plugin } from 'graphql-yoga';
import { codedError } from '../../graphql/errors.ts';

/** Yoga passes on the SyntaxError of JSON in a query string, which would count as our own fault. */
export function useRequestSyntax(): Plugin {
  return {
    onRequestParse({ requestParser, setRequestParser }) {
      if (requestParser === undefined) return;
      setRequestParser(async (request) => {
        try {
          return await requestParser(request);
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error;
          throw codedError('BAD_REQUEST', '`variables` and `extensions` must be JSON objects.', {
            status: 400,
          });
        }
      });
    },
  };
}

import type { DocumentNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ByDocument } from '../../graphql/limits/document-cache.ts';
import { documentBytes } from '../../graphql/limits/document-cache.ts';

export type DocumentCache = ByDocument<DocumentNode>;

/**
 * Keeps documents that come with their requests, parsed, and which sets of rules they have passed. What
 * is wrong with one is not kept: it is found again each time, and costs each time.
 */
export function useDocumentCache(documents: DocumentCache): Plugin {
  const passed = new WeakMap<DocumentNode, Set<string>>();
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, options) => {
        const text = String(source);
        const known = documents.get(text);
        if (known !== undefined) return known;
        const document = parseFn(source, options) as DocumentNode;
        documents.set(text, document, documentBytes(document));
        return document;
      });
    },
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((schema, document, rules, ...more) => {
        // Partners have a rule more than staff.
        const names = rules?.map((rule: { name: string }) => rule.name).join() ?? '';
        const sets = passed.get(document) ?? new Set<string>();
        if (sets.has(names)) return [];
        const errors = validateFn(schema, document, rules, ...more);
        if (errors.length === 0) passed.set(document, sets.add(names));
        return errors;
      });
    },
  };
}

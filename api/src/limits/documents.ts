import {
  getOperationAST,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { apiError } from '../errors.ts';
import { excessOf } from './document-limits.ts';
import type { Limits } from './limits.ts';
import { costOf } from './operation-cost.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** Good documents that are kept by their text: every device sends the same. */
const KEPT = 500;
/** Errors of one document that are told: more would make a long answer of a short question. */
const ERRORS_TOLD = 20;

/** What every transport asks of a document before anything is run. */
export class Documents {
  readonly #schema: GraphQLSchema;
  readonly #limits: Limits;
  readonly #trusted: TrustedDocuments | undefined;
  readonly #bounded = new Map<string, DocumentNode>();
  readonly #valid = new WeakSet<DocumentNode>();

  constructor(schema: GraphQLSchema, limits: Limits, trusted?: TrustedDocuments) {
    this.#schema = schema;
    this.#limits = limits;
    this.#trusted = trusted;
  }

  /** The text of a document of the app's. @throws PERSISTED_QUERY_NOT_FOUND */
  textOf(hash: string): string {
    const text = this.#trusted?.textOf(hash);
    if (text === undefined) throw apiError('PERSISTED_QUERY_NOT_FOUND', 'send the document itself');
    return text;
  }

  /**
   * The document, which may still not fit the schema.
   * @throws GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED: it asks for more than is let through, DOCUMENT_NOT_TRUSTED
   */
  read(query: string): DocumentNode {
    const known = this.#bounded.get(query);
    if (known) return known;
    const document = this.#parse(query);
    const excess = excessOf(document, this.#limits);
    if (excess !== undefined) throw apiError('GRAPHQL_VALIDATION_FAILED', excess);
    if (this.#trusted?.isOnly && !this.#trusted.has(document)) {
      throw apiError('DOCUMENT_NOT_TRUSTED', 'this server runs the documents of its own app alone');
    }
    if (this.#bounded.size >= KEPT) this.#bounded.clear();
    this.#bounded.set(query, document);
    return document;
  }

  /** What does not fit the schema; empty for a good one. */
  errorsOf(document: DocumentNode): readonly GraphQLError[] {
    if (this.#valid.has(document)) return [];
    const errors = validate(this.#schema, document, specifiedRules, { maxErrors: ERRORS_TOLD });
    if (errors.length === 0) this.#valid.add(document);
    return errors.map((error) => apiError('GRAPHQL_VALIDATION_FAILED', error.message));
  }

  /** @throws COST_TOO_HIGH, OPERATION_RESOLUTION_FAILURE */
  admit(
    document: DocumentNode,
    operationName: string | null | undefined,
    variables: Readonly<Record<string, unknown>>,
  ): OperationDefinitionNode {
    const operation = getOperationAST(document, operationName);
    if (!operation) throw apiError('OPERATION_RESOLUTION_FAILURE', 'name one operation of the document');
    this.admitCost(document, operation, variables);
    return operation;
  }

  /** @throws COST_TOO_HIGH */
  admitCost(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): void {
    const cost = costOf(this.#schema, document, operation, variables);
    if (cost <= this.#limits.cost) return;
    throw apiError(
      'COST_TOO_HIGH',
      `this asks for ${Math.ceil(cost)} points of at most ${this.#limits.cost}: ask for fewer at once`,
    );
  }

  #parse(query: string): DocumentNode {
    try {
      return parse(query, { maxTokens: this.#limits.tokens });
    } catch (error) {
      throw apiError('GRAPHQL_PARSE_FAILED', error instanceof GraphQLError ? error.message : 'nested too deeply');
    }
  }
}

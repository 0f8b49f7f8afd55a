/** One event as it was sent. */
export interface AppendItem {
  /** Name of its mutation. */
  readonly mutation: string;
  readonly input: unknown;
  /** Why it does not fit its GraphQL input type, when it does not. Then it is rejected whatever the domain says. */
  readonly misfit?: string;
}

/** A program at the GraphQL API, signed in as a device of its own: the second opinion about what the server holds. */
export class Program {
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** @param deviceName how the history and the list of devices call it */
  static async signIn(url: string, email: string, password: string, deviceName?: string): Promise<Program> {
    return Program.#enter(url, 'signIn', { email, password, deviceName });
  }

  static async signUp(url: string, email: string, password: string, deviceName?: string): Promise<Program> {
    return Program.#enter(url, 'signUp', { email, password, deviceName });
  }

  static async #enter(
    url: string,
    mutation: 'signUp' | 'signIn',
    { deviceName = 'Test program', ...who }: { email: string; password: string; deviceName: string | undefined },
  ): Promise<Program> {
    const type = mutation === 'signUp' ? 'SignUpInput' : 'SignInInput';
    const answer = await new Program(url, '').ask<Record<string, { token: string }>>(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { token } }`,
      { input: { ...who, deviceName, kind: 'PROGRAM' } },
    );
    return new Program(url, answer[mutation]!.token);
  }

  async ask<T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const response = await fetch(`${this.#url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] };
    if (errors || !data) throw new Error(errors?.map(({ message }) => message).join('; ') ?? 'no data');
    return data;
  }

  /** Every task, deleted ones too. */
  async tasks(): Promise<ServerTask[]> {
    const { changes } = await this.ask<{ changes: { changes: (ServerTask & { __typename: string })[]; head: number } }>(
      `{ changes(first: 1000) { head changes {
        __typename id version ... on Task { title description priority completedAt deletedAt } } } }`,
    );
    return changes.changes.filter(({ __typename }) => __typename === 'Task');
  }

  /** The account's count of events. */
  async head(): Promise<number> {
    return (await this.ask<{ changes: { head: number } }>('{ changes(first: 1) { head } }')).changes.head;
  }
}

export interface ServerTask {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly priority: number;
  readonly completedAt: string | null;
  readonly deletedAt: string | null;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into answers freely
  readonly data: any;
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[] | undefined;
}

const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { accountId deviceId email token } }`;
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { accountId deviceId email token } }`;

/** A program that talks to a server over HTTP. */
export class ApiClient {
  constructor(
    readonly address: string,
    readonly token?: string,
    readonly accountId = '',
    readonly deviceId = '',
  ) {}

  async ask(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.post(JSON.stringify({ query, variables }), headers);
  }

  async post(body: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...headers,
      },
      body,
    });
    const { data, errors } = (await response.json()) as Pick<ApiAnswer, 'data' | 'errors'>;
    return { status: response.status, headers: response.headers, data, errors };
  }

  async signUp(email: string, input: object = {}): Promise<ApiClient> {
    const { data } = await this.ask(SIGN_UP, { input: credentials(email, input) });
    return this.#as(data.signUp);
  }

  async signIn(email: string, input: object = {}): Promise<ApiClient> {
    const { data } = await this.ask(SIGN_IN, { input: credentials(email, input) });
    return this.#as(data.signIn);
  }

  #as({ token, accountId, deviceId }: { token: string; accountId: string; deviceId: string }): ApiClient {
    return new ApiClient(this.address, token, accountId, deviceId);
  }
}

export function credentials(email: string, input: object = {}): object {
  return { email, password: 'correct horse', deviceName: 'Test', ...input };
}

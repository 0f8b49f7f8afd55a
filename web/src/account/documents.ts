import { graphql } from '../generated/index.ts';

export const signUpDocument = graphql(`
  mutation SignUp($input: SignUpInput!) {
    signUp(input: $input) {
      accountId
      deviceId
      email
    }
  }
`);

export const signInDocument = graphql(`
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      accountId
      deviceId
      email
    }
  }
`);

export const signOutDocument = graphql(`
  mutation SignOut {
    signOut
  }
`);

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

export const devicesDocument = graphql(`
  query Devices {
    devices {
      id
      name
      createdAt
      lastSeenAt
      isCurrent
    }
  }
`);

export const renameDeviceDocument = graphql(`
  mutation RenameDevice($id: ID!, $name: String!) {
    renameDevice(id: $id, name: $name) {
      id
      name
    }
  }
`);

export const signOutDeviceDocument = graphql(`
  mutation SignOutDevice($id: ID!) {
    signOutDevice(id: $id)
  }
`);

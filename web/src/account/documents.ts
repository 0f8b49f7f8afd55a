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

export const accessTokensDocument = graphql(`
  query AccessTokens {
    accessTokens {
      id
      name
      scopes
      createdAt
      expiresAt
      lastUsedAt
      previousUntil
    }
  }
`);

export const createAccessTokenDocument = graphql(`
  mutation CreateAccessToken($input: CreateAccessTokenInput!) {
    createAccessToken(input: $input) {
      secret
      accessToken {
        id
        name
      }
    }
  }
`);

export const rotateAccessTokenDocument = graphql(`
  mutation RotateAccessToken($input: RotateAccessTokenInput!) {
    rotateAccessToken(input: $input) {
      secret
      accessToken {
        id
        name
      }
    }
  }
`);

export const revokeAccessTokenDocument = graphql(`
  mutation RevokeAccessToken($id: ID!) {
    revokeAccessToken(id: $id)
  }
`);

export const confirmPasswordDocument = graphql(`
  mutation ConfirmPassword($password: String!) {
    confirmPassword(password: $password)
  }
`);

export const changePasswordDocument = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input)
  }
`);

export const deleteAccountDocument = graphql(`
  mutation DeleteAccount($input: DeleteAccountInput!) {
    deleteAccount(input: $input)
  }
`);

export const securityEventsDocument = graphql(`
  query SecurityEvents($after: Cursor) {
    securityEvents(first: 20, after: $after) {
      nodes {
        id
        kind
        at
        subject
        address
        device {
          id
          name
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

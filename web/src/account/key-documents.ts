import { graphql } from '../generated/index.ts';

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

import { graphql } from '../generated/index.ts';

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

import { ApolloClient, ApolloLink, gql } from '@apollo/client';
import { registry, type Entity } from '@cairn/domain';
import { TEST_ACCOUNT } from '@cairn/domain/testing';
import { of } from 'rxjs';
import { createApolloCache } from '../cache/apollo-view.ts';
import { View } from '../cache/view.ts';
import { memoryOutboxStore } from '../outbox/memory-outbox-store.ts';
import { Outbox } from '../outbox/outbox.ts';
import { foldLink } from './fold-link.ts';
import { queuedMutationLink } from './queued-mutation-link.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const confirmed: Entity = {
  type: 'Task',
  id: TASK,
  version: 3,
  position: 3,
  fields: { title: 'Milk', priority: 1 },
  writers: {},
  seen: {},
  conflicts: {},
};

/** The links under test in front of a road that answers `answer` and notes what reached it. */
function rig(answer: object) {
  const outbox = new Outbox(memoryOutboxStore(), registry);
  const view = new View({ outbox, registry, identity: { accountId: TEST_ACCOUNT, deviceId: 'A' } });
  view.step({ confirm: [confirmed] });
  const reached: string[] = [];
  const recorded: unknown[] = [];
  const client = new ApolloClient({
    cache: createApolloCache(registry),
    link: ApolloLink.from([
      queuedMutationLink({
        isEvent: (field) => registry.mutations.includes(field),
        async record(mutation, payload) {
          recorded.push([mutation, payload]);
          return { eventId: 'event-1' };
        },
      }),
      foldLink(view, (typename) => registry.entities.some(({ type }) => type === typename)),
      new ApolloLink((operation) => {
        reached.push(operation.operationName ?? '');
        return of({ data: answer });
      }),
    ]),
  });
  return { client, view, reached, recorded };
}

test('[O1] an event goes to the outbox and is answered without the road', async () => {
  const { client, reached, recorded } = rig({});
  const { data } = await client.mutate({
    mutation: gql(
      'mutation completeTask($input: CompleteTaskInput!) { completeTask(input: $input) { eventId status } }',
    ),
    variables: { input: { taskId: TASK } },
    fetchPolicy: 'no-cache',
  });
  expect(data).toMatchObject({ completeTask: { eventId: 'event-1', status: 'QUEUED' } });
  expect(recorded).toEqual([['completeTask', { taskId: TASK }]]);
  expect(reached).toEqual([]);
});

test('[O1] what is no event goes on', async () => {
  const { client, reached, recorded } = rig({ signOut: true });
  await client.mutate({
    mutation: gql`
      mutation SignOut {
        signOut
      }
    `,
  });
  expect(reached).toEqual(['SignOut']);
  expect(recorded).toEqual([]);
});

test("[C2] an app's own query, aliased and through fragments, shows the view and not the older answer", async () => {
  const { client, view } = rig({
    found: { __typename: 'Task', id: TASK, version: 2, headline: 'older', priority: 0, due: '2026-12-01' },
    others: [{ __typename: 'Device', id: TASK, name: 'not an entity' }],
  });
  view.step({
    hold: [
      {
        sequence: 1,
        mutation: 'retitleTask',
        input: {
          event: {
            id: '01900000-0000-7000-8000-000000000001',
            parentVersion: 3,
            sequence: 1,
            occurredAt: '2026-11-20T09:00:00.000Z-0000',
          },
          taskId: TASK,
          title: 'pending',
        },
      },
    ],
  });
  const { data } = await client.query({
    query: gql`
      query Find {
        found: task(id: "x") {
          __typename
          id
          version
          headline: title
          ...Rest
        }
        others: devices {
          __typename
          id
          name
        }
      }
      fragment Rest on Task {
        priority
        due
      }
    `,
  });
  expect(data).toEqual({
    found: { __typename: 'Task', id: TASK, version: 4, headline: 'pending', priority: 1, due: '2026-12-01' },
    others: [{ __typename: 'Device', id: TASK, name: 'not an entity' }],
  });
});

import { registry } from '@cairn/domain';
import { parse, print, visit, type DocumentNode } from 'graphql';
import { createDocuments } from './documents.ts';

/** As the parser leaves it, without where each node stood in a text. */
const parsed = (document: DocumentNode) =>
  visit(parse(print(document), { noLocation: true }), {
    enter: ({ loc: _, ...node }) => node,
  }) as DocumentNode;

const documents = createDocuments(registry);

test.each(Object.entries(documents))('%s is what the parser would make of its text', (_name, document) => {
  expect(JSON.parse(JSON.stringify(document))).toEqual(JSON.parse(JSON.stringify(parsed(document as DocumentNode))));
});

test('they ask for every field of every entity', () => {
  const text = print(documents.changes);
  for (const { type, fields } of registry.entities) {
    expect(text).toContain(`... on ${type} {`);
    for (const name of Object.keys(fields)) expect(text).toContain(name);
  }
  expect(print(documents.replayEvents)).toContain('mutation replayEvents($events: [EventInput!]!, $epoch: ID)');
});

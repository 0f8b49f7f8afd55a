import { GraphiQL, type GraphiQLProps } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import './page.css';
import { fetcher } from './fetcher.ts';
import { storage } from './storage.ts';

const WELCOME = `# The schema: first tab on the left.
# Ctrl-Space completes.
#
# What you run here runs in the session that is
# signed in at this address. To be a program
# instead, paste its access token into Headers:
#
#   { "Authorization": "Bearer …" }

query Tasks {
  tasks(first: 10) {
    nodes {
      id
      title
      completedAt
    }
  }
}
`;

const props: GraphiQLProps = {
  fetcher: fetcher('/graphql'),
  defaultQuery: WELCOME,
  defaultEditorToolsVisibility: 'headers',
  storage,
  shouldPersistHeaders: false,
  showPersistHeadersSettings: false,
};

createRoot(document.getElementById('graphiql')!).render(createElement(GraphiQL, props));

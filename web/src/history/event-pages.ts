interface Page<Node extends { readonly id: string }, Info> {
  readonly nodes: readonly Node[];
  readonly pageInfo: Info;
}

/** Pages of events, the newest first, with one more at the end. */
export function withEarlier<Node extends { readonly id: string }, Info, P extends Page<Node, Info>>(
  known: P,
  more: P,
): P {
  return { ...more, nodes: [...known.nodes, ...more.nodes] };
}

/** With what has happened since; begun anew where that is more than a page. */
export function withNews<Node extends { readonly id: string }, Info, P extends Page<Node, Info>>(
  known: P,
  first: P,
): P {
  const from = first.nodes.findIndex(({ id }) => id === known.nodes[0]?.id);
  return from < 0 ? first : { ...known, nodes: [...first.nodes.slice(0, from), ...known.nodes] };
}

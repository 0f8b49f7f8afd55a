import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/use-now.ts';
import { accessTokensDocument } from './key-documents.ts';
import { NeedsConnection } from './needs-connection.tsx';
import { NewToken } from './new-token.tsx';
import { RevokeToken } from './revoke-token.tsx';
import { RotateToken } from './rotate-token.tsx';
import { sayScopes, sayUse } from './token-words.ts';

type Open =
  { readonly what: 'new' } | { readonly what: 'rotate' | 'revoke'; readonly id: string; readonly name: string };

/** The keys of programs. Only the server knows them, so this needs a connection. */
export function Tokens() {
  const { data, loading, error, refetch } = useQuery(accessTokensDocument, { fetchPolicy: 'no-cache' });
  const [open, setOpen] = useState<Open>();
  const now = useNow(60_000);
  const retry = () => refetch().catch(() => undefined);

  if (error) return <NeedsConnection what="The list of access tokens" onRetry={retry} />;
  if (!data) return <p className="text-ink-faint">{loading ? 'Asking the server…' : 'Nothing to show.'}</p>;

  const close = () => {
    setOpen(undefined);
    void retry();
  };
  return (
    <>
      <p className="mb-3 text-ink-soft text-pretty">
        A program that reads or writes for you shows an access token instead of your password. It may do only what you
        tick, and you can end it at any time.
      </p>
      <ul className="divide-y divide-line">
        {data.accessTokens.map((token) => (
          <li key={token.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
            <div className="flex min-w-0 flex-1 basis-48 flex-col">
              <span className="truncate font-medium">{token.name}</span>
              <span className="text-sm text-ink-soft first-letter:uppercase">{sayScopes(token.scopes)}</span>
              <span className="text-sm text-ink-faint">{sayUse(token, new Date(now))}</span>
            </div>
            <div className="-mr-3 flex gap-1">
              <Button
                look="quiet"
                aria-label={`New secret for ${token.name}`}
                onClick={() => setOpen({ what: 'rotate', id: token.id, name: token.name })}
              >
                New secret
              </Button>
              <Button
                look="quiet"
                aria-label={`Revoke ${token.name}`}
                onClick={() => setOpen({ what: 'revoke', id: token.id, name: token.name })}
              >
                Revoke
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Button className="mt-3" onClick={() => setOpen({ what: 'new' })}>
        New access token
      </Button>
      {open?.what === 'new' && <NewToken onClose={close} />}
      {open?.what === 'rotate' && <RotateToken token={open} onClose={close} />}
      {open?.what === 'revoke' && <RevokeToken token={open} onClose={close} />}
    </>
  );
}

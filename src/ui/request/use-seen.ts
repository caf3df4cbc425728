import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RequestDetail } from '#work/requests/contract.ts';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';

/** Whoever opens what he was sent has seen it; that is told once, without asking him. */
export function useSeen({ request }: RequestDetail): void {
  const client = useQueryClient();
  const told = useRef(false);
  useEffect(() => {
    const unseen = request.recipients.filter((one) => one.mine && one.state === 'sent');
    if (told.current || unseen.length === 0) return;
    told.current = true;
    Promise.all(
      unseen.map((one) =>
        send('POST', `/requests/${request.id}/recipients/${one.id}/actions/see`, {}),
      ),
    ).then(
      () => changed(client, `requests/${request.id}`),
      // That it was seen is no work of the reader's: he can go on without.
      () => undefined,
    );
  }, [client, request]);
}

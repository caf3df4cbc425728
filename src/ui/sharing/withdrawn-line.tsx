import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WithdrawalPage } from '#work/sharing/contract.ts';
import { get } from '../api/client.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Icon } from '../mark/icon.tsx';
import classes from './sharing.module.css';

/** Above a list: that something of its kind was told and withdrawn, with the way to it. Nothing where nothing was. */
export function WithdrawnLine({ kind }: { readonly kind: string }) {
  const { t } = useTexts();
  const query = useQuery({
    queryKey: ['withdrawals', kind],
    queryFn: ({ signal }) => get<WithdrawalPage>('/withdrawals', { kind, limit: 20 }, signal),
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  const count = query.data?.next === null ? String(items.length) : `${items.length}+`;
  return (
    <p className={classes.line}>
      <Icon name="history" size={12} />
      <Link to="/withdrawals">{t('withdrawn.count', { count })}</Link>
    </p>
  );
}

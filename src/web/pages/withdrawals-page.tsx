import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import { Page } from '#ui/page/page.tsx';
import { hitPath } from '#ui/palette/palette.tsx';
import { reasonWords } from '#ui/record/reason-words.ts';
import type { WithdrawalView } from '#work/sharing/contract.ts';
import { AdminTable } from '../admin/admin-table.tsx';

function pathOf({ kind, recordId }: WithdrawalView): string {
  if (kind === 'deliverable') return `/deliverables/${recordId}`;
  return kind === 'evidence' ? `/evidence/${recordId}` : hitPath(kind, recordId);
}

/** What others told my organisation and withdrew: that they did, when and why, and no content. */
export function WithdrawalsPage() {
  const { t, find, names } = useTexts();
  return (
    <Page title={t('withdrawn.title')} meta={<span>{t('withdrawn.help')}</span>}>
      <AdminTable<WithdrawalView>
        path="/withdrawals"
        label={t('withdrawn.title')}
        idOf={({ id }) => id}
        empty="withdrawn.none"
        emptyHelp="withdrawn.none.help"
        columns={[
          {
            head: 'withdrawn.head.what',
            cell: (one) => {
              const kind = find(`withdrawn.kind.${one.kind}`) ?? names.one(one.kind);
              return <Link to={pathOf(one)}>{`${kind} ${one.reference}`.trim()}</Link>;
            },
          },
          { head: 'field.ownerId', cell: ({ ownerName }) => ownerName },
          { head: 'withdrawn.head.told', cell: ({ toldAt }) => <Instant at={toldAt} /> },
          {
            head: 'withdrawn.head.withdrawn',
            cell: ({ withdrawnAt }) => <Instant at={withdrawnAt} />,
          },
          {
            head: 'withdrawn.head.because',
            cell: ({ because, ground }) => (
              <>
                {because}
                {ground !== null && <p>{reasonWords(t, 'terms', ground)}</p>}
              </>
            ),
          },
        ]}
      />
    </Page>
  );
}

import type { RecipientView } from '#work/deliverables/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Instant } from '../mark/due.tsx';
import { Organisation, Person, type Titles } from '../mark/party.tsx';
import classes from './deliverable.module.css';

const withheldWords = {
  mask: 'deliverable.receipt.masked',
  hold: 'deliverable.receipt.held',
  withdrawn: 'withdrawn.receipt',
} as const;

/** Receipts of what was withdrawn stay. */
const wasSent = ({ withheld }: RecipientView): boolean =>
  withheld === null || withheld.outcome === 'withdrawn';

/** Who gets the document and why, and the receipts: sent, read, acknowledged. */
export function Recipients({ rows, titles }: { rows: readonly RecipientView[]; titles: Titles }) {
  const { t } = useTexts();
  if (rows.length === 0) return <p className={classes.note}>{t('deliverable.recipients.none')}</p>;
  const receipt = (at: string | null) =>
    at === null ? (
      <span className={classes.note}>{t('deliverable.receipt.none')}</span>
    ) : (
      <Instant at={at} />
    );
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('deliverable.recipients.recipient')}</th>
            <th scope="col">{t('deliverable.recipients.reason')}</th>
            <th scope="col">{t('deliverable.receipt.sent')}</th>
            <th scope="col">{t('deliverable.receipt.read')}</th>
            <th scope="col">{t('deliverable.receipt.acknowledged')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.organisationId} ${row.personId ?? ''}`}>
              <th scope="row">
                <Organisation id={row.organisationId} titles={titles} link />
                {row.personId !== null && <Person id={row.personId} titles={titles} />}
              </th>
              <td>
                {row.reason}
                {row.manual && <p className={classes.note}>{t('deliverable.recipients.manual')}</p>}
              </td>
              <td>
                {wasSent(row) && receipt(row.sentAt)}
                {row.withheld !== null && (
                  <p className={classes.note}>
                    {row.withheld.because === null
                      ? t('deliverable.receipt.undecided')
                      : t(withheldWords[row.withheld.outcome], { because: row.withheld.because })}
                  </p>
                )}
              </td>
              <td>{wasSent(row) && receipt(row.readAt)}</td>
              <td>{wasSent(row) && receipt(row.acknowledgedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

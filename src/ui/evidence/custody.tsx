import type { EvidenceDetail } from '#work/evidence/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Instant } from '../mark/due.tsx';
import { Organisation, Person } from '../mark/party.tsx';
import classes from './evidence.module.css';
import { evidenceOwner } from './evidence-queries.ts';

type Entry = EvidenceDetail['custody'][number];
type Titles = EvidenceDetail['titles'];

/** Every hand that it went through, oldest first, with the hash that it had then. */
export function Custody({ detail: { custody, titles } }: { detail: EvidenceDetail }) {
  const { t } = useTexts();
  const wordOf = (intact: unknown): string => {
    if (typeof intact !== 'boolean') return '';
    return intact ? ` ${t('evidence.intact')}` : ` ${t('evidence.damaged')}`;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={t('evidence.custody')} tabIndex={0}>
      <table className={classes.table}>
        <tbody>
          {custody.map((entry) => (
            <tr key={entry.id}>
              <td>
                <Instant at={whenOf(entry)} />
              </td>
              <td>
                <Act entry={entry} titles={titles} />
              </td>
              <td>
                {entry.organisationId !== null && (
                  <Organisation id={entry.organisationId} titles={titles} />
                )}
              </td>
              <td className={classes.hash} title={entry.sha256}>
                {entry.sha256 === 'unreadable' ? '' : entry.sha256.slice(0, 16)}
                {wordOf(entry.detail['intact'])}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** When it was done: of the collecting, which is told afterwards, when that was. */
function whenOf({ act, at, detail }: Entry): string {
  const { collectedAt } = detail;
  return act === 'collect' && typeof collectedAt === 'string' ? collectedAt : at;
}

/** What an entry says of the other side: an organisation, or a name as it was typed. */
const toWhom = ['organisation', 'copyFor', 'returnedBy'] as const;

/** Who did what and for whom, with what was said or found. */
function Act({ entry, titles }: { entry: Entry; titles: Titles }) {
  const { t, names } = useTexts();
  const nameOf = (whom: unknown) => titles[String(whom)] ?? String(whom);
  const { comment, engine, collectedBy } = entry.detail;
  const whom = toWhom.find((name) => typeof entry.detail[name] === 'string');
  const what = names.done(evidenceOwner, entry.act);
  if (entry.act === 'scanned') {
    return (
      <>
        {String(engine ?? 'ClamAV')} {what}
        <div className={classes.note}>
          <ScanResult detail={entry.detail} />
        </div>
      </>
    );
  }
  return (
    <>
      {entry.personId === null ? (
        String(collectedBy ?? titles[entry.organisationId ?? ''] ?? '')
      ) : (
        <Person id={entry.personId} titles={titles} />
      )}{' '}
      {what}
      {whom !== undefined && (
        <div className={classes.note}>
          {t('labelled', {
            label: names.field(evidenceOwner, whom),
            value: nameOf(entry.detail[whom]),
          })}
        </div>
      )}
      {typeof comment === 'string' && <div className={classes.note}>{comment}</div>}
    </>
  );
}

function ScanResult({ detail }: Pick<Entry, 'detail'>) {
  const { t } = useTexts();
  const { result, signature, signatures } = detail;
  const parts = [
    t(`evidence.scan.${String(result)}`),
    ...(typeof signature === 'string' ? [signature] : []),
    ...(typeof signatures === 'string' ? [t('evidence.signatures', { version: signatures })] : []),
  ];
  return parts.join(' · ');
}

import type { DocumentHistoryRow } from '#work/deliverables/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Person, type Titles } from '../mark/party.tsx';
import classes from './deliverable.module.css';

/** The document history as it is printed, with who wrote each row and with whom a modification was discussed (R-DOC-2). */
export function DocumentHistory({
  rows,
  titles,
}: {
  rows: readonly DocumentHistoryRow[];
  titles: Titles;
}) {
  const { t, formats } = useTexts();
  if (rows.length === 0) return <p className={classes.note}>{t('deliverable.history.none')}</p>;
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('deliverable.history.version')}</th>
            <th scope="col">{t('deliverable.history.date')}</th>
            <th scope="col">{t('deliverable.history.description')}</th>
            <th scope="col">{t('deliverable.history.action')}</th>
            <th scope="col">{t('deliverable.history.pages')}</th>
            <th scope="col">{t('deliverable.history.person')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.version}>
              <th scope="row">{row.version}</th>
              <td>{formats.date(row.date)}</td>
              <td>
                {row.description}
                {row.discussedOn !== null && (
                  <p className={classes.note}>
                    {t('deliverable.history.discussed', {
                      on: formats.date(row.discussedOn),
                      with: row.discussedWith ?? '',
                    })}
                  </p>
                )}
              </td>
              <td>{row.action}</td>
              <td>{row.pages}</td>
              <td>
                <Person id={row.personId} titles={titles} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

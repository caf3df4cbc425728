import type { TrailItem } from '#work/bundle/items/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './bundle.module.css';

/** Kinds of the trail whose words stand under another name. */
const registers: Readonly<Record<string, string>> = {
  request: 'requests',
  'request-recipient': 'requests',
  deliverable: 'deliverables',
};

/** Entries of the sender's trail, oldest first: each was proven against the signed head before it was taken in. */
export function ForeignEntries({
  items,
  procedure,
  titles,
}: {
  items: readonly Readonly<Record<string, unknown>>[];
  procedure: string;
  titles: Titles;
}) {
  const { t, names, formats } = useTexts();
  const acted = ({ action, kind }: TrailItem['header']) => {
    const name = action.replace(/^[^.]+\./, '');
    if (kind === 'case') return names.done(`procedure.${procedure}`, name);
    const register = registers[kind] ?? kind;
    return t('labelled', {
      label: names.one(register),
      value: names.done(`register.${register}`, name),
    });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key
    <div className={classes.scroll} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t('foreign.at')}</th>
            <th>{t('foreign.who')}</th>
            <th>{t('foreign.what')}</th>
            <th data-number>{t('foreign.leaf')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const { header, leafIndex, name } = item as unknown as TrailItem;
            const known = header.person === null ? t('person.system') : titles[header.person];
            return (
              <tr key={header.id}>
                <td className={classes.whole}>{formats.instant(header.at)}</td>
                <td>{name ?? known ?? t('person.unknown')}</td>
                <td>{acted(header)}</td>
                <td data-number>{formats.number(leafIndex)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

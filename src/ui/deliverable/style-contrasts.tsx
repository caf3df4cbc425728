import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { StyleContrasts as Answer, HouseStyle } from '#work/house-style/contract.ts';
import { get } from '../api/client.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Mark } from '../mark/state-mark.tsx';
import classes from './house-style.module.css';

interface StyleContrastsProps {
  readonly organisationId: string;
  readonly look: Omit<HouseStyle['style'], 'logo'>;
}

/** How well each text can be read on its ground (WCAG 2.2, 1.4.3), as the colours are tried. */
export function StyleContrasts({ organisationId, look }: StyleContrastsProps) {
  const { t, formats } = useTexts();
  const query = useQuery({
    queryKey: ['house-style-contrasts', organisationId, look],
    queryFn: ({ signal }) =>
      get<Answer>(`/house-styles/${organisationId}/contrasts`, { ...look }, signal),
    placeholderData: keepPreviousData,
  });
  if (query.data === undefined) return null;
  return (
    <table className={classes.contrasts}>
      <caption>{t('house-style.contrasts')}</caption>
      <tbody>
        {query.data.items.map(({ pair, ratio, least, enough }) => (
          <tr key={pair}>
            <th scope="row">{t(`house-style.pair.${pair}`)}</th>
            <td>{t('house-style.ratio', { ratio: formats.number(ratio) })}</td>
            <td>
              <Mark
                kind={enough ? 'achieved' : 'not-achieved'}
                word={
                  enough
                    ? t('house-style.enough')
                    : t('house-style.too-little', { least: formats.number(least) })
                }
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '#work/contract.ts';
import type { StateKind } from '../api/definition-index.ts';
import { Empty } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { Mark } from '../mark/state-mark.tsx';
import classes from './told.module.css';

/** What the LISO decided stands there instead of a clause. */
const byLiso = 'LISO';
const clausePattern = /^(\S+) version (\d+), clause (\S+)$/;

const marks: { readonly [state: string]: StateKind } = {
  told: 'achieved',
  masked: 'active',
  'held-back': 'not-achieved',
  'awaiting-decision': 'waiting',
  withdrawn: 'unknown',
};

/** Why one organisation is told or not, as a sentence; the clause is in it. */
function useBecause(): (one: RecordView) => string {
  const { t } = useTexts();
  return ({ state, fields }) => {
    const ground = typeof fields['ground'] === 'string' ? fields['ground'] : '';
    const [, terms = '', version = '', number = ''] = clausePattern.exec(ground) ?? [];
    const clause = terms === '' ? ground : t('audience.clause', { terms, version, clause: number });
    const by = ground === '' ? 'part' : ground === byLiso ? 'liso' : 'clause';
    if (state === 'told') return t(`told.told.${by}`, { clause });
    if (state === 'held-back') {
      return t(by === 'liso' ? 'told.held-back.liso' : 'told.held-back.clause', { clause });
    }
    if (state === 'masked') return t('told.masked', { clause });
    return t(state === 'withdrawn' ? 'told.withdrawn' : 'told.awaiting-decision');
  };
}

/** Whom something was told, and whom not, each with the clause of the terms or the decision that it rests on. */
export function Told({
  register,
  items,
  titles,
  at,
  mayWithdraw,
}: {
  readonly register: string;
  readonly items: readonly RecordView[];
  readonly titles: Titles;
  /** Field that holds when it was decided. */
  readonly at: string;
  readonly mayWithdraw: boolean;
}) {
  const { t, names, formats } = useTexts();
  const becauseOf = useBecause();
  if (items.length === 0) return <Empty title={t('told.none')}>{t('told.none.help')}</Empty>;
  return (
    <ul className={classes.told}>
      {items.map((one) => (
        <li key={one.id}>
          <span className={classes.name}>
            <Link to={`/registers/${register}/${one.id}`}>{String(one.fields['name'])}</Link>
            {typeof one.fields['finding'] === 'string' && (
              <span className={classes.about}>{titles[one.fields['finding']] ?? ''}</span>
            )}
          </span>
          <span>
            <Mark
              kind={marks[one.state ?? ''] ?? 'unknown'}
              word={names.state(`register.${register}`, one.state ?? '')}
            />
            <span className={classes.because}>{becauseOf(one)}</span>
          </span>
          <span className={classes.side}>
            {typeof one.fields[at] === 'string' && (
              <span className={classes.when}>{formats.dayOf(one.fields[at])}</span>
            )}
            {mayWithdraw && (one.state === 'told' || one.state === 'masked') && (
              <Button
                component={Link}
                to={`/registers/${register}/${one.id}`}
                size="compact-xs"
                variant="subtle"
                aria-label={t('labelled', {
                  label: names.action(`register.${register}`, 'withdraw'),
                  value: String(one.fields['name']),
                })}
              >
                {t('told.withdraw')}
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

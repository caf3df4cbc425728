import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import type { RecordView } from '#work/contract.ts';
import classes from './incident.module.css';
import { owner } from './incident-acts.ts';

const criteria = ['confidentiality', 'integrity', 'availability'] as const;

/** Affected systems and information with the impact on each criterion; a significant one with the judgement behind it. */
export function Affected() {
  const { t, names } = useTexts();
  const { detail } = useWorkspace();
  const systems = useQuery(recordsOfCaseQuery('affected-systems', detail.case.id));
  const information = useQuery(recordsOfCaseQuery('affected-information', detail.case.id));
  const rows = [
    ...(systems.data?.items ?? []).map((item) => ({ item, act: 'assess-system', rank: 'level' })),
    ...(information.data?.items ?? []).map((item) => ({
      ...{ item, act: 'assess-information', rank: 'informationLabel' },
    })),
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={t('incident.affected')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('incident.affected')}</th>
            <th scope="col">{t('incident.rank')}</th>
            {criteria.map((criterion) => (
              <th key={criterion} scope="col">
                {names.field(owner, criterion)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.item.id} {...row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ item, act, rank }: { item: RecordView; act: string; rank: string }) {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const { id, fields } = item;
  const name = String(fields['name']);
  const { judgement } = fields;
  return (
    <tr>
      <th scope="row">
        {name}
        {typeof judgement === 'string' && <span className={classes.sub}>{judgement}</span>}
      </th>
      <td>{names.option(owner, rank, String(fields[rank]))}</td>
      {criteria.map((criterion) => {
        const impact = String(fields[criterion]);
        return (
          <td key={criterion} className={classes.degree} data-degree={impact}>
            {names.option(owner, criterion, impact)}
          </td>
        );
      })}
      <td className={classes.tools}>
        {allowedOf(detail, act) !== undefined && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t('labelled', { label: t('incident.assess-again'), value: name })}
            onClick={() => open(act, id, fields)}
          >
            <Icon name="edit" size={14} />
          </Button>
        )}
      </td>
    </tr>
  );
}

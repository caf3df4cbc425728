import { useQuery } from '@tanstack/react-query';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import type { HighImpactTableView } from '../contract.ts';
import classes from './incident.module.css';
import { owner } from './incident-acts.ts';
import { highImpactTableQuery } from './queries.ts';

interface Met {
  readonly rule: string;
  readonly by?: string;
}

/** The decision table, its rows as the clause says them; those that hold are lit up with what they are met by. */
export function DecisionTable({ decision }: { decision: { readonly [name: string]: unknown } }) {
  const { t, names, formats } = useTexts();
  const table = useQuery(highImpactTableQuery);
  const met = (Array.isArray(decision['met']) ? decision['met'] : []) as readonly Met[];
  const because = String(decision['because']);
  const outcome = String(decision['outcome']);
  const register = 'register.impact-decisions';
  return (
    <div>
      <p className={classes.verdict} data-outcome={outcome}>
        <strong>{names.option(register, 'outcome', outcome)}</strong>
        <span>
          {because === 'inputs'
            ? t('incident.decided', {
                table: String(decision['decidedBy']),
                at: formats.instant(String(decision['decidedAt'])),
              })
            : t('labelled', {
                label: names.option(register, 'because', because),
                value: String(decision['rationale'] ?? ''),
              })}
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} aria-label={t('incident.impact')} tabIndex={0}>
        <table className={classes.table}>
          <caption className={classes.caption}>
            {t('incident.table', {
              id: table.data?.id ?? '',
              version: table.data?.version ?? '',
              clause: table.data?.clause ?? '',
            })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('incident.rule')}</th>
              <th scope="col">{t('incident.when')}</th>
              <th scope="col">{t('incident.then')}</th>
              <th scope="col">{t('incident.met')}</th>
            </tr>
          </thead>
          <tbody>
            {(table.data?.rules ?? []).map((rule) => (
              <Row key={rule.id} rule={rule} met={met.filter((one) => one.rule === rule.id)} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Row({
  rule,
  met,
}: {
  readonly rule: HighImpactTableView['rules'][number];
  readonly met: readonly Met[];
}) {
  const { t, names, formats, locale } = useTexts();
  const either = new Intl.ListFormat(locale, { type: 'disjunction' });
  const holds = met.length > 0;
  const options = (field: string, values: readonly string[]) =>
    either.format(values.map((value) => names.option(owner, field, value).toLocaleLowerCase()));
  const said =
    rule.of === null
      ? t('incident.otherwise')
      : t(rule.of === 'system' ? 'incident.when.system' : 'incident.when.information', {
          rank:
            rule.of === 'system'
              ? options('level', rule.level)
              : options('informationLabel', rule.label),
          criterion: names.field(owner, rule.criterion ?? '').toLocaleLowerCase(),
          impact: options(rule.criterion ?? 'integrity', rule.impact),
        });
  const by = met.flatMap((one) => (one.by === undefined ? [] : [one.by]));
  return (
    <tr data-holds={holds || undefined}>
      <th scope="row">{rule.of === null ? '–' : rule.id}</th>
      <td>{said}</td>
      <td>{names.option('register.impact-decisions', 'outcome', rule.outcome)}</td>
      <td>
        {holds && (
          <span className={classes.decides}>
            <Icon name="check" size={12} />
            {by.length === 0 ? t('incident.decides') : formats.list(by)}
          </span>
        )}
      </td>
    </tr>
  );
}

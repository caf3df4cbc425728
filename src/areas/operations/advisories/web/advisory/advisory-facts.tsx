import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { AsidePart } from '#ui/page/aside-part.tsx';
import classes from './advisory.module.css';
import type { AdvisoryFields } from './advisory-fields.ts';

/** Identifiers, dates and scores, name above value; what is not known is left out. */
export function AdvisoryFacts({ fields }: { fields: AdvisoryFields }) {
  const { t, names, formats } = useTexts();
  const owner = 'register.advisories';
  const facts: readonly (readonly [string, string | null])[] = [
    ['source', names.option(owner, 'source', fields.source)],
    ['severityVector', fields.severityVector],
    ['kevDueDate', fields.kevDueDate === null ? null : formats.date(fields.kevDueDate)],
    [
      'epssPercentile',
      fields.epssPercentile === null ? null : formats.percent(fields.epssPercentile),
    ],
    ['aliases', fields.aliases.length === 0 ? null : fields.aliases.join(', ')],
    ['publishedAt', fields.publishedAt === null ? null : formats.instant(fields.publishedAt)],
    ['issuedAt', fields.issuedAt === null ? null : formats.instant(fields.issuedAt)],
    ['withdrawnAt', fields.withdrawnAt === null ? null : formats.instant(fields.withdrawnAt)],
    ['supersededBy', fields.supersededBy],
    ['revision', fields.revision],
    ['language', fields.language],
  ];
  return (
    <AsidePart title={t('advisory.facts')}>
      <dl className={classes.facts}>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{names.field(owner, name)}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </AsidePart>
  );
}

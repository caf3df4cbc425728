import { Button } from '@mantine/core';
import { officeInWords } from '#engine/office-hours.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import type { RecordView } from '#work/contract.ts';
import { officeOf } from '../contract.ts';
import { Comments } from './comments.tsx';
import classes from './terms.module.css';

const register = 'register.terms-clauses';

interface ClauseProps {
  readonly clause: RecordView;
  readonly comments: readonly RecordView[];
  readonly assessments: readonly RecordView[];
  readonly titles: Titles;
}

/** One clause: its words at the start, what the parties state and say of it beside them. */
export function ClauseRow({ clause, comments, assessments, titles }: ClauseProps) {
  const { t, names } = useTexts();
  const { fields } = clause;
  return (
    <article className={classes.clause} aria-labelledby={`clause-${clause.id}`}>
      <div className={classes.clauseText}>
        <h4 id={`clause-${clause.id}`}>
          <span className={classes.number}>{String(fields['number'])}</span>
          {String(fields['title'])}
        </h4>
        <p className={classes.words}>{String(fields['text'])}</p>
        <p className={classes.sub}>
          {t('labelled.lead', { label: names.field(register, 'standard') })}{' '}
          {typeof fields['standard'] === 'string'
            ? (titles[fields['standard']] ?? '–')
            : t('terms.clause.no-standard')}
        </p>
        <Rule fields={fields} titles={titles} />
        <ClauseActs clause={clause} />
      </div>
      <div className={classes.clauseSide}>
        <Assessments assessments={assessments} titles={titles} />
        <Comments comments={comments} titles={titles} />
      </div>
    </article>
  );
}

const details = ['event', 'maximumTlp', 'maximumLabel', 'timedAct', 'urgency', 'contactHours'];

/** What the product does by this clause. */
function Rule({ fields, titles }: { fields: RecordView['fields']; titles: Titles }) {
  const { names, formats, locale } = useTexts();
  const kind = fields['ruleKind'];
  if (typeof kind !== 'string') return null;
  const option = (name: string) =>
    typeof fields[name] === 'string' ? [names.option(register, name, String(fields[name]))] : [];
  const side = (which: 'from' | 'to'): string[] => {
    const named = fields[`${which}Organisations`];
    if (Array.isArray(named) && named.length > 0)
      return [formats.list(named.map((id) => titles[String(id)] ?? '–'))];
    return option(`${which}Kind`);
  };
  const evidence = Array.isArray(fields['evidence'])
    ? [
        formats.list(
          fields['evidence'].map((one) => names.option(register, 'evidence', String(one))),
        ),
      ]
    : [];
  const from = side('from');
  const to = side('to');
  const parts = [
    ...option('ruling'),
    ...details.flatMap(option),
    ...(fields['contactHours'] === 'office-hours' ? [officeInWords(officeOf(fields), locale)] : []),
    ...evidence,
    ...(typeof fields['contactRole'] === 'string' ? [names.role(fields['contactRole'])] : []),
    ...(typeof fields['within'] === 'string' ? [formats.duration(fields['within'])] : []),
  ];
  return (
    <dl className={classes.rule} data-ruling={String(fields['ruling'] ?? '')}>
      <div>
        <dt>{names.option(register, 'ruleKind', kind)}</dt>
        <dd>{parts.join(' · ')}</dd>
      </div>
      <div>
        <dt>{from.length > 0 ? `${from.join('')} → ${to.join('')}` : to.join('')}</dt>
      </div>
    </dl>
  );
}

const statusMarks: Readonly<Record<string, 'achieved' | 'active' | 'not-achieved' | 'initial'>> = {
  compliant: 'achieved',
  partly: 'active',
  'not-compliant': 'not-achieved',
  'not-applicable': 'initial',
};

function Assessments({
  assessments,
  titles,
}: {
  assessments: readonly RecordView[];
  titles: Titles;
}) {
  const { names } = useTexts();
  if (assessments.length === 0) return null;
  return (
    <ul className={classes.assessments}>
      {assessments.map(({ id, fields }) => {
        const outdated = fields['outdated'] === true;
        return (
          <li key={id} className={outdated ? classes.outdated : undefined}>
            <span>
              {fields['against'] === 'administration'
                ? (titles[String(fields['organisation'])] ?? '–')
                : names.option('register.clause-assessments', 'against', String(fields['against']))}
              {typeof fields['statement'] === 'string' && (
                <span className={classes.sub}>{fields['statement']}</span>
              )}
              {outdated && <Earlier revision={fields['revision']} />}
            </span>
            <Mark
              kind={outdated ? 'initial' : (statusMarks[String(fields['status'])] ?? 'initial')}
              word={names.option('register.clause-assessments', 'status', String(fields['status']))}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** At which revision of the text something was stated that does not hold for the clause as it reads now. */
function Earlier({ revision }: { revision: unknown }) {
  const { t } = useTexts();
  return (
    <span className={classes.sub}>
      {typeof revision !== 'number'
        ? t('terms.assessment.outdated.old')
        : revision === 0
          ? t('terms.assessment.outdated.draft')
          : t('terms.assessment.outdated', { count: revision })}
    </span>
  );
}

const acts = [
  ['comment', 'plus'],
  ['assess-clause', 'check'],
  ['redraft-clause', 'edit'],
  ['remove-clause', 'trash'],
] as const;

function ClauseActs({ clause }: { clause: RecordView }) {
  const { t } = useTexts();
  const { detail, open } = useWorkspace();
  const { number, position: _, ...known } = clause.fields;
  const offered = acts.filter(([name]) => allowedOf(detail, name) !== undefined);
  if (offered.length === 0) return null;
  return (
    <div className={classes.acts}>
      {offered.map(([name, icon]) => (
        <Button
          key={name}
          size="compact-sm"
          variant="subtle"
          leftSection={<Icon name={icon} size={12} />}
          aria-label={t('labelled', { label: t(`terms.act.${name}`), value: String(number) })}
          onClick={() =>
            open(name, `${name}/${clause.id}`, {
              ...(name === 'redraft-clause' ? known : {}),
              termsClause: clause.id,
            })
          }
        >
          {t(`terms.act.${name}`)}
        </Button>
      ))}
    </div>
  );
}

import { Link } from '@tanstack/react-router';
import type { Field } from '#engine/fields.ts';
import { Terms } from '../glossary/terms.tsx';
import { declaredName, type Owner } from '../i18n/names.ts';
import { type Texts, useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './field-value.module.css';

export interface FieldValueProps {
  readonly owner: Owner;
  readonly name: string;
  readonly field: Field;
  readonly value: unknown;
  readonly titles: Titles;
  /** In a table: one line, no links inside. */
  readonly short?: boolean;
  /** What it refers to is elsewhere: its name, without a link. */
  readonly unlinked?: boolean;
}

/** Address of the page of a referred record. */
export function recordPath(register: string, id: string): string {
  return ['cases', 'evidence'].includes(register)
    ? `/${register}/${id}`
    : `/registers/${register}/${id}`;
}

/** A value in words: options by their names, moments and numbers in the reader's form, references as links. */
export function FieldValue(props: FieldValueProps) {
  const { owner, name, field, value, titles, short = false, unlinked = false } = props;
  const texts = useTexts();
  const { t, names, formats } = texts;
  if (
    value === null ||
    value === undefined ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  ) {
    return short ? null : <span className={classes.none}>{t('value.none')}</span>;
  }
  switch (field.kind) {
    case 'reference':
    case 'references': {
      const ids = (Array.isArray(value) ? value : [value]) as string[];
      if (short) return formats.list(ids.map((id) => titles[id] ?? t('value.hidden')));
      return (
        <ul className={classes.list}>
          {ids.map((id) => (
            <li key={id}>
              {titles[id] === undefined || unlinked ? (
                (titles[id] ?? t('value.hidden'))
              ) : (
                <Link to={recordPath(field.to, id)}>{titles[id]}</Link>
              )}
            </li>
          ))}
        </ul>
      );
    }
    case 'rows':
      return <Rows {...props} />;
    case 'text':
      if (field.of !== undefined) return declaredName(names, field.of, String(value));
      return field.multiline === true && !short ? (
        <span className={classes.prose}>
          <Terms>{String(value)}</Terms>
        </span>
      ) : short ? (
        String(value)
      ) : (
        <Terms>{String(value)}</Terms>
      );
    case 'instant':
      return (
        <time dateTime={String(value)} title={short ? formats.instant(String(value)) : undefined}>
          {short ? formats.dayOf(String(value)) : formats.instant(String(value))}
        </time>
      );
    default:
      return plain(field, value, texts, (option) => names.option(owner, name, option));
  }
}

function plain(
  field: Field,
  value: unknown,
  { t, formats }: Texts,
  option: (id: string) => string,
) {
  switch (field.kind) {
    case 'choice':
      return option(String(value));
    case 'choices':
      return formats.list((value as string[]).map(option));
    case 'tags':
      return (value as string[]).join(', ');
    case 'integer':
    case 'decimal': {
      const number = formats.number(Number(value));
      return field.unit === undefined
        ? number
        : `${number} ${t([`unit.${field.unit}`, 'unit.other'], { unit: field.unit })}`;
    }
    case 'date':
      return formats.date(String(value));
    case 'duration':
      return formats.duration(String(value));
    case 'boolean':
      return t(value === true ? 'yes' : 'no');
    default:
      return String(value);
  }
}

function Rows({ owner, name, field, value, titles, unlinked = false }: FieldValueProps) {
  const { names } = useTexts();
  if (field.kind !== 'rows') return null;
  const inner = Object.entries(field.fields);
  return (
    <ol className={classes.rows}>
      {(value as Record<string, unknown>[]).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity
        <li key={index}>
          <dl className={classes.inline}>
            {inner.map(([key, one]) => (
              <div key={key}>
                <dt>{names.field(owner, `${name}.${key}`)}</dt>
                <dd>
                  <FieldValue
                    owner={owner}
                    name={`${name}.${key}`}
                    field={one}
                    value={row[key]}
                    titles={titles}
                    unlinked={unlinked}
                  />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}

import { Checkbox, Input, Radio, TagsInput, TextInput } from '@mantine/core';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { DurationInput } from './duration-input.tsx';
import type { FieldInputProps } from './field-input-props.ts';
import classes from './form.module.css';
import type { Fault } from './form-faults.ts';
import { ReferenceInput } from './reference-input.tsx';
import { RowsInput } from './rows-input.tsx';
import { Select } from './select.tsx';
import { WordsInput } from './words-input.tsx';

export const inputId = (path: string) => `field-${path.replaceAll('.', '-')}`;

/** How every input of a form looks: its name, help and message. */
export const wrapper = {
  root: classes.field ?? '',
  label: classes.label ?? '',
  description: classes.help ?? '',
  error: classes.error ?? '',
};
/** From this many options on a list to search in is quicker than reading all. */
const MANY = 5;

export function useFaultWords(): (
  fault: Fault | undefined,
  title: string,
  owner: Owner,
) => string | undefined {
  const { t, names } = useTexts();
  return (fault, title, owner) => {
    if (fault === undefined) return undefined;
    if (fault.key !== undefined) return t(fault.key, { ...fault.values, field: title });
    return fault.guard === undefined
      ? (fault.message ?? t('fault.other'))
      : names.guard(owner, fault.guard);
  };
}

/** The input of one declared field, with its name, help and message. */
export function FieldInput(props: FieldInputProps) {
  const { field, path, name, owner, value, onChange, faults } = props;
  const { t, names } = useTexts();
  const words = useFaultWords();
  const title = names.field(owner, name);
  const common = {
    id: inputId(path),
    label:
      field.required === true ? (
        title
      ) : (
        <>
          {title} <span className={classes.optional}>({t('form.optional')})</span>
        </>
      ),
    description: names.help(owner, name),
    error: words(faults.get(path), title, owner),
    classNames: wrapper,
  };
  // A group of choices is no input: that it is needed is told by its words alone.
  const input = { ...common, 'aria-required': field.required === true };
  const text = typeof value === 'string' ? value : '';
  const options = () =>
    ('options' in field ? field.options : []).map((option) => ({
      value: option,
      // An option that is a record has that record's name.
      label: props.titles[option] ?? names.option(owner, name, option),
    }));
  switch (field.kind) {
    case 'text':
      return <WordsInput {...input} field={field} value={text} onChange={onChange} />;
    case 'integer':
    case 'decimal':
      return (
        <TextInput
          {...input}
          inputMode={field.kind === 'integer' ? 'numeric' : 'decimal'}
          w="100%"
          value={text}
          rightSectionWidth={field.unit === undefined ? 0 : 72}
          rightSection={
            field.unit === undefined ? null : (
              <span>{t([`unit.${field.unit}`, 'unit.other'], { unit: field.unit })}</span>
            )
          }
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'date':
    case 'instant':
      return (
        <TextInput
          {...input}
          type={field.kind === 'date' ? 'date' : 'datetime-local'}
          rightSectionWidth={field.kind === 'instant' ? 48 : 0}
          rightSection={field.kind === 'instant' ? <span>UTC</span> : null}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'duration':
      return <DurationInput {...input} value={text} onChange={onChange} />;
    case 'choice':
      return field.options.length >= MANY ? (
        <Select
          {...input}
          searchable
          clearable={field.required !== true}
          data={options()}
          value={text === '' ? null : text}
          onChange={onChange}
          clearButtonProps={{ 'aria-label': t('form.clear') }}
        />
      ) : (
        <Radio.Group {...common} value={text} onChange={onChange}>
          <div className={classes.choices}>
            {options().map((option) => (
              <Radio key={option.value} size="sm" {...option} />
            ))}
          </div>
        </Radio.Group>
      );
    case 'choices':
      return (
        <Checkbox.Group {...common} value={Array.isArray(value) ? value : []} onChange={onChange}>
          <div className={classes.choices}>
            {options().map((option) => (
              <Checkbox key={option.value} size="sm" {...option} />
            ))}
          </div>
        </Checkbox.Group>
      );
    case 'boolean':
      return (
        <Radio.Group
          {...common}
          value={value === true ? 'yes' : value === false ? 'no' : ''}
          onChange={(next) => onChange(next === 'yes')}
        >
          <div className={classes.choices}>
            <Radio size="sm" value="yes" label={t('yes')} />
            <Radio size="sm" value="no" label={t('no')} />
          </div>
        </Radio.Group>
      );
    case 'tags':
      return (
        <TagsInput
          {...input}
          maxTags={field.max ?? 50}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
          placeholder={t('form.tags')}
        />
      );
    case 'reference':
    case 'references':
      return (
        <ReferenceInput
          field={field}
          common={input}
          value={value}
          onChange={onChange}
          titles={props.titles}
        />
      );
    case 'rows':
      return (
        <Input.Wrapper {...common} labelElement="div">
          <RowsInput {...props} field={field} title={title} render={FieldInput} />
        </Input.Wrapper>
      );
  }
}

import { Button, FileButton, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReferenceField, RowsField } from '#engine/fields.ts';
import type { RecordPage } from '#work/contract.ts';
import { get } from '../api/client.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import type { Owner } from '../i18n/names.ts';
import { type Texts, useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './form.module.css';
import { inputFields, type Row, startValues } from './form-values.ts';
import {
  cellsOf,
  fitsCell,
  type PastedColumn,
  plainWords,
  rowsOfCells,
  type Unread,
} from './pasted-table.ts';

export interface PasteRowsProps {
  readonly owner: Owner;
  readonly field: RowsField;
  /** Name in the declaration of a field of a row. */
  readonly nameOf: (key: string) => string;
  readonly onRows: (rows: readonly Row[], titles: Titles) => void;
  readonly onClose: () => void;
}

/** Rows of a form from a spreadsheet: pasted, or from a CSV file. What cannot be read is told, and its row still comes. */
export function PasteRows({ owner, field, nameOf, onRows, onClose }: PasteRowsProps) {
  const texts = useTexts();
  const { t, formats } = texts;
  const registers = useDefinitions();
  const [text, setText] = useState('');
  const columns = columnsOf(owner, field, nameOf, texts);
  const take = useMutation({
    mutationFn: async () => {
      const { rows, unread, named, unknown } = rowsOfCells(cellsOf(text), columns);
      const titles: Record<string, string> = {};
      const missing: Unread[] = [...unread];
      const known = new Map<string, Promise<Found | null>>();
      const filled = rows.map((row) => ({ ...startValues(field.fields, {}), ...row }) as Row);
      for (const { row, column, texts: wanted } of named) {
        const to = column.field as ReferenceField;
        const ids: string[] = [];
        for (const words of wanted) {
          const key = `${to.to} ${words}`;
          const look = known.get(key) ?? recordNamed(to, words, registers.register(to.to)?.title);
          known.set(key, look);
          const found = await look;
          if (found === null) missing.push({ row: row + 1, title: column.title, text: words });
          else {
            ids.push(found.id);
            titles[found.id] = found.title;
          }
        }
        const value = to.kind === 'references' ? ids : (ids[0] ?? '');
        filled[row] = { ...filled[row], [column.name]: value };
      }
      return { rows: filled, titles, missing, unknown };
    },
    onSuccess: ({ rows, titles, missing, unknown }) => {
      onRows(rows, titles);
      setText('');
      if (missing.length === 0 && unknown.length === 0) onClose();
    },
  });
  const count = text.trim() === '' ? 0 : rowsOfCells(cellsOf(text), columns).rows.length;
  return (
    <section className={classes.paste} aria-label={t('form.paste')}>
      <Textarea
        label={t('form.paste.text')}
        description={t('form.paste.help', { columns: formats.list(columns.map((c) => c.title)) })}
        autosize
        minRows={3}
        maxRows={10}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {take.isError && <ProblemNotice error={take.error} />}
      {take.isSuccess && <Left {...take.data} />}
      <div className={classes.choicesInLine}>
        <Button
          variant="filled"
          disabled={count === 0}
          loading={take.isPending}
          onClick={() => take.mutate()}
        >
          {t('form.paste.take', { count })}
        </Button>
        <FileButton
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          onChange={(file) => void file?.text().then(setText)}
        >
          {(props) => <Button {...props}>{t('form.paste.file')}</Button>}
        </FileButton>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </section>
  );
}

/** What was not taken over. */
function Left({ missing, unknown }: { missing: readonly Unread[]; unknown: readonly string[] }) {
  const { t, formats } = useTexts();
  return (
    <Notice tone="warning" title={t('form.paste.left')}>
      <ul>
        {unknown.length > 0 && (
          <li>{t('form.paste.unknown', { columns: formats.list([...unknown]) })}</li>
        )}
        {missing.map(({ row, title, text }) => (
          <li key={`${row} ${title} ${text}`}>{t('form.paste.unread', { row, title, text })}</li>
        ))}
      </ul>
    </Notice>
  );
}

function columnsOf(
  owner: Owner,
  field: RowsField,
  nameOf: (key: string) => string,
  { t, names }: Texts,
): PastedColumn[] {
  return inputFields(field.fields)
    .filter(([, inner]) => fitsCell(inner))
    .map(([key, inner]) => {
      const name = nameOf(key);
      const told: [string, string][] =
        inner.kind === 'boolean'
          ? (['yes', 'no'] as const).map((one) => [t(one), one])
          : 'options' in inner
            ? inner.options.map((option) => [names.option(owner, name, option), option])
            : [];
      const options = new Map(
        told.flatMap(([words, option]) => [
          [plainWords(option), option],
          [plainWords(words), option],
        ]),
      );
      return { name: key, title: names.field(owner, name), field: inner, options };
    });
}

interface Found {
  readonly id: string;
  readonly title: string;
}

/** The record with these words as its title, number or code, or the only one that the search finds. */
async function recordNamed(
  { to }: ReferenceField,
  words: string,
  titleField: string | undefined,
): Promise<Found | null> {
  const page = await get<RecordPage>(`/${to}`, { q: words, limit: 20 });
  const found = page.items.map(({ id, fields }) => ({
    id,
    title: String(fields[titleField ?? 'name'] ?? id),
    said: Object.values(fields).filter((value) => typeof value === 'string'),
  }));
  const wanted = plainWords(words);
  return (
    found.find(({ title }) => plainWords(title) === wanted) ??
    found.find(({ said }) => said.some((value) => plainWords(value) === wanted)) ??
    (found.length === 1 ? (found[0] ?? null) : null)
  );
}

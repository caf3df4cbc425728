import { Link } from '@tanstack/react-router';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './party.module.css';

/** Titles that came with an answer, by id. */
export type Titles = { readonly [id: string]: string };

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return (
    (words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')
  ).toUpperCase();
}

/** A person by name; someone whose record is not visible is said to be so. */
export function Person({ id, titles }: { id: string | null; titles: Titles }) {
  const { t } = useTexts();
  if (id === null) return <span>{t('person.system')}</span>;
  const name = titles[id];
  if (name === undefined) return <span>{t('person.unknown')}</span>;
  return (
    <span className={classes.party}>
      <span className={classes.initials} aria-hidden="true">
        {initials(name)}
      </span>
      {name}
    </span>
  );
}

export function Organisation({
  id,
  titles,
  link = false,
}: {
  id: string;
  titles: Titles;
  link?: boolean;
}) {
  const { t } = useTexts();
  const name = titles[id] ?? t('organisation.unknown');
  return link ? <Link to={`/registers/organisations/${id}`}>{name}</Link> : <span>{name}</span>;
}

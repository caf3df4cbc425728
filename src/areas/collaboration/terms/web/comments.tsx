import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import type { RecordView } from '#work/contract.ts';
import classes from './terms.module.css';

const owner = 'procedure.terms-of-collaboration';

/** What parties said, with the answers, as far as the reader may see it. */
export function Comments({
  comments,
  titles,
}: {
  comments: readonly RecordView[];
  titles: Titles;
}) {
  if (comments.length === 0) return null;
  return (
    <ul className={classes.comments}>
      {comments.map((one) => (
        <Comment key={one.id} one={one} titles={titles} />
      ))}
    </ul>
  );
}

function Comment({ one, titles }: { one: RecordView; titles: Titles }) {
  const { t, names } = useTexts();
  const { fields } = one;
  return (
    <li>
      <p className={classes.sub}>
        {titles[String(fields['organisation'])] ?? t('organisation.unknown')} ·{' '}
        <Ago at={one.createdAt} />
      </p>
      {fields['kind'] === 'objection' && (
        <Mark
          kind="not-achieved"
          word={names.option('register.clause-comments', 'kind', 'objection')}
        />
      )}
      <p className={classes.words}>{String(fields['text'])}</p>
      {typeof fields['answer'] === 'string' ? (
        <div className={classes.answer}>
          <p className={classes.sub}>
            {t('terms.answered', {
              by: titles[String(fields['answeredBy'])] ?? t('person.unknown'),
            })}
          </p>
          <p className={classes.words}>{fields['answer']}</p>
        </div>
      ) : (
        <Unanswered one={one} />
      )}
    </li>
  );
}

/** The contractor answers by the case, the LISO on the record of the comment: other parties see neither. */
function Unanswered({ one }: { one: RecordView }) {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  if (allowedOf(detail, 'answer-comment') !== undefined) {
    return (
      <div>
        <Button
          size="compact-sm"
          onClick={() => open('answer-comment', one.id, { answered: one.id })}
        >
          {names.action(owner, 'answer-comment')}
        </Button>
      </div>
    );
  }
  return (
    <p className={classes.sub}>
      {t('terms.unanswered')}{' '}
      <Link to={`/registers/clause-comments/${one.id}`}>{t('terms.open-comment')}</Link>
    </p>
  );
}

import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { CommentView, DeliverableDetail } from '#work/deliverables/contract.ts';
import { useAct } from '../act/use-act.ts';
import type { StateKind } from '../api/definition-index.ts';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import { Select } from '../form/select.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Ago } from '../mark/due.tsx';
import { Person, type Titles } from '../mark/party.tsx';
import { Mark } from '../mark/state-mark.tsx';
import classes from './deliverable.module.css';

const owner = 'register.deliverables' as const;

/** Acts on comments: they are offered beside each comment, not among the acts on the document. */
export const commentActs: readonly string[] = [
  'add-comment',
  'answer-comment',
  'accept-answer',
  'object-to-answer',
];

const marks: Readonly<Record<CommentView['standing'], StateKind>> = {
  open: 'waiting',
  answered: 'active',
  accepted: 'achieved',
};

/** What readers said of the document, section by section, with the answers of its authors; and where to say something. */
export function DocumentComments({ detail }: { detail: DeliverableDetail }) {
  const { t } = useTexts();
  const { comments, sections, titles } = detail;
  const open = comments.filter(({ standing }) => standing === 'open').length;
  const may = (action: string) =>
    detail.allowedActions.some((one) => one.action === action && one.allowed);
  const place = (section: string | null) =>
    sections.find(({ id }) => id === section)?.title ?? t('deliverable.comment.whole');
  return (
    <div className={classes.comments}>
      {open > 0 && <Notice tone="note" title={t('deliverable.comments.open', { count: open })} />}
      {comments.length === 0 && <p className={classes.note}>{t('deliverable.comments.none')}</p>}
      <ul className={classes.threads}>
        {comments.map((comment) => (
          <li key={comment.id} className={classes.thread}>
            <p className={classes.threadHead}>
              <strong>{place(comment.section)}</strong>
              <span className={classes.note}>
                {t('deliverable.comment.version', { version: comment.version })}
              </span>
              <Mark
                kind={marks[comment.standing]}
                word={t(`deliverable.comment.standing.${comment.standing}`)}
              />
            </p>
            {comment.said.map((said) => (
              <Said key={said.at + said.kind} said={said} titles={titles} />
            ))}
            <Reply comment={comment} id={detail.deliverable.id} may={may} />
          </li>
        ))}
      </ul>
      {may('add-comment') && <NewComment detail={detail} />}
    </div>
  );
}

function Said({ said, titles }: { said: CommentView['said'][number]; titles: Titles }) {
  const { t } = useTexts();
  return (
    <div className={said.kind === 'comment' ? classes.said : classes.reply}>
      <p className={classes.note}>
        <Person id={said.personId} titles={titles} />
        {said.kind !== 'comment' && ` · ${t(`deliverable.comment.kind.${said.kind}`)}`} ·{' '}
        <Ago at={said.at} />
      </p>
      {said.text !== '' && <p className={classes.words}>{said.text}</p>}
    </div>
  );
}

interface ReplyProps {
  readonly comment: CommentView;
  readonly id: string;
  readonly may: (action: string) => boolean;
}

/** An author answers what is open; who commented accepts the answer or says why not. */
function Reply({ comment, id, may }: ReplyProps) {
  const { t, names } = useTexts();
  const act = useAct(`deliverables/${id}`, owner);
  const [text, setText] = useState('');
  const offered =
    comment.standing === 'open'
      ? ['answer-comment']
      : comment.standing === 'answered' && comment.mine
        ? ['accept-answer', 'object-to-answer']
        : [];
  const possible = offered.filter(may);
  if (possible.length === 0) return null;
  const send = (action: string) =>
    act.mutate(
      { action, input: { comment: text.trim() || null, fields: { about: comment.id } } },
      { onSuccess: () => setText('') },
    );
  return (
    <div className={classes.reply}>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <Textarea
        aria-label={t('deliverable.comment.reply')}
        placeholder={t('deliverable.comment.reply')}
        autosize
        minRows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.replyActs}>
        {possible.map((action) => (
          <Button
            key={action}
            size="compact-sm"
            variant={action === possible[0] ? 'filled' : 'default'}
            loading={act.isPending}
            disabled={action !== 'accept-answer' && text.trim() === ''}
            onClick={() => send(action)}
          >
            {names.action(owner, action)}
          </Button>
        ))}
      </div>
    </div>
  );
}

function NewComment({ detail }: { detail: DeliverableDetail }) {
  const { t, names } = useTexts();
  const act = useAct(`deliverables/${detail.deliverable.id}`, owner);
  const [text, setText] = useState('');
  const [section, setSection] = useState<string | null>(null);
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate(
          {
            action: 'add-comment',
            input: { comment: text.trim(), fields: section === null ? {} : { section } },
          },
          { onSuccess: () => setText('') },
        );
      }}
    >
      {act.error !== null && <ProblemNotice error={act.error} />}
      <Select
        label={t('deliverable.comment.section')}
        placeholder={t('deliverable.comment.whole')}
        clearable
        data={detail.sections.map(({ id, title }) => ({ value: id, label: title }))}
        value={section}
        onChange={setSection}
      />
      <Textarea
        label={t('deliverable.comment.text')}
        autosize
        minRows={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button
          type="submit"
          variant="filled"
          loading={act.isPending}
          disabled={text.trim() === ''}
        >
          {names.action(owner, 'add-comment')}
        </Button>
      </div>
    </form>
  );
}

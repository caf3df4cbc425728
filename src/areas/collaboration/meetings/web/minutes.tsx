import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Person } from '#ui/mark/party.tsx';
import { Section } from '#ui/page/page.tsx';
import classes from './meeting.module.css';
import { type ItemMinutes, minutesByItem } from './minutes-by-item.ts';
import { MinutesEditor } from './minutes-editor.tsx';

/** How often others' minutes are read while one writes, in milliseconds. */
const everyMs = 8_000;

/** The minutes, item by item: written here by several people at once, or read. */
export function Minutes() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const writing = allowedOf(detail, 'minute') !== undefined;
  const items = useQuery(recordsOfCaseQuery('agenda-items', detail.case.id));
  const texts = useQuery({
    ...recordsOfCaseQuery('meeting-minutes', detail.case.id),
    refetchInterval: writing ? everyMs : false,
  });
  if (items.isPending || texts.isPending) {
    return (
      <Section title={t('meeting.minutes')}>
        <Placeholder lines={6} />
      </Section>
    );
  }
  if (items.isError || texts.isError) {
    const error = items.error ?? texts.error;
    return (
      <Section title={t('meeting.minutes')}>
        <ProblemNotice error={error} retry={() => texts.refetch()} />
      </Section>
    );
  }
  const known = minutesByItem(texts.data.items);
  if (!writing && known.size === 0) {
    return (
      <Section title={t('meeting.minutes')}>
        <Empty title={t('meeting.minutes.none')}>{t('meeting.minutes.none.help')}</Empty>
      </Section>
    );
  }
  const nothing: ItemMinutes = { current: null, beside: [] };
  return (
    <Section title={t('meeting.minutes')}>
      <ol className={classes.minutes}>
        {items.data.items.map((item) => {
          const minutes = known.get(item.id) ?? nothing;
          return (
            <li key={item.id}>
              <h3>
                {String(item.fields['position'])}. {String(item.fields['topic'])}
              </h3>
              <p className={classes.sub}>
                {String(item.fields['presenter'])}
                {minutes.current !== null && (
                  <>
                    {' · '}
                    <Person
                      id={String(minutes.current.fields['writer'])}
                      titles={texts.data.titles}
                    />{' '}
                    <Ago at={String(minutes.current.fields['writtenAt'])} />
                  </>
                )}
              </p>
              {writing ? (
                <MinutesEditor
                  item={item.id}
                  topic={String(item.fields['topic'])}
                  minutes={minutes}
                  titles={texts.data.titles}
                />
              ) : (
                <p className={classes.words}>
                  {minutes.current === null
                    ? t('meeting.minutes.missing')
                    : String(minutes.current.fields['text'])}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { RecordView } from '#work/contract.ts';
import { ListSection } from './list-section.tsx';
import classes from './mission.module.css';

const byNumber = (a: RecordView, b: RecordView) =>
  Number(a.fields['number']) - Number(b.fields['number']);
const words = (value: unknown) => (typeof value === 'string' ? value : '');

/** What the Mission Programme is made of: objectives, controls with their reasons, questions, information and assets. */
export function Programme() {
  const { t, names, formats } = useTexts();
  const field = (register: string, name: string) => names.field(`register.${register}`, name);
  return (
    <>
      <ListSection
        register="mission-objectives"
        title={names.register('mission-objectives')}
        none="mission.objectives.none"
        order={byNumber}
        write={{ action: 'set-objectives', rows: 'objectives', names: ['objective', 'detail'] }}
        columns={[
          {
            title: field('mission-objectives', 'number'),
            number: true,
            cell: ({ fields }) => Number(fields['number']),
          },
          {
            title: field('mission-objectives', 'objective'),
            cell: ({ fields }) => (
              <>
                <span className={classes.strong}>{words(fields['objective'])}</span>
                <span className={classes.sub}>{words(fields['detail'])}</span>
              </>
            ),
          },
        ]}
      />
      <ListSection
        register="mission-controls"
        title={names.register('mission-controls')}
        none="mission.controls.none"
        order={(a, b) => Number(a.fields['position']) - Number(b.fields['position'])}
        write={{
          action: 'set-controls',
          rows: 'controls',
          names: ['control', 'whatToDocument', 'rationale', 'basis'],
        }}
        columns={[
          {
            title: field('mission-controls', 'control'),
            cell: ({ fields }) => <span className={classes.strong}>{words(fields['name'])}</span>,
          },
          {
            title: field('mission-controls', 'whatToDocument'),
            cell: ({ fields }) => words(fields['whatToDocument']),
          },
          {
            title: field('mission-controls', 'rationale'),
            cell: ({ fields }) => (
              <>
                {words(fields['rationale'])}
                <span className={classes.sub}>
                  {(Array.isArray(fields['basis']) ? fields['basis'] : [])
                    .map((one) => names.option('register.mission-controls', 'basis', String(one)))
                    .join(', ')}
                </span>
              </>
            ),
          },
        ]}
      />
      <ListSection
        register="mission-access"
        title={names.register('mission-access')}
        none="mission.access.none"
        order={byNumber}
        write={{
          action: 'set-access',
          rows: 'access',
          names: ['kind', 'item', 'detail', 'organisation', 'provider', 'dueOn'],
        }}
        columns={[
          {
            title: field('mission-access', 'item'),
            cell: ({ fields }) => (
              <>
                <span className={classes.strong}>{words(fields['item'])}</span>
                <span className={classes.sub}>{words(fields['detail'])}</span>
              </>
            ),
          },
          {
            title: field('mission-access', 'kind'),
            cell: ({ fields }) =>
              names.option('register.mission-access', 'kind', words(fields['kind'])),
          },
          {
            title: field('mission-access', 'provider'),
            cell: ({ fields }, page) => (
              <>
                {words(fields['provider'])}
                <span className={classes.sub}>
                  {fields['organisation'] === undefined
                    ? t('mission.access.each')
                    : page.titles[String(fields['organisation'])]}
                </span>
              </>
            ),
          },
          {
            title: field('mission-access', 'dueOn'),
            cell: ({ fields }) => formats.date(words(fields['dueOn'])),
          },
        ]}
      />
      <Questions />
    </>
  );
}

function Questions() {
  const { t, names } = useTexts();
  const register = 'register.mission-questions';
  return (
    <ListSection
      register="mission-questions"
      folded={(items) =>
        t('mission.questions.count', {
          count: items.length,
          parts: new Set(items.map(({ fields }) => fields['section'])).size,
        })
      }
      title={names.register('mission-questions')}
      none="mission.questions.none"
      order={byNumber}
      write={{
        action: 'set-questions',
        rows: 'questions',
        names: [
          ...['number', 'section', 'question', 'kind', 'options', 'required', 'help', 'unit'],
          ...['dependsOn', 'dependsOnAnswer', 'addressee'],
        ],
      }}
      columns={[
        {
          title: names.field(register, 'number'),
          number: true,
          cell: ({ fields }) => Number(fields['number']),
        },
        {
          title: names.field(register, 'question'),
          cell: ({ fields }) => (
            <>
              {words(fields['question'])}
              {fields['dependsOn'] !== undefined && (
                <span className={classes.sub}>
                  {t('questionnaire.only-if', {
                    number: Number(fields['dependsOn']),
                    answer: words(fields['dependsOnAnswer']),
                  })}
                </span>
              )}
            </>
          ),
        },
        {
          title: names.field(register, 'kind'),
          cell: ({ fields }) => names.option(register, 'kind', words(fields['kind'])),
        },
        { title: names.field(register, 'section'), cell: ({ fields }) => words(fields['section']) },
        {
          title: names.field(register, 'addressee'),
          cell: ({ fields }) => names.option(register, 'addressee', words(fields['addressee'])),
        },
      ]}
    />
  );
}

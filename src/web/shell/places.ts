import { useMemo } from 'react';
import { areas, type DefinitionIndex } from '#ui/api/definition-index.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import type { Texts } from '#ui/i18n/texts-provider.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Place } from '#ui/palette/palette.tsx';
import { adminPlacesFor } from '../admin/admin-places.ts';
import { areaRoutes } from '../area-routes.ts';

/** Places of one area: its own pages, its procedures, its registers. */
export function placesOf(area: string, definitions: DefinitionIndex, { t, names }: Texts): Place[] {
  const icon = area as Place['icon'];
  const group = names.area(area);
  return [
    ...areaRoutes
      .filter((route) => route.area === area && route.nav === 'area')
      .map((route) => ({ title: t(route.title), to: route.path, group, icon })),
    ...definitions
      .proceduresOf(area)
      .map(({ id }) => ({ title: names.procedure(id), to: `/procedures/${id}`, group, icon })),
    ...definitions
      .registersOf(area)
      .filter(({ ofCase }) => ofCase !== true)
      .map(({ id }) => ({ title: names.register(id), to: `/registers/${id}`, group, icon })),
  ];
}

/** Analyses that areas bring: dashboards, matrices. */
export function analyses({ t }: Texts): Place[] {
  return areaRoutes
    .filter((route) => route.nav === 'analysis')
    .map((route) => ({
      title: t(route.title),
      to: route.path,
      group: t('nav.analysis'),
      icon: 'chart',
    }));
}

/** Everything one can go to, for the command palette. */
export function usePlaces(): readonly Place[] {
  const texts = useTexts();
  const definitions = useDefinitions();
  const me = useMe();
  return useMemo(() => {
    const { t } = texts;
    const work = t('nav.work');
    return [
      { title: t('nav.my-work'), to: '/', group: work, icon: 'inbox' },
      { title: t('calendar.title'), to: '/calendar', group: work, icon: 'calendar' },
      { title: t('nav.notifications'), to: '/notifications', group: work, icon: 'bell' },
      { title: t('nav.cases'), to: '/cases', group: work, icon: 'operations' },
      { title: t('nav.documents'), to: '/deliverables', group: work, icon: 'document' },
      { title: t('nav.import'), to: '/imports', group: work, icon: 'upload' },
      { title: t('foreign.title'), to: '/foreign-cases', group: work, icon: 'organisation' },
      { title: t('bundle.import'), to: '/bundles/import', group: work, icon: 'upload' },
      ...analyses(texts),
      { title: t('areas.title'), to: '/areas', group: t('nav.areas'), icon: 'organisation' },
      ...areas.flatMap((area) => placesOf(area, definitions, texts)),
      ...placesOf('platform', definitions, texts),
      ...definitions.all.procedures.map(
        ({ id }): Place => ({
          title: t('case.new', { procedure: texts.names.procedure(id) }),
          to: `/cases/new/${id}`,
          group: work,
          icon: 'plus',
        }),
      ),
      { title: t('nav.profile'), to: '/profile', group: work, icon: 'person' },
      { title: t('nav.admin'), to: '/admin', group: t('nav.admin'), icon: 'gear' },
      ...adminPlacesFor(me).map(
        ({ id, to }): Place => ({
          title: t(`admin.${id}`),
          to,
          group: t('nav.admin'),
          icon: 'gear',
        }),
      ),
    ];
  }, [texts, definitions, me]);
}

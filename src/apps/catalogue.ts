import { assetsArea } from '#areas/assets/area.ts';
import { incidentCoordinationArea } from '#areas/collaboration/incident-coordination/area.ts';
import { meetingsArea } from '#areas/collaboration/meetings/area.ts';
import { missionsArea } from '#areas/collaboration/missions/area.ts';
import { scopesArea } from '#areas/collaboration/scopes-area.ts';
import { termsArea } from '#areas/collaboration/terms/area.ts';
import { incidentsArea } from '#areas/incidents/area.ts';
import { advisoriesArea } from '#areas/operations/advisories/area.ts';
import { antivirusArea } from '#areas/operations/antivirus/area.ts';
import { changeArea } from '#areas/operations/change/area.ts';
import { configurationArea } from '#areas/operations/configuration/area.ts';
import { dataLeakageArea } from '#areas/operations/data-leakage/area.ts';
import { earlyWarningArea } from '#areas/operations/early-warning/area.ts';
import { interconnectionArea } from '#areas/operations/interconnection/area.ts';
import { patchArea } from '#areas/operations/patch/area.ts';
import { remoteAccessArea } from '#areas/operations/remote-access/area.ts';
import { accountRequestsArea } from '#areas/organisation/account-requests/area.ts';
import { organisationArea } from '#areas/organisation/area.ts';
import { confidentialityArea } from '#areas/organisation/confidentiality/area.ts';
import { contactsArea } from '#areas/organisation/contacts/area.ts';
import { rotaArea } from '#areas/organisation/rota/area.ts';
import { bundleArea } from '#work/bundle/bundle-area.ts';
import { type Catalogue, catalogueOf } from '#work/catalogue.ts';
import { textsOf } from './texts.ts';

/** Everything that this product does: the areas, put together in one place. */
export const catalogue: Catalogue = catalogueOf(
  [
    organisationArea,
    accountRequestsArea,
    confidentialityArea,
    contactsArea,
    rotaArea,
    scopesArea,
    termsArea,
    meetingsArea,
    missionsArea,
    assetsArea,
    advisoriesArea,
    changeArea,
    earlyWarningArea,
    interconnectionArea,
    patchArea,
    remoteAccessArea,
    configurationArea,
    incidentCoordinationArea,
    bundleArea,
    antivirusArea,
    dataLeakageArea,
    incidentsArea,
  ],
  (language, id) => textsOf(language).get(`procedure.${id}.title`) ?? id,
);

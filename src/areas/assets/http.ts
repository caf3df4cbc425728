import { z } from 'zod';
import { type Runner, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import {
  installedComponentPage,
  inventoryChangePage,
  inventoryListInput,
  inventoryPage,
} from './contract.ts';
import {
  readComponents,
  readInventories,
  readInventoryChanges,
} from './inventory/inventory-reads.ts';

const tags = ['assets'];
const byAsset = z.object({ id });

/** What an asset has installed, its inventories, and what each of them changed. */
export function assetRoutes(app: HttpApp, runner: Runner, _catalogue: Catalogue): void {
  const path = '/api/v1/assets/:id';
  const querystring = inventoryListInput;
  app.get(
    `${path}/inventory`,
    { schema: { tags, params: byAsset, querystring, response: { 200: installedComponentPage } } },
    (request) =>
      runQuery(runner, readComponents, principalOf(request), {
        ...request.query,
        assetId: request.params.id,
      }),
  );
  app.get(
    `${path}/inventories`,
    { schema: { tags, params: byAsset, querystring, response: { 200: inventoryPage } } },
    (request) =>
      runQuery(runner, readInventories, principalOf(request), {
        ...request.query,
        assetId: request.params.id,
      }),
  );
  app.get(
    `${path}/inventories/:inventory/changes`,
    {
      schema: {
        tags,
        params: byAsset.extend({ inventory: id }),
        querystring,
        response: { 200: inventoryChangePage },
      },
    },
    (request) =>
      runQuery(runner, readInventoryChanges, principalOf(request), {
        ...request.query,
        assetId: request.params.id,
        inventoryId: request.params.inventory,
      }),
  );
}

import type { Job } from '../context';
import { archiveSwipes } from './archive-swipes';
import { completePastEvents } from './complete-past-events';
import { deleteUnusedFiles } from './delete-unused-files';
import { drawImages } from './draw-images';
import { findRemoteImages } from './find-remote-images';
import { forgetImages } from './forget-images';
import { followVenues } from './follow-venues';
import { makeOccurrences } from './make-occurrences';
import { forgetActivePeriods } from './forget-active-periods';
import { forgetFirstDeeds } from './forget-first-deeds';
import { forgetSearches } from './forget-searches';
import { forgetShareDays } from './forget-share-days';
import { learnMeanings } from './learn-meanings';
import { learnTastes } from './learn-tastes';
import { keepInteractionMonths } from './keep-interaction-months';
import { fetchForecasts } from './fetch-forecasts';
import { moveOffersOn } from './move-offers-on';
import { rebuildSearch } from './rebuild-search';
import { refreshPopularity } from './refresh-popularity';
import { rollUpInteractions } from './roll-up-interactions';
import { runLotteries } from './run-lotteries';
import { sealFields } from './seal-fields';
import { syncSources } from './sync-sources';
import { tellSavedSearches } from './tell-saved-searches';
import { tellNoShows } from './tell-no-shows';
import { fillWarehouse } from './fill-warehouse';
import { writeExports } from './write-exports';
import { writeMeanings } from './write-meanings';

/** Work that is due again and again, one file each. */
export const jobs: readonly Job[] = [
  archiveSwipes,
  completePastEvents,
  deleteUnusedFiles,
  drawImages,
  findRemoteImages,
  followVenues,
  forgetImages,
  makeOccurrences,
  forgetActivePeriods,
  forgetFirstDeeds,
  forgetSearches,
  forgetShareDays,
  keepInteractionMonths,
  learnMeanings,
  learnTastes,
  fetchForecasts,
  fillWarehouse,
  moveOffersOn,
  rebuildSearch,
  refreshPopularity,
  rollUpInteractions,
  runLotteries,
  syncSources,
  tellNoShows,
  tellSavedSearches,
  writeExports,
  writeMeanings,
  sealFields,
];
